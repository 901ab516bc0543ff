import { numbersInPdf } from '../core/pdf-numbers'
import { filePart } from './multipart'
import { authorisedOrder } from './orders'
import { integer, need, object, refuse, text } from './refusal'
import {
  type Account,
  type Media,
  type MpGround,
  type Order,
  openidOf,
  unionidOf,
  type WalletCard,
} from './world'

type Body = Record<string, unknown>

const MAX_PDF_BYTES = 2 * 1024 * 1024
const MEDIA_MS = 3 * 86_400_000
const PDF_LINK_MS = 7_200_000
const DAY_MS = 86_400_000

/** POST /card/invoice/platform/createcard. */
export function createCard(ground: MpGround, account: Account, body: Body) {
  const info = object(body.invoice_info, 'invoice_info')
  const base = object(info.base_info, 'base_info')
  text(base, 'logo_url')
  if ([...text(base, 'title')].length > 9) refuse(72_031, 'title has more than 9 characters')
  text(info, 'type')
  const cardId = `p${ground.random.hex(27)}`
  ground.world.cardTemplates.set(cardId, {
    appid: account.appid,
    payee: text(info, 'payee'),
    createdAt: ground.clock.now(),
  })
  return { card_id: cardId }
}

/** POST /card/invoice/platform/setpdf: multipart, the field is called `pdf`. */
export function setPdf(ground: MpGround, account: Account, contentType: string, body: Buffer) {
  if (body.length === 0) refuse(44_002, 'empty post data')
  const file = filePart(contentType, body, 'pdf')
  if (file === undefined) refuse(47_001, 'data format error: no part named pdf')
  if (file.length > MAX_PDF_BYTES) refuse(45_001, 'media size out of limit')
  if (file.subarray(0, 5).toString('latin1') !== '%PDF-') refuse(72_040, 'invoice pdf error')
  // Above 2^53: whoever reads it as a number asks for another file.
  const id = `8${ground.random.digits(18)}`
  ground.world.media.set(id, { id, appid: account.appid, bytes: file, uploadedAt: ground.clock.now() })
  return { s_media_id: id }
}

export function getPdf(ground: MpGround, account: Account, body: Body) {
  const media = mediaOf(ground, account, text(body, 's_media_id'))
  return { pdf_url: pdfLink(ground, media), pdf_url_expire_time: PDF_LINK_MS / 1000 }
}

/** A fresh address of a PDF, good for two hours and for whoever has it. */
export function pdfLink(ground: MpGround, media: Media): string {
  const key = ground.random.hex(24)
  ground.world.pdfLinks.set(key, { media, expiresAt: ground.clock.now() + PDF_LINK_MS })
  return `${ground.urls.mp}/desk/pdf/${key}`
}

function mediaOf(ground: MpGround, account: Account, id: string) {
  const media = ground.world.media.get(id)
  const isGone = !media || media.appid !== account.appid || ground.clock.now() - media.uploadedAt > MEDIA_MS
  return isGone ? refuse(72_040, 'invoice pdf error') : media
}

/** POST /card/invoice/insert (facts 2.4, 8.3). */
export function insert(ground: MpGround, account: Account, body: Body) {
  const { world } = ground
  if (world.profile.busyInsertions > 0) {
    world.profile.busyInsertions -= 1
    refuse(world.profile.busyCode, 'system busy, try again')
  }
  const template = world.cardTemplates.get(text(body, 'card_id'))
  const card = object(body.card_ext, 'card_ext')
  text(card, 'nonce_str')
  const invoice = object(object(card.user_card, 'user_card').invoice_user_data, 'invoice_user_data')
  checkFields(ground, invoice)
  const order = authorisedOrder(ground, account, body)
  if (order.title !== undefined && order.title !== invoice.title) refuse(72_017, 'invalid invoice title')
  const isFresh = template && ground.clock.now() - template.createdAt < world.profile.templateDelayMs
  if (!template || template.appid !== account.appid || isFresh) refuse(40_078, 'invalid card status')
  checkPdf(ground, account, invoice)
  // Whichever side brought it: a number is in one wallet at most.
  if (ground.wallet.holder(String(invoice.billing_no))) refuse(72_042, 'repeated billing_no and billing_code')
  world.inserted = world.inserted.filter((at) => at > ground.clock.now() - DAY_MS)
  if (world.inserted.length >= world.profile.dailyInsertions) refuse(72_057, 'daily insertion limit')
  return put(ground, order, {
    cardId: String(body.card_id),
    payee: template.payee,
    platform: account.appid,
    invoice,
  })
}

