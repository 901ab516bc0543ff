import { onTestFinished } from 'vitest'
import type { Database } from '../db'
import { createWorker, type Worker } from '../jobs'
import { createTestGround, type TestGround } from '../test/ground'
import { startTestServer, type TestServer } from '../test/server'
import { buildShop } from '../test/shop'
import { registerMerchant, SIM_APPID, type TestWechat } from '../test/wechat-pay'
import type { PayAccountRow } from './entity'
import { handlePayEvent, type PayListeners } from './handle-event'
import { createPayAccesses, type PayAccesses } from './pay-access'
import { callbackUrlOf, savePaySettings } from './pay-settings'
import { mountPayCallbacks } from './receive-callback'
import { mountPayments } from './routes'

export const PAYMENT_LINE = {
  name: '餐饮服务',
  taxRate: '0.06' as const,
  taxCode: '3070401000000000000',
}

export interface PayScene {
  ground: TestGround
  merchantId: string
  mchid: string
  account: PayAccountRow
  accesses: PayAccesses
  worker: Worker
  server: TestServer
  callbackUrl: string
  /** A user pays at the simulator; its callback (when there is a `notifyUrl`) was delivered when this returns. */
  pay(overrides?: Record<string, unknown>): Promise<{ transactionId: string; outTradeNo: string }>
  refund(transactionId: string, amountFen: number, overrides?: Record<string, unknown>): Promise<void>
}

let shops = 0

/** A shop with WeChat Pay at the simulator, its callback address on a real socket, and a worker for its events. */
export async function buildPayScene(
  db: Database,
  wechat: TestWechat,
  options: {
    merchant?: Record<string, unknown>
    line?: typeof PAYMENT_LINE | null
    subMchid?: string
    listeners?: (ground: TestGround) => Partial<PayListeners>
  } = {},
): Promise<PayScene> {
  shops += 1
  const ground = createTestGround(db, {
    clock: wechat.testClock,
    env: { WECHAT_PAY_URLS: wechat.payUrl, CHANNEL_TIMEOUT_MS: '2000' },
  })
  const shop = await buildShop(ground)
  const accesses = createPayAccesses(ground)
  const server = await startTestServer(ground, (guard, limits, router) => {
    mountPayments(guard, { ground, accesses })
    mountPayCallbacks(router, ground, accesses, limits)
  })
  onTestFinished(() => server.close())
  const mchid = String(1_900_000_100 + shops)
  const { credentials } = await registerMerchant(wechat.control, mchid, options.merchant)
  const { subMchid } = options
  const { line = PAYMENT_LINE } = options
  const acting = { merchantId: shop.merchantId, actor: 'system' }
  const input = { ...credentials, appId: SIM_APPID, line, ...(subMchid ? { subMchid } : {}) }
  const account = await savePaySettings(ground, acting, input)
  const callbackUrl = callbackUrlOf({ publicUrl: server.url }, account)
  const payee = subMchid ?? mchid
  const listeners: PayListeners = {
    onUserApplied: async () => ({ outcome: 'done' }),
    onFapiao: async () => undefined,
    ...options.listeners?.(ground),
  }
  const worker = createWorker(ground, {
    'payments.event': { handle: (job) => handlePayEvent({ ground, accesses, listeners }, job) },
  })
  return {
    ground,
    merchantId: shop.merchantId,
    mchid,
    account,
    accesses,
    worker,
    server,
    callbackUrl,
    pay: (overrides = {}) =>
      wechat.control.call('POST', '/user/openid-1/pay', {
        mchid: payee,
        appid: SIM_APPID,
        totalFen: 12_800,
        notifyUrl: callbackUrl,
        ...overrides,
      }),
    refund: async (transactionId, amountFen, overrides = {}) => {
      const refund = { transactionId, amountFen, notifyUrl: callbackUrl, ...overrides }
      await wechat.control.call('POST', '/user/openid-1/refund', refund)
    },
  }
}
