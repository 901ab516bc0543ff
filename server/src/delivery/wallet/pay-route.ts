import { codeUseEntity } from '../../codes/entity'
import type { Ground } from '../../ground'
import { invoiceEntity } from '../../issuing/entity'
import { paymentEntity } from '../../payments/entity'
import type { PayAccess, PayAccesses } from '../../payments/pay-access'
import type { FapiaoScene } from '../../wechat/pay/calls'
import type { PayTrouble } from '../../wechat/pay/client'
import { isRouteReady } from './choose-route'
import type { WalletCardRow } from './entity'
import { buyerInformation, cardInformation } from './pay-card'
import type { OfferOutcome, RouteTrouble, WalletInvoice, WalletRoute, WalletVisit } from './route'

/** Larger files are refused by WeChat Pay. */
const MAX_PDF_BYTES = 2 * 1024 * 1024
/** Behind the dash of Request-ID: this order has a card already, with other content (facts 1.12). */
const REPEATED = '-268498688'

/** Under which id at WeChat Pay a card goes in. */
interface PayOrder {
  access: PayAccess
  subMchid: string | undefined
  scene: FapiaoScene
  applyId: string
}

/**
 * 微信支付 (`/v3/new-tax-control-fapiao`, third-party mode). An invoice over exactly one WeChat payment goes in under
 * that transaction, without asking; any other needs the guest's title form, under an id derived from the invoice.
 * `voidBy` takes a card out after a reversal: that is only possible by the service account (facts 1.1).
 */
export function createPayRoute(
  ground: Ground,
  accesses: PayAccesses,
  voidBy: Pick<WalletRoute, 'cancel'>,
): WalletRoute {
  async function having<T>(
    card: WalletCardRow,
    step: (order: PayOrder) => Promise<T>,
  ): Promise<T | RouteTrouble> {
    const access = await accesses.of(card.merchantId)
    if (!access) return { outcome: 'busy', cause: 'WeChat Pay is not set up' }
    const transactionId = await paymentOf(ground, card)
    const subMchid = access.account.subMchid ?? undefined
    return step(
      transactionId === undefined
        ? { access, subMchid, scene: 'WITHOUT_WECHATPAY', applyId: card.orderKey }
        : { access, subMchid, scene: 'WITH_WECHATPAY', applyId: transactionId },
    )
  }

  return {
    name: 'pay',
    offer: (card, invoice, visit) => having(card, (order) => offer(order, invoice, visit)),
    authorisation: (card) =>
      having(card, async ({ access, ...order }) => {
        if (order.scene === 'WITH_WECHATPAY') return { outcome: 'authorised' as const }
        if (card.appId === null) return { outcome: 'waiting' as const }
        const title = await access.calls.userTitle(order)
        if (title.outcome === 'done') return { outcome: 'authorised' as const }
        // Nobody has filled the form in (yet).
        const isWaiting = title.outcome === 'refused' && title.status === 404
        return isWaiting ? { outcome: 'waiting' as const } : troubleOf(title)
      }),
    upload: (card, invoice) =>
      having(card, async ({ access, subMchid }) => {
        if (invoice.pdf.byteLength > MAX_PDF_BYTES) {
          return { outcome: 'refused' as const, cause: 'the PDF is larger than 2 MB' }
        }
        // Required there, and not here: said in words that the merchant can act on.
        if (!invoice.model.seller.address) {
          return { outcome: 'refused' as const, cause: 'the seller has no address in his settings' }
        }
        const sent = await access.calls.uploadFile({ pdf: invoice.pdf, subMchid })
        return sent.outcome === 'done'
          ? { outcome: 'uploaded' as const, mediaId: sent.body.fapiao_media_id }
          : troubleOf(sent)
      }),
    insert: (card, invoice) =>
      having(card, async ({ access, subMchid, scene, applyId }) => {
        const sent = await access.calls.insertCards(applyId, {
          ...(subMchid === undefined ? {} : { sub_mchid: subMchid }),
          scene,
          buyer_information: buyerInformation(invoice),
          fapiao_card_information: [cardInformation(invoice, card.mediaId ?? '')],
        })
        // 202 is no card: it is there when a query shows INSERTED.
        if (sent.outcome === 'done' || isRepeated(sent)) return { outcome: 'accepted' as const }
        return troubleOf(sent)
      }),
    lookUp: (card, invoice) => having(card, (order) => lookUp(order, invoice.number)),
    async cancel(card) {
      if (await isRouteReady(ground, card.merchantId, 'serviceAccount')) return voidBy.cancel(card)
      return { outcome: 'refused', cause: 'only the service account can void the card; do it in WeChat' }
    },
  }
}

async function offer(
  { access, subMchid, scene, applyId }: PayOrder,
  invoice: WalletInvoice,
  { guest, source }: WalletVisit,
): Promise<OfferOutcome> {
  if (scene === 'WITH_WECHATPAY') return { outcome: 'nothing_to_ask' }
  const { appId } = access.account
  // An openid of another app would be somebody else's wallet.
  if (guest?.appId !== appId) return { outcome: 'needs_openid', appId }
  const title = await access.calls.titleUrl({
    applyId,
    subMchid,
    source: source === 'miniapp' ? 'MINIPROGRAM' : 'WEB',
    appid: appId,
    openid: guest.openid,
    totalFen: invoice.totalFen,
    sellerName: invoice.model.seller.name,
  })
  if (title.outcome !== 'done') return troubleOf(title)
  const { title_url: url, miniprogram_path: path, miniprogram_appid: titleApp } = title.body
  if (source === 'web' && url) return { outcome: 'page', url }
  if (path && titleApp) return { outcome: 'page', url: path, appId: titleApp }
  return { outcome: 'unknown', cause: 'title-url without a link' }
}

/** Cards carry no id of ours: the invoice number tells them apart (facts 1.7). */
async function lookUp({ access, subMchid, applyId }: PayOrder, number: string) {
  const found = await access.calls.queryFapiao({ applyId, subMchid })
  if (found.outcome === 'refused' && found.status === 404) return { outcome: 'absent' as const }
  // Whatever else this answer says, it is not that nothing went in.
  if (found.outcome !== 'done') return { outcome: 'unknown' as const, cause: found.cause }
  const ours = found.body.fapiao_information.find(({ blue_fapiao }) => blue_fapiao?.fapiao_number === number)
  const card = ours?.card_information
  if (card?.card_status !== 'INSERTED') return { outcome: 'pending' as const }
  const { card_id: cardId, card_code: cardCode, card_openid: openid } = card
  return {
    outcome: 'inserted' as const,
    ...(cardId ? { cardId } : {}),
    ...(cardCode ? { cardCode } : {}),
    ...(openid ? { openid } : {}),
  }
}

/** The one transaction behind the one invoice of an application; otherwise none. */
async function paymentOf({ db }: Ground, card: WalletCardRow): Promise<string | undefined> {
  const { applicationId, merchantId } = card
  const uses = await db.manager.findBy(codeUseEntity, { applicationId, merchantId })
  const [use] = uses
  if (!use || uses.length > 1) return undefined
  // WeChat takes one insertion for an order: the parts of a split one go in by the form.
  if ((await db.manager.countBy(invoiceEntity, { applicationId, merchantId })) !== 1) return undefined
  const payment = await db.manager.findOneBy(paymentEntity, { codeId: use.codeId, merchantId })
  return payment?.transactionId
}

const isRepeated = (sent: PayTrouble) => sent.outcome === 'refused' && sent.requestId.endsWith(REPEATED)

const troubleOf = ({ outcome, cause }: PayTrouble): RouteTrouble => ({ outcome, cause })
