import { createPublicKey, X509Certificate } from 'node:crypto'
import type Router from '@koa/router'
import { z } from 'zod'
import { controlBody } from '../core/control'
import type { Callbacks } from './callbacks'
import { refundNotice, transactionBody, transactionNumber } from './order-calls'
import { changedProfile, defaultProfile, profileInput } from './profile'
import { submitTitle } from './title-calls'
import { applyKey, type PayWorld, type SimMerchant, type SimTransaction } from './world'

const merchantInput = z.strictObject({
  mchid: z.string().regex(/^\d{8,10}$/),
  /** The API certificate (its serial is read), PEM. */
  certificate: z.string(),
  apiV3Key: z.string().length(32).nullable().default(null),
  keyMode: z.enum(['certificate', 'public_key', 'switching']).default('public_key'),
  switchingDay: z.number().int().min(1).max(7).default(1),
  partner: z.string().nullable().default(null),
  fapiao: z.enum(['closed', 'no_mode', 'third_mode']).default('third_mode'),
  appids: z.array(z.string()).default([]),
  callbackUrl: z.url().nullable().default(null),
  hasTemplate: z.boolean().default(true),
})

const payInput = z.strictObject({
  /** Who takes the money. */
  mchid: z.string(),
  appid: z.string(),
  outTradeNo: z.string().min(6).max(32).optional(),
  totalFen: z.number().int().min(1),
  payerFen: z.number().int().min(0).optional(),
  state: z.enum(['SUCCESS', 'NOTPAY', 'CLOSED', 'PAYERROR']).default('SUCCESS'),
  isCombined: z.boolean().default(false),
  supportFapiao: z.boolean().default(false),
  attach: z.string().max(128).default(''),
  /** The order's notify_url; TRANSACTION.SUCCESS goes there. */
  notifyUrl: z.url().nullable().default(null),
})

const refundInput = z.strictObject({
  transactionId: z.string(),
  amountFen: z.number().int().min(1),
  outRefundNo: z.string().min(1).max(64).optional(),
  status: z.enum(['SUCCESS', 'PROCESSING', 'CLOSED', 'ABNORMAL']).default('SUCCESS'),
  notifyUrl: z.url().nullable().default(null),
})

const titleInput = z.strictObject({
  type: z.enum(['INDIVIDUAL', 'ORGANIZATION']),
  name: z.string().min(1),
  taxpayer_id: z.string().optional(),
  address: z.string().optional(),
  telephone: z.string().optional(),
  bank_name: z.string().optional(),
  bank_account: z.string().optional(),
  phone: z.string().optional(),
  email: z.string().optional(),
  fapiao_bill_type: z.enum(['COMM_FAPIAO', 'VAT_FAPIAO']).optional(),
  user_apply_message: z.string().optional(),
})

/** The pay side's part of `/__sim`: merchants, what users do, and moods. */
export function payControl(router: Router, world: PayWorld, callbacks: Callbacks): void {
  router.put('/pay/merchants', async (ctx) => {
    world.merchants.set(...merchantOf(world, merchantInput.parse(await controlBody(ctx))))
    ctx.body = { platform: platformOf(world) }
  })
  router.get('/pay/platform', (ctx) => {
    ctx.body = { platform: platformOf(world) }
  })
  router.post('/pay/profile', async (ctx) => {
    world.profile = changedProfile(world.profile, profileInput.parse(await controlBody(ctx)))
    callbacks.release()
    await world.ground.clock.advance(0)
    ctx.body = world.profile
  })
  router.delete('/pay/profile', (ctx) => {
    world.profile = defaultProfile()
    ctx.body = {}
  })
  userRoutes(router, world, callbacks)
}

