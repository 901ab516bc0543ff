import { createHmac } from 'node:crypto'
import { RECEIVED_KINDS } from '@piaoma/shared/received'
import type { CheckedValues } from '@piaoma/shared/received-rules'
import { z } from 'zod'
import { unknownAnswer, type Verifier, type VerifierSettings } from '../verifier'
import { post } from './exchange'

const fen = z.int()
const answerSchema = z.union([
  z.object({
    result: z.literal('found'),
    invoice: z.object({
      kind: z.enum(RECEIVED_KINDS),
      code: z.string().optional(),
      number: z.string(),
      issuedOn: z.string(),
      amountFen: fen,
      taxFen: fen,
      totalFen: fen,
      checkCode: z.string().optional(),
      buyerName: z.string(),
      buyerTaxpayerId: z.string().optional(),
      sellerName: z.string(),
      sellerTaxpayerId: z.string(),
      state: z.enum(['normal', 'voided', 'reversed', 'partly_reversed']),
    }),
  }),
  z.object({ result: z.enum(['mismatch', 'no_record', 'limit', 'not_yet', 'too_old', 'denied']) }),
])

/** The tax bureau's own desk, as the simulated bureau has it: `POST /inv-veri/check`, signed by HMAC-SHA256. */
export function createBureauVerifier(settings: VerifierSettings): Verifier {
  return {
    pauseMs: 50,
    async verify(question) {
      const body = JSON.stringify(question)
      const timestamp = String(settings.now())
      const signature = createHmac('sha256', settings.appSecret).update(`${timestamp}\n${body}`).digest('hex')
      const answer = await post(settings, '/inv-veri/check', {
        headers: {
          'content-type': 'application/json',
          'x-app-key': settings.appKey,
          'x-timestamp': timestamp,
          'x-signature': signature,
        },
        body,
      })
      if (answer.kind === 'none') return unknownAnswer(answer.cause)
      const parsed = answerSchema.safeParse(answer.value)
      if (!parsed.success) return unknownAnswer('unreadable answer')
      const { data } = parsed
      if (data.result !== 'found') return { outcome: data.result, detail: data.result, answer: answer.text }
      const { state, kind: _, ...facts } = data.invoice
      const checked = Object.fromEntries(
        Object.entries(facts).filter(([, value]) => value !== undefined),
      ) as CheckedValues
      const outcome = (
        { normal: 'found', voided: 'voided', reversed: 'reversed', partly_reversed: 'reversed' } as const
      )[state]
      return { outcome, checked, detail: state, answer: answer.text }
    },
  }
}
