import { fapiaoMerchant, type PayCall, type PayHandler, requireTemplate, sealFor } from './handler'
import { readQuery } from './json-rules'
import { invalidRequest, notFound } from './refusal'
import * as schemas from './schemas'
import { applyKey, type SimApply, type SimMerchant, type SimTransaction, type Title } from './world'

const LINK_MS = 30 * 60_000

/** GET /user-title/title-url: asked again under the same id, the link is new and the id stays. */
export const titleUrl: PayHandler = (call) => {
  const query = readQuery(call.url, schemas.titleUrlQuery)
  const merchant = fapiaoMerchant(call, query.sub_mchid)
  requireTemplate(call, merchant)
  if (!merchant.appids.includes(query.appid) && !call.caller.appids.includes(query.appid)) {
    throw invalidRequest('appid与商户号不匹配', 268_445_527)
  }
  const { world } = call
  const key = applyKey(merchant.mchid, query.fapiao_apply_id)
  const totalFen = Number(query.total_amount)
  const known = world.applies.get(key)
  if (known && (known.openid !== query.openid || known.totalFen !== totalFen)) {
    throw invalidRequest('请求重入时，参数与首次请求时不一致', 268_498_688)
  }
  const linkUntil = world.ground.clock.now() + LINK_MS
  if (known) known.linkUntil = linkUntil
  else {
    world.applies.set(key, {
      id: query.fapiao_apply_id,
      merchant: merchant.mchid,
      scene: 'WITHOUT_WECHATPAY',
      appid: query.appid,
      openid: query.openid,
      totalFen,
      linkUntil,
      title: null,
      contentDigest: null,
      fapiao: [],
    })
  }
  const token = `${merchant.mchid}-${query.fapiao_apply_id}`
  return {
    status: 200,
    body:
      query.source === 'WEB'
        ? { title_url: `${world.ground.urls.pay}/fapiao-title?apply=${encodeURIComponent(token)}` }
        : {
            miniprogram_appid: 'wx-simulated-title',
            miniprogram_path: `pages/title/index?apply=${encodeURIComponent(token)}`,
            miniprogram_user_name: 'gh_simulatedtitle',
          },
  }
}

/** GET /user-title: what the user filled in, phone and e-mail under the merchant's own key. */
export const userTitle: PayHandler = (call) => {
  const query = readQuery(call.url, schemas.userTitleQuery)
  const merchant = fapiaoMerchant(call, query.sub_mchid)
  const apply = findApply(call, merchant, query.scene, query.fapiao_apply_id)
  if (!apply?.title) throw notFound('用户未提交抬头')
  const { phone, email, ...rest } = apply.title
  return {
    status: 200,
    body: {
      ...rest,
      ...(phone ? { phone: sealFor(call.caller, phone) } : {}),
      ...(email ? { email: sealFor(call.caller, email) } : {}),
      ...(query.scene === 'WITH_WECHATPAY' ? paymentPart(call, apply) : {}),
    },
  }
}

function paymentPart({ world }: PayCall, apply: SimApply) {
  const transaction = world.transactions.get(apply.id)
  return transaction ? { amount: transaction.totalFen, out_trade_no: transaction.outTradeNo } : {}
}

/**
 * What is known under an apply id. In the scene WITH_WECHATPAY the id is the transaction, which must be this
 * merchant's, paid and not combined.
 */
export function findApply(
  { world }: PayCall,
  merchant: SimMerchant,
  scene: SimApply['scene'],
  id: string,
): SimApply | undefined {
  if (scene === 'WITH_WECHATPAY') requirePaid(world.transactions.get(id), merchant)
  const apply = world.applies.get(applyKey(merchant.mchid, id))
  return apply?.scene === scene ? apply : undefined
}

function requirePaid(transaction: SimTransaction | undefined, merchant: SimMerchant): void {
  if (!transaction) throw notFound('订单不存在', 'ORDER_NOT_EXIST')
  if (transaction.payee !== merchant.mchid) throw invalidRequest('订单号与商户号不匹配', 268_447_845)
  if (transaction.state !== 'SUCCESS' && transaction.state !== 'REFUND') throw invalidRequest('订单未支付')
  if (transaction.isCombined) throw invalidRequest('合单支付订单不支持开票')
}

/** The user fills the form in (control call): refuses a link that died. */
export function submitTitle(apply: SimApply, title: Title, now: number): void {
  if (now > apply.linkUntil) throw new RangeError('the link has died; fetch it again under the same id')
  apply.title = title
}
