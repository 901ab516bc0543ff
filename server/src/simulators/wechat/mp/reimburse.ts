import { pdfLink } from './cards'
import { object, refuse, text } from './refusal'
import { type Account, type MpGround, openidOf, type ReimburseStatus, type WalletCard } from './world'

type Body = Record<string, unknown>

/** What the user picked in `chooseInvoice` of one app. */
export function choose(ground: MpGround, person: string, appid: string) {
  const cards = ground.world.cards.filter(
    (card) => card.person === person && card.status === 'INVOICE_REIMBURSE_INIT',
  )
  return cards.map((card) => {
    // With / and +: nobody may decode it as part of an address.
    const code = `${ground.random.bytes(30).toString('base64')}/+${ground.random.hex(4)}=`
    ground.world.picks.set(code, { card, appid })
    return { card_id: card.cardId, encrypt_code: code, app_id: appid }
  })
}

function picked(ground: MpGround, account: Account, item: Body): WalletCard {
  const pick = ground.world.picks.get(text(item, 'encrypt_code'))
  // Tied to the app that called chooseInvoice; anybody else's token is "invalid params".
  if (!pick || pick.appid !== account.appid || pick.card.cardId !== text(item, 'card_id')) {
    refuse(72_031, 'invalid params')
  }
  return pick.card
}

function info(ground: MpGround, account: Account, card: WalletCard) {
  const { s_pdf_media_id: mediaId, ...invoice } = card.invoice
  const media = ground.world.media.get(String(mediaId))
  return {
    card_id: card.cardId,
    begin_time: Math.floor(card.insertedAt / 1000),
    end_time: Math.floor(card.insertedAt / 1000) + 10 * 366 * 86_400,
    openid: openidOf(card.person, account.appid),
    type: card.type ?? '增值税电子普通发票',
    payee: card.payee,
    detail: '',
    user_info: {
      ...invoice,
      ...(media ? { pdf_url: pdfLink(ground, media) } : {}),
      reimburse_status: card.status,
      order_id: card.orderId,
    },
  }
}

export const getInvoiceInfo = (ground: MpGround, account: Account, body: Body) =>
  info(ground, account, picked(ground, account, body))

export function getInvoiceBatch(ground: MpGround, account: Account, body: Body) {
  if (!Array.isArray(body.item_list) || body.item_list.length === 0) refuse(72_031, 'item_list is empty')
  return {
    item_list: body.item_list.map((item: unknown) =>
      info(ground, account, picked(ground, account, object(item, 'item_list'))),
    ),
  }
}

export function updateInvoiceStatus(ground: MpGround, account: Account, body: Body) {
  const card = picked(ground, account, body)
  move(ground, account, card, body.reimburse_status)()
  return {}
}

/** All or nothing, and all of one user. */
export function updateStatusBatch(ground: MpGround, account: Account, body: Body) {
  const openid = text(body, 'openid')
  if (!Array.isArray(body.invoice_list) || body.invoice_list.length === 0) {
    refuse(72_031, 'invoice_list is empty')
  }
  const cards = body.invoice_list.map((item: unknown) =>
    picked(ground, account, object(item, 'invoice_list')),
  )
  if (cards.some((card) => openidOf(card.person, account.appid) !== openid)) refuse(72_037, 'owner error')
  const moves = cards.map((card) => move(ground, account, card, body.reimburse_status))
  for (const go of moves) go()
  return {}
}

/** Checks a step and answers what carries it out. */
function move(ground: MpGround, account: Account, card: WalletCard, wanted: unknown): () => void {
  if (card.status === 'INVOICE_REIMBURSE_CANCEL') refuse(72_060, 'the invoice was cancelled')
  if (card.status === 'INVOICE_REIMBURSE_CLOSURE') refuse(72_061, 'the invoice is closed')
  const isLocked = card.status === 'INVOICE_REIMBURSE_LOCK'
  if (isLocked && card.lockedBy !== account.appid) refuse(72_023, 'locked by others')
  const to = (status: ReimburseStatus) => () => {
    card.status = status
    if (status === 'INVOICE_REIMBURSE_LOCK') card.lockedBy = account.appid
    else delete card.lockedBy
    const held = ground.wallet.find(card.code)
    if (held && status === 'INVOICE_REIMBURSE_CLOSURE') held.status = 'gone'
  }
  switch (wanted) {
    case 'INVOICE_REIMBURSE_LOCK':
      return isLocked ? refuse(72_024, 'status error') : to('INVOICE_REIMBURSE_LOCK')
    case 'INVOICE_REIMBURSE_INIT':
      return isLocked ? to('INVOICE_REIMBURSE_INIT') : refuse(72_024, 'status error')
    case 'INVOICE_REIMBURSE_CLOSURE':
      return isLocked ? to('INVOICE_REIMBURSE_CLOSURE') : refuse(72_039, 'must be locked first')
    default:
      return refuse(72_031, 'invalid params')
  }
}
