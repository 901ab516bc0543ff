import { createHash } from 'node:crypto'
import type { z } from 'zod'
import { numbersInPdf } from '../core/pdf-numbers'
import { fapiaoMerchant, openSensitive, type PayCall, type PayHandler, requireTemplate } from './handler'
import { readJsonBody } from './json-rules'
import { invalidRequest, notFound, paramError, repeatedDifferently } from './refusal'
import * as schemas from './schemas'
import { findApply } from './title-calls'
import { applyKey, type SimApply, type SimFapiao, type SimMerchant } from './world'

const MAX_FILE_BYTES = 2 * 1024 * 1024
const MEDIA_MS = 3 * 86_400_000
type Card = z.infer<typeof schemas.cardInformation>

/** POST /upload-fapiao-file: PDF of at most 2 MB whose SM3 is in `meta`. */
export const uploadFile: PayHandler = (call) => {
  const meta = readJsonBody(call.raw, schemas.uploadMeta)
  const merchant = fapiaoMerchant(call, meta.sub_mchid)
  const { file, world } = call
  if (!file) throw paramError('/file', '必填性', 'form')
  if (file.length > MAX_FILE_BYTES) throw invalidRequest('文件大小超过2MB')
  if (numbersInPdf(file) === undefined) throw invalidRequest('文件格式错误，仅支持PDF')
  if (createHash('sm3').update(file).digest('hex') !== meta.digest.toLowerCase())
    throw invalidRequest('文件摘要不匹配')
  const id = `${world.ground.random.bytes(45).toString('base64')}|+/==`
  world.media.set(id, { id, merchant: merchant.mchid, bytes: file, at: world.ground.clock.now() })
  return { status: 200, body: { fapiao_media_id: id } }
}

/** POST /fapiao-applications/{id}/insert-cards: once for an order, at most five, the same again is welcome. */
export const insertCards: PayHandler = (call) => {
  const input = readJsonBody(call.raw, schemas.insertCards)
  const merchant = fapiaoMerchant(call, input.sub_mchid)
  const template = requireTemplate(call, merchant)
  openSensitive(call, input.buyer_information.phone, '/buyer_information/phone')
  openSensitive(call, input.buyer_information.email, '/buyer_information/email')
  const id = call.params.fapiao_apply_id ?? ''
  const apply = applyForInsert(call, merchant, input.scene, id)
  const digest = createHash('sha256').update(stableText(input)).digest('hex')
  if (apply.contentDigest !== null) {
    if (apply.contentDigest !== digest) throw repeatedDifferently()
    return { status: 202 }
  }
  const cards = input.fapiao_card_information
  for (const [index, card] of cards.entries()) {
    checkCard(call, merchant, card, `/fapiao_card_information/${index}`)
  }
  const sum = cards.reduce((total, card) => total + card.total_amount, 0)
  if (sum > apply.totalFen) throw invalidRequest('发票总金额超过订单金额')
  apply.contentDigest = digest
  apply.fapiao = cards.map((card) => begun(call, card))
  for (const fapiao of apply.fapiao) finishLater(call, { merchant, apply, fapiao, template })
  return { status: 202 }
}

/** The apply of the title form, with a title; or that of the payment, begun now. */
function applyForInsert(
  call: PayCall,
  merchant: SimMerchant,
  scene: SimApply['scene'],
  id: string,
): SimApply {
  const { world } = call
  const known = findApply(call, merchant, scene, id)
  if (scene === 'WITHOUT_WECHATPAY') {
    if (!known?.title) throw invalidRequest('用户未提交抬头')
    return known
  }
  const transaction = world.transactions.get(id)
  if (!transaction) throw notFound('订单不存在', 'ORDER_NOT_EXIST')
  const apply: SimApply = known ?? {
    id,
    merchant: merchant.mchid,
    scene,
    appid: transaction.appid,
    openid: transaction.openid,
    totalFen: transaction.totalFen,
    linkUntil: 0,
    title: null,
    contentDigest: null,
    fapiao: [],
  }
  world.applies.set(applyKey(merchant.mchid, id), apply)
  return apply
}

