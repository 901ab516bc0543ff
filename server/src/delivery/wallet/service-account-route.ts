import type { Ground } from '../../ground'
import { isServiceReady, platformApp, serviceApp, wechatAccountOf } from '../../merchants/wechat/accounts'
import type { WechatAccountRow } from '../../merchants/wechat/entity'
import type { MpApp, MpClient, MpFailure } from '../../wechat/mp'
import * as api from '../../wechat/mp/api'
import type { WalletCardRow } from './entity'
import type {
  AuthorisationOutcome,
  InsertOutcome,
  OfferOutcome,
  RouteTrouble,
  WalletInvoice,
  WalletRoute,
  WalletVisit,
} from './route'

/** The card is in a wallet already: a repeat under the same order, or the same number once more (facts 2.7). */
const ALREADY_IN = new Set([72_018, 72_056, 72_042])
/** The guest has authorised nothing (yet), says getauthdata. */
const NEVER = new Set([72_038, 72_049])
/** The wx_card ticket is not (any more) the account's. */
const STALE_TICKET = 72_025
const OVER = new Set([72_013, 72_035, 72_050])
/** "System error" and "inserting, wait": the card may be in for all that. */
const PERHAPS_IN = new Set([-1, 72_052, 72_053, 72_054, 72_055])
/**
 * What is wrong with the invoice itself, so that the same insertion was refused before as well. Anything else that
 * answers the question after a lost insertion (no permission any more, authorisation over) does not say that nothing
 * is in.
 */
const NEVER_IN = new Set([
  72_017, 72_031, 72_035, 72_040, 72_041, 72_043, 72_045, 72_046, 72_047, 72_073, 72_082,
])

interface Accounts {
  row: WechatAccountRow
  service: MpApp
  platform: MpApp
}

/** 服务号: `card/invoice/…`. The guest authorises each invoice on WeChat's page (facts 2.3). */
export function createServiceAccountRoute(ground: Ground, mp: MpClient): WalletRoute {
  async function accounts(merchantId: string): Promise<Accounts | undefined> {
    const row = await wechatAccountOf(ground, merchantId)
    const service = serviceApp(ground, row)
    const platform = platformApp(ground, row)
    return service && platform && isServiceReady(row) ? { row, service, platform } : undefined
  }
  /** Runs a step with the merchant's accounts; without them nothing was done, and later may. */
  async function having<T>(
    card: WalletCardRow,
    step: (of: Accounts) => Promise<T>,
  ): Promise<T | RouteTrouble> {
    const found = await accounts(card.merchantId)
    return found ? step(found) : { outcome: 'busy', cause: 'the service account is not set up' }
  }
  const insert = (card: WalletCardRow, invoice: WalletInvoice) =>
    having(card, async ({ row, service, platform }) => {
      const body = insertBody(card, invoice, { cardId: row.cardId ?? '', appId: service.appId, ground })
      return { sent: await api.insertCard(mp, platform, body), cardId: row.cardId ?? '' }
    })

  return {
    name: 'serviceAccount',
    offer: (card, invoice, visit) => having(card, (of) => offer(ground, mp, of, { card, invoice, visit })),
    authorisation: (card) =>
      having(card, async ({ service }): Promise<AuthorisationOutcome> => {
        if (card.platformId === null) return { outcome: 'waiting' }
        const order = { order_id: card.orderKey, s_pappid: card.platformId }
        return authorisationOf(await api.getAuthData(mp, service, order))
      }),
    upload: (card, invoice) =>
      having(card, async ({ platform }) => {
        const sent = await api.setPdf(mp, platform, invoice.pdf, `dzfp_${invoice.number}.pdf`)
        return sent.outcome === 'done'
          ? { outcome: 'uploaded' as const, mediaId: sent.answer.s_media_id }
          : troubleOf(sent)
      }),
    async insert(card, invoice): Promise<InsertOutcome> {
      const result = await insert(card, invoice)
      if (!('sent' in result)) return result
      const { sent, cardId } = result
      if (sent.outcome === 'done') return insertedAs(cardId, sent.answer)
      if (isAlreadyIn(sent)) return { outcome: 'accepted' }
      const isPerhapsIn = sent.outcome === 'busy' && PERHAPS_IN.has(sent.errcode)
      return isPerhapsIn ? { outcome: 'unknown', cause: sent.cause } : troubleOf(sent)
    },
    // WeChat has no query for insertions. The same order under the same id is: it is refused when the card is in, and
    // it is the very insertion that was meant when it is not.
    async lookUp(card, invoice) {
      const result = await insert(card, invoice)
      if (!('sent' in result)) return result
      const { sent, cardId } = result
      if (sent.outcome === 'done') return insertedAs(cardId, sent.answer)
      if (isAlreadyIn(sent)) return { outcome: 'inserted', cardId }
      const isSure = sent.outcome !== 'refused' || NEVER_IN.has(sent.errcode)
      return isSure ? troubleOf(sent) : { outcome: 'unknown', cause: sent.cause }
    },
    cancel: (card) =>
      having(card, async ({ platform }) => {
        const { cardId, cardCode } = card
        if (cardId === null || cardCode === null) {
          return {
            outcome: 'refused' as const,
            cause: 'the code of the card is not known; void it in WeChat',
          }
        }
        const sent = await api.voidCard(mp, platform, { card_id: cardId, code: cardCode })
        return sent.outcome === 'done' ? { outcome: 'cancelled' as const } : troubleOf(sent)
      }),
  }
}

