import { formatYuan, parseYuan } from '@piaoma/shared/money'
import type { ReceivedKind } from '@piaoma/shared/received'
import type { CheckedValues, VerifyOutcome, VerifyQuestion } from '@piaoma/shared/received-rules'
import { z } from 'zod'
import { unknownAnswer, type Verifier, type VerifierSettings, type VerifyAnswer } from '../verifier'
import { type Exchanged, post } from './exchange'

/** `invoice_type` of theirs; they do not verify rail, air or fiscal receipts under this API. */
const KINDS: Partial<Record<ReceivedKind, string>> = {
  digital_special: 'elec_invoice_special',
  digital_normal: 'elec_invoice_normal',
  electronic_special: 'elec_special_vat_invoice',
  electronic_normal: 'elec_normal_invoice',
  paper_special: 'special_vat_invoice',
  paper_normal: 'normal_invoice',
  roll: 'roll_normal_invoice',
  toll: 'toll_elec_normal_invoice',
}

const VERDICTS: Readonly<Record<string, VerifyOutcome>> = {
  '0002': 'limit',
  '0006': 'mismatch',
  '0009': 'no_record',
  '1014': 'not_yet',
  '1015': 'too_old',
  '1020': 'unsupported',
}

/** Platform errors that say definitely that the question was not looked at. */
const BUSY_CODES = new Set([2, 4, 18])
const DENIED_CODES = new Set([6, 14, 17, 19])
const TOKEN_CODES = new Set([100, 110, 111])

const tokenAnswer = z.union([
  z.object({ access_token: z.string().min(1), expires_in: z.number().positive() }),
  z.object({ error: z.string() }),
])
const answerSchema = z.union([
  z.object({ error_code: z.number() }),
  z.object({
    VerifyResult: z.string(),
    InvalidSign: z.string().optional(),
    words_result: z.record(z.string(), z.unknown()).optional(),
  }),
])

const RENEWAL_MARGIN_MS = 3_600_000

/** Baidu 增值税发票验真: `POST /rest/2.0/ocr/v1/vat_invoice_verification`, access token of thirty days. */
export function createBaiduVerifier(settings: VerifierSettings): Verifier {
  const key = `baidu:${settings.url}:${settings.appKey}`
  const { tokenStore, now } = settings

  async function freshToken(): Promise<string | VerifyAnswer> {
    const query = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: settings.appKey,
      client_secret: settings.appSecret,
    })
    const form = { 'content-type': 'application/x-www-form-urlencoded' }
    const answer = await post(settings, `/oauth/2.0/token?${query}`, { headers: form, body: '' })
    // The question itself was not sent: nothing is spent.
    if (answer.kind === 'none') return { outcome: 'busy', detail: `token: ${answer.cause}` }
    const parsed = tokenAnswer.safeParse(answer.value)
    if (!parsed.success) return { outcome: 'busy', detail: 'token: unreadable answer' }
    if ('error' in parsed.data)
      return { outcome: 'denied', detail: `token: ${parsed.data.error}`.slice(0, 200) }
    const { access_token: token, expires_in: seconds } = parsed.data
    await tokenStore.set(key, { token, expiresAt: now() + seconds * 1_000 })
    return token
  }

  async function currentToken(): Promise<string | VerifyAnswer> {
    const known = await tokenStore.get(key)
    return known && known.expiresAt - RENEWAL_MARGIN_MS > now() ? known.token : freshToken()
  }

  const ask = (token: string, form: URLSearchParams) =>
    post(
      settings,
      `/rest/2.0/ocr/v1/vat_invoice_verification?${new URLSearchParams({ access_token: token })}`,
      {
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: form.toString(),
      },
    )

  return {
    pauseMs: 500,
    async verify(question) {
      const form = formOf(question)
      if (!form) return { outcome: 'unsupported', detail: `kind ${question.kind}` }
      const token = await currentToken()
      if (typeof token !== 'string') return token
      const answer = await ask(token, form)
      if (!isTokenRefused(answer)) return answerOf(answer)
      // Refused before it was looked at: once more with a new token.
      const next = await freshToken()
      return typeof next === 'string' ? answerOf(await ask(next, form)) : next
    },
  }
}

function formOf(question: VerifyQuestion): URLSearchParams | undefined {
  const type = KINDS[question.kind]
  if (type === undefined) return undefined
  const fen = question.totalFen ?? question.amountFen
  return new URLSearchParams({
    invoice_code: question.code ?? '',
    invoice_num: question.number,
    invoice_date: question.issuedOn.replaceAll('-', ''),
    invoice_type: type,
    check_code: question.checkCode ?? '',
    total_amount: fen === undefined ? '' : formatYuan(fen),
  })
}

function isTokenRefused(answer: Exchanged): boolean {
  const parsed = answer.kind === 'json' ? answerSchema.safeParse(answer.value) : undefined
  return parsed?.success === true && 'error_code' in parsed.data && TOKEN_CODES.has(parsed.data.error_code)
}

function answerOf(answer: Exchanged): VerifyAnswer {
  if (answer.kind === 'none') return unknownAnswer(answer.cause)
  const parsed = answerSchema.safeParse(answer.value)
  if (!parsed.success) return unknownAnswer('unreadable answer')
  const { data } = parsed
  const evidence = { answer: answer.text }
  if ('error_code' in data) {
    const { error_code: code } = data
    const isOurs = DENIED_CODES.has(code) || TOKEN_CODES.has(code)
    const outcome = BUSY_CODES.has(code) ? 'busy' : isOurs ? 'denied' : 'unknown'
    return { outcome, detail: `error_code ${code}`, ...evidence }
  }
  if (data.VerifyResult !== '0001') {
    const outcome = VERDICTS[data.VerifyResult] ?? 'unknown'
    return { outcome, detail: `VerifyResult ${data.VerifyResult}`.slice(0, 200), ...evidence }
  }
  const sign = (data.InvalidSign ?? 'N').toUpperCase()
  const outcome = sign === 'Y' ? 'voided' : sign === 'N' ? 'found' : 'reversed'
  return { outcome, checked: checkedOf(data.words_result ?? {}), detail: `InvalidSign ${sign}`, ...evidence }
}

/** `TotalAmount` is without tax here, and `AmountInFiguers` (sic) with. */
function checkedOf(words: Record<string, unknown>): CheckedValues {
  const text = (name: string) => (typeof words[name] === 'string' ? (words[name] as string).trim() : '')
  const checked: CheckedValues = {}
  const texts = {
    buyerName: 'PurchaserName',
    buyerTaxpayerId: 'PurchaserRegisterNum',
    sellerName: 'SellerName',
    sellerTaxpayerId: 'SellerRegisterNum',
    checkCode: 'CheckCode',
    remark: 'Remarks',
  } as const
  for (const [field, name] of Object.entries(texts) as [keyof typeof texts, string][]) {
    if (text(name) !== '') checked[field] = text(name)
  }
  const amounts = { amountFen: 'TotalAmount', taxFen: 'TotalTax', totalFen: 'AmountInFiguers' } as const
  for (const [field, name] of Object.entries(amounts) as [keyof typeof amounts, string][]) {
    const fen = parseYuan(text(name))
    if (fen !== undefined) checked[field] = fen
  }
  return checked
}