function checkCard(call: PayCall, merchant: SimMerchant, card: Card, pointer: string): void {
  const { world } = call
  const media = world.media.get(card.fapiao_media_id)
  const isFresh = media && world.ground.clock.now() - media.at <= MEDIA_MS
  if (!media || media.merchant !== merchant.mchid || !isFresh)
    throw invalidRequest('fapiao_media_id不存在或已过期')
  if (!numbersInPdf(media.bytes)?.has(card.fapiao_number)) throw invalidRequest('发票号码与版式文件不一致')
  if (world.ground.wallet.holder(card.fapiao_number)) throw invalidRequest('该发票已插入卡包')
  checkCodes(call, card, pointer)
  checkSums(card, pointer)
}

/** Older invoices have a code and a check code; 数电票 have none, and whether that is taken is uncertain (facts 1.9). */
function checkCodes({ world }: PayCall, card: Card, pointer: string): void {
  const isDigital = card.fapiao_number.length === 20
  const isStrict = !isDigital || world.profile.digitalInvoices === 'refused'
  if (isStrict && !card.fapiao_code) throw paramError(`${pointer}/fapiao_code`, '必填性')
  if (isStrict && !card.check_code) throw paramError(`${pointer}/check_code`, '必填性')
  if (isDigital && card.fapiao_code) throw paramError(`${pointer}/fapiao_code`, '格式')
}

/** Yuan × 10⁸ for a unit, number × 10⁸ of them: the line's amount in fen within one fen. */
function checkSums(card: Card, pointer: string): void {
  if (card.amount + card.tax_amount !== card.total_amount) throw paramError(`${pointer}/total_amount`, '金额')
  const sums = { amount: 0, tax_amount: 0, total_amount: 0 }
  card.items.forEach((item, index) => {
    if (item.amount + item.tax_amount !== item.total_amount)
      throw paramError(`${pointer}/items/${index}/total_amount`, '金额')
    const productFen = Number((BigInt(item.unit_price) * BigInt(item.quantity)) / 10n ** 13n) / 10
    if (!item.discount && Math.abs(productFen - item.amount) > 1)
      throw paramError(`${pointer}/items/${index}/unit_price`, '单位')
    sums.amount += item.amount
    sums.tax_amount += item.tax_amount
    sums.total_amount += item.total_amount
  })
  const isSame =
    sums.amount === card.amount &&
    sums.tax_amount === card.tax_amount &&
    sums.total_amount === card.total_amount
  if (!isSame) throw paramError(`${pointer}/items`, '金额')
}

function begun({ world }: PayCall, card: Card): SimFapiao {
  const { random, clock } = world.ground
  return {
    fapiaoId: `sim${random.digits(20)}`,
    number: card.fapiao_number,
    code: card.fapiao_code ?? '',
    checkCode: card.check_code ?? '',
    origin: 'inserted',
    status: 'ISSUED',
    cardStatus: 'INSERT_ACCEPTED',
    cardCode: random.digits(12),
    totalFen: card.total_amount,
    amountFen: card.amount,
    taxFen: card.tax_amount,
    at: clock.now(),
  }
}

export interface CardToFinish {
  merchant: SimMerchant
  apply: SimApply
  fapiao: SimFapiao
  template: { cardAppid: string; cardId: string }
}

/** INSERT_ACCEPTED → INSERTED when the clock gets there, or never. A silent one even announces itself. */
export function finishLater(
  { world, callbacks }: PayCall,
  { merchant, apply, fapiao, template }: CardToFinish,
): void {
  const { clock, wallet } = world.ground
  const { profile } = world
  if (profile.insert === 'stuck') return
  const isSilent = fapiao.number.length === 20 && profile.digitalInvoices === 'silent'
  clock.at(clock.now() + profile.delayMs, () => {
    if (!isSilent) {
      fapiao.cardStatus = 'INSERTED'
      const { openid } = apply
      const { cardAppid: appid, cardId } = template
      const { cardCode: code, number, totalFen } = fapiao
      wallet.put({
        side: 'pay',
        appid,
        openid,
        cardId,
        code,
        number,
        totalFen,
        status: 'inserted',
        at: clock.now(),
      })
    }
    callbacks.fapiao(merchant, 'FAPIAO.CARD_INSERTED', apply)
  })
}

/** The same content whatever the order of its keys. */
function stableText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(stableText).join()}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? ''
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  // Ciphertexts differ each time a field is encrypted; what they hold does not.
  return entries
    .filter(([name]) => name !== 'phone' && name !== 'email')
    .map(([name, part]) => `${name}:${stableText(part)}`)
    .join()
}