const isAlreadyIn = (failure: MpFailure) => failure.outcome === 'refused' && ALREADY_IN.has(failure.errcode)

const insertedAs = (cardId: string, { code, openid }: { code: string; openid?: string | undefined }) => ({
  outcome: 'inserted' as const,
  cardId,
  cardCode: code,
  ...(openid === undefined ? {} : { openid }),
})

const troubleOf = ({ outcome, cause }: MpFailure): RouteTrouble => ({ outcome, cause })

async function offer(
  ground: Pick<Ground, 'clock'>,
  mp: MpClient,
  { row, service }: Accounts,
  what: { card: WalletCardRow; invoice: WalletInvoice; visit: WalletVisit },
): Promise<OfferOutcome> {
  const platformId = row.platformId ?? ''
  const ask = (ticket: string) =>
    api.getAuthUrl(mp, service, {
      s_pappid: platformId,
      order_id: what.card.orderKey,
      money: what.invoice.totalFen,
      timestamp: Math.floor(ground.clock.now() / 1000),
      source: what.visit.source === 'miniapp' ? 'wxa' : 'web',
      redirect_url: what.visit.returnUrl,
      ticket,
      // 领取发票: the invoice is issued, the title is known.
      type: 2,
    })
  const held = await mp.ticket(service, 'wx_card')
  if (held.outcome !== 'done') return troubleOf(held)
  let page = await ask(held.answer)
  if (page.outcome === 'refused' && page.errcode === STALE_TICKET) {
    const fresh = await mp.ticket(service, 'wx_card', held.answer)
    if (fresh.outcome !== 'done') return troubleOf(fresh)
    page = await ask(fresh.answer)
  }
  if (page.outcome !== 'done') return troubleOf(page)
  const { auth_url: url, appid } = page.answer
  return { outcome: 'page', url, platformId, ...(appid === undefined ? {} : { appId: appid }) }
}

function authorisationOf(answer: Awaited<ReturnType<typeof api.getAuthData>>): AuthorisationOutcome {
  if (answer.outcome === 'done') {
    const { invoice_status: status } = answer.answer
    if (status === 'auth success') return { outcome: 'authorised' }
    return { outcome: status.startsWith('reject') ? 'declined' : 'waiting' }
  }
  if (answer.outcome !== 'refused') return troubleOf(answer)
  if (NEVER.has(answer.errcode)) return { outcome: 'waiting' }
  return OVER.has(answer.errcode) ? { outcome: 'declined' } : troubleOf(answer)
}

/** A 数电票: twenty digits, 发票代码 and 校验码 empty (facts 2.4). Money in fen, tax by subtraction as issued. */
function insertBody(
  card: WalletCardRow,
  invoice: WalletInvoice,
  by: { cardId: string; appId: string; ground: Pick<Ground, 'ids'> },
): unknown {
  const { model } = invoice
  const optional = {
    buyer_number: model.buyer.taxpayerId,
    seller_number: model.seller.taxpayerId,
    remarks: model.remark,
    maker: model.drawer,
  }
  return {
    order_id: card.orderKey,
    card_id: by.cardId,
    appid: by.appId,
    card_ext: {
      nonce_str: by.ground.ids.secret(),
      user_card: {
        invoice_user_data: {
          fee: invoice.totalFen,
          title: model.buyer.name,
          billing_time: Math.floor(invoice.issuedAt / 1000),
          billing_no: invoice.number,
          billing_code: '',
          check_code: '',
          fee_without_tax: invoice.amountFen,
          tax: invoice.taxFen,
          s_pdf_media_id: card.mediaId,
          info: model.lines.map(({ name }) => ({ name })),
          // A null would be "invalid params".
          ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value)),
        },
      },
    },
  }
}