function userRoutes(router: Router, world: PayWorld, callbacks: Callbacks): void {
  const settled = () => world.ground.clock.advance(0)
  router.post('/user/:openid/pay', async (ctx) => {
    const transaction = pay(world, String(ctx.params.openid), payInput.parse(await controlBody(ctx)))
    const { body } = transaction
    if (body.state === 'SUCCESS') {
      callbacks.send(
        required(world, body.mchid),
        'TRANSACTION.SUCCESS',
        transactionBody(body),
        transaction.notifyUrl,
      )
    }
    await settled()
    ctx.body = { transactionId: body.transactionId, outTradeNo: body.outTradeNo }
  })
  router.post('/user/:openid/refund', async (ctx) => {
    const input = refundInput.parse(await controlBody(ctx))
    const transaction = world.transactions.get(input.transactionId)
    if (!transaction) throw new RangeError('no such transaction')
    const refund = {
      refundId: `50${world.ground.random.digits(26)}`,
      outRefundNo: input.outRefundNo ?? `R${world.ground.random.digits(20)}`,
      amountFen: input.amountFen,
      status: input.status,
      at: world.ground.clock.now(),
    }
    transaction.refunds.push(refund)
    transaction.state = 'REFUND'
    if (refund.status !== 'PROCESSING') {
      const notice = refundNotice(transaction, refund)
      callbacks.send(required(world, transaction.mchid), `REFUND.${refund.status}`, notice, input.notifyUrl)
    }
    await settled()
    ctx.body = { outRefundNo: refund.outRefundNo }
  })
  router.post('/user/:openid/submit-title', async (ctx) => {
    const input = z
      .strictObject({ mchid: z.string(), fapiaoApplyId: z.string(), title: titleInput })
      .parse(await controlBody(ctx))
    const apply = world.applies.get(applyKey(input.mchid, input.fapiaoApplyId))
    if (apply?.openid !== String(ctx.params.openid)) throw new RangeError('no link for this user')
    submitTitle(apply, whole(input.title), world.ground.clock.now())
    ctx.body = {}
  })
  /** The user asks for an invoice on the bill of a payment: FAPIAO.USER_APPLIED. */
  router.post('/user/:openid/apply-fapiao', async (ctx) => {
    const input = z
      .strictObject({ transactionId: z.string(), title: titleInput })
      .parse(await controlBody(ctx))
    applyOnBill(world, callbacks, String(ctx.params.openid), input)
    await settled()
    ctx.body = {}
  })
}

function applyOnBill(
  world: PayWorld,
  callbacks: Callbacks,
  openid: string,
  input: { transactionId: string; title: z.infer<typeof titleInput> },
): void {
  const transaction = world.transactions.get(input.transactionId)
  const merchant = transaction && required(world, transaction.payee)
  if (transaction?.openid !== openid || !merchant) throw new RangeError('no such payment of this user')
  if (!transaction.supportFapiao && !merchant.showFapiaoCell)
    throw new RangeError('the bill shows no invoice entry')
  const now = world.ground.clock.now()
  world.applies.set(applyKey(merchant.mchid, transaction.transactionId), {
    id: transaction.transactionId,
    merchant: merchant.mchid,
    scene: 'WITH_WECHATPAY',
    appid: transaction.appid,
    openid,
    totalFen: transaction.totalFen,
    linkUntil: now,
    title: whole(input.title),
    contentDigest: null,
    fapiao: [],
  })
  const partner = merchant.partner === null ? undefined : required(world, merchant.partner)
  const receiver = partner ?? merchant
  const plain = {
    mchid: receiver.mchid,
    ...(partner ? { sub_mchid: merchant.mchid } : {}),
    fapiao_apply_id: transaction.transactionId,
    apply_time: new Date(now).toISOString(),
  }
  callbacks.send(receiver, 'FAPIAO.USER_APPLIED', plain, merchant.callbackUrl ?? receiver.callbackUrl)
}

function pay(world: PayWorld, openid: string, input: z.infer<typeof payInput>) {
  const payee = required(world, input.mchid)
  const body: SimTransaction = {
    transactionId: transactionNumber(world),
    outTradeNo: input.outTradeNo ?? `ORD${world.ground.random.digits(20)}`,
    payee: payee.mchid,
    mchid: payee.partner ?? payee.mchid,
    appid: input.appid,
    openid,
    state: input.state,
    totalFen: input.totalFen,
    payerFen: input.payerFen ?? input.totalFen,
    isCombined: input.isCombined,
    supportFapiao: input.supportFapiao,
    attach: input.attach,
    paidAt: world.ground.clock.now(),
    refunds: [],
  }
  world.transactions.set(body.transactionId, body)
  return { body, notifyUrl: input.notifyUrl }
}

function required(world: PayWorld, mchid: string): SimMerchant {
  const merchant = world.merchants.get(mchid)
  if (!merchant) throw new RangeError(`no merchant ${mchid}`)
  return merchant
}

function merchantOf(world: PayWorld, input: z.infer<typeof merchantInput>): [string, SimMerchant] {
  const { certificate, hasTemplate, callbackUrl, ...rest } = input
  const x509 = new X509Certificate(certificate)
  const [cardAppid] = input.appids
  return [
    input.mchid,
    {
      ...rest,
      serial: x509.serialNumber,
      certificateKey: createPublicKey(certificate),
      callbackUrl,
      showFapiaoCell: false,
      supportVatFapiao: false,
      template: hasTemplate && cardAppid ? { cardAppid, cardId: `p${world.ground.random.hex(27)}` } : null,
    },
  ]
}

/** What a merchant copies from WeChat's merchant platform into our settings. */
function platformOf({ keys }: PayWorld) {
  return {
    certificate: { id: keys.certificate.id, pem: keys.certificate.pem },
    publicKey: { id: keys.publicKey.id, pem: keys.publicKey.pem },
  }
}

function whole<T extends object>(value: T) {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as {
    [Key in keyof T]: Exclude<T[Key], undefined>
  }
}