function put(
  ground: MpGround,
  order: Order,
  content: Pick<WalletCard, 'cardId' | 'payee' | 'platform' | 'invoice'>,
) {
  const person = order.person ?? refuse(72_038, 'invoice order never auth')
  const code = ground.random.digits(12)
  order.state = 'inserted'
  ground.world.inserted.push(ground.clock.now())
  const openid = openidOf(person, order.appid)
  ground.wallet.put({
    side: 'mp',
    appid: order.appid,
    openid,
    cardId: content.cardId,
    code,
    number: String(content.invoice.billing_no),
    totalFen: Number(content.invoice.fee),
    status: 'inserted',
    at: ground.clock.now(),
  })
  ground.world.cards.push({
    ...content,
    code,
    orderId: order.orderId,
    person,
    status: 'INVOICE_REIMBURSE_INIT',
    insertedAt: ground.clock.now(),
  })
  return { code, openid, unionid: unionidOf(person) }
}

function checkFields(ground: MpGround, invoice: Body): void {
  const fee = integer(invoice, 'fee')
  const tax = integer(invoice, 'tax')
  const withoutTax = integer(invoice, 'fee_without_tax')
  text(invoice, 'title')
  text(invoice, 's_pdf_media_id')
  if (!/^\d{10}$/.test(String(integer(invoice, 'billing_time'))))
    refuse(72_031, 'billing_time has ten digits')
  const number = text(invoice, 'billing_no')
  for (const key of ['billing_code', 'check_code']) {
    if (typeof invoice[key] !== 'string') refuse(72_031, `${key} is no string`)
  }
  const code = String(invoice.billing_code)
  const check = String(invoice.check_code)
  if (/^\d{20}$/.test(number)) {
    if (code !== '' || check !== '') refuse(72_041, 'billing_code and check_code must be empty')
    if (ground.world.profile.numbers === 'pre-2024') refuse(72_045, 'check_code is empty')
  } else {
    if (!/^\d{8}$/.test(number)) refuse(72_043, 'wrong size of billing_no')
    if (!/^(\d{10}|\d{12})$/.test(code)) refuse(72_041, 'billing_code is invalid')
    if (check === '') refuse(72_045, 'check_code is empty')
  }
  if (fee !== tax + withoutTax) refuse(72_073, 'Fee_Error')
  checkLines(invoice)
}

function checkLines(invoice: Body): void {
  if (invoice.info === undefined) return
  if (!Array.isArray(invoice.info)) refuse(72_031, 'info is no array')
  for (const line of invoice.info as unknown[]) {
    const row = object(line, 'info')
    text(row, 'name')
    if (row.price !== undefined) integer(row, 'price')
  }
}

/** A genuine invoice shows its own number, and it is this one. */
function checkPdf(ground: MpGround, account: Account, invoice: Body): void {
  const numbers = numbersInPdf(mediaOf(ground, account, String(invoice.s_pdf_media_id)).bytes)
  if (!numbers || numbers.size === 0) refuse(72_040, 'invoice pdf error')
  if (!numbers.has(String(invoice.billing_no))) refuse(72_047, 'the number in the pdf differs')
}

/** POST /card/invoice/platform/updatestatus: the issuer voids a card after a reversal. `code` is the card's. */
export function updateStatus(ground: MpGround, account: Account, body: Body) {
  const cardId = text(body, 'card_id')
  const code = text(body, 'code')
  need(body.reimburse_status, 72_031, 'reimburse_status is empty')
  const card = ground.world.cards.find((each) => each.cardId === cardId && each.code === code)
  if (card?.platform !== account.appid) refuse(72_038, 'invoice order never auth')
  if (body.reimburse_status !== 'INVOICE_REIMBURSE_CANCEL') refuse(72_024, 'status error')
  card.status = 'INVOICE_REIMBURSE_CANCEL'
  const held = ground.wallet.find(code)
  if (held) held.status = 'reversed'
  return {}
}
