import type { InvoiceModel } from '@piaoma/shared/invoice'
import type { Ground } from '../ground'
import { wechatAccountOf } from '../merchants/wechat/accounts'
import { wechatAccountEntity } from '../merchants/wechat/entity'
import { startWechat, type WechatControl, wechatControl } from '../simulators/wechat'
import type { AccountInput } from '../simulators/wechat/mp/control'

/** The mini-program of the tests. */
export const MINIAPP = {
  appid: 'wxminiapp00001',
  secret: 'planted-miniapp-secret',
  templates: [
    { id: 'T_issued', title: '开票成功通知', fields: ['thing1', 'amount2', 'character_string3', 'time4'] },
    { id: 'T_rejected', title: '开票失败通知', fields: ['thing1', 'amount2', 'thing3'] },
    { id: 'T_review', title: '待审核提醒', fields: ['thing1', 'number2', 'time3'] },
    { id: 'T_quota', title: '额度不足提醒', fields: ['thing1', 'amount2', 'time3'] },
  ],
  pages: ['guest/code/index', 'guest/track/index', 'merchant/review/index', 'merchant/home/index'],
} as const

/** Settings of a service that knows this mini-program. */
export const miniappEnv = (mpUrl: string): Record<string, string> => ({
  WECHAT_API_URL: mpUrl,
  WECHAT_OPEN_URL: mpUrl,
  WECHAT_MINIAPP_APPID: MINIAPP.appid,
  WECHAT_MINIAPP_SECRET: MINIAPP.secret,
  WECHAT_TEMPLATES: 'issued=T_issued,rejected=T_rejected,review_waiting=T_review,quota_low=T_quota',
})

export interface TestWechat {
  readonly mpUrl: string
  readonly payUrl: string
  readonly control: WechatControl
  /** An account as its owner opened it at WeChat. */
  putAccount(account: AccountInput): Promise<{ platformId: string }>
  /** What a user does; `person` is one of the simulator's people. */
  person<Answer = Record<string, unknown>>(person: string, act: string, body: object): Promise<Answer>
  close(): Promise<void>
}

/** WeChat's simulator in this process, over real sockets, with the tests' mini-program. */
export async function startTestWechat(
  options: { startAt?: number; isRunning?: boolean } = {},
): Promise<TestWechat> {
  const running = await startWechat(options)
  const control = wechatControl(running)
  const putAccount = (account: AccountInput) =>
    control.call<{ platformId: string }>('PUT', '/mp/accounts', account)
  const { appid, secret, templates, pages } = MINIAPP
  await putAccount({
    appid,
    secret,
    type: 'miniapp',
    name: '票码小程序',
    templates: templates.map((each) => ({ ...each, fields: [...each.fields] })),
    pages: [...pages],
  })
  return {
    mpUrl: running.mpUrl,
    payUrl: running.payUrl,
    control,
    putAccount,
    person: (person, act, body) => control.call('POST', `/mp/people/${person}/${act}`, body),
    close: () => running.close(),
  }
}

export const PUSH_TOKEN = 'PushToken123'
export const PUSH_AES_KEY = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG'

let accounts = 0

/** Gives a merchant a service account that may deliver into wallets, known to both sides; events go to `serviceUrl`. */
export async function openServiceAccount(
  ground: Ground,
  wechat: TestWechat,
  merchantId: string,
  options: { serviceUrl: string; isSealed?: boolean; isReady?: boolean },
): Promise<{ appid: string; secret: string; eventKey: string }> {
  accounts += 1
  const appid = `wxservice${String(accounts).padStart(6, '0')}`
  const secret = `planted-service-secret-${accounts}`
  const row = await wechatAccountOf(ground, merchantId)
  const { platformId } = await wechat.putAccount({
    appid,
    secret,
    type: 'service',
    name: `示例餐厅${accounts}`,
    powers: ['invoice', 'platform', 'reimburse'],
    push: {
      url: `${options.serviceUrl}/wechat/events/${row.eventKey}`,
      token: PUSH_TOKEN,
      ...(options.isSealed ? { aesKey: PUSH_AES_KEY } : {}),
    },
  })
  await ground.db.manager.update(
    wechatAccountEntity,
    { merchantId },
    {
      walletRoutes: ['serviceAccount'],
      serviceAppId: appid,
      serviceSecret: ground.secrets.seal(secret),
      pushToken: ground.secrets.seal(PUSH_TOKEN),
      pushAesKey: options.isSealed ? ground.secrets.seal(PUSH_AES_KEY) : null,
      contactPhone: '021-55550100',
      ...(options.isReady ? { platformId, isReady: true } : {}),
    },
  )
  return { appid, secret, eventKey: row.eventKey }
}

/** Puts an invoice into a person's wallet, as the platform of its seller would. */
export async function putIntoWallet(
  wechat: TestWechat,
  person: string,
  model: InvoiceModel,
  pdf?: Uint8Array,
): Promise<void> {
  await wechat.person(person, 'cards', {
    type: '电子发票（普通发票）',
    payee: model.seller.name,
    invoice: {
      billing_no: model.number,
      billing_code: '',
      check_code: '',
      billing_time: Math.floor(model.issuedAt / 1000),
      fee: model.totalFen,
      tax: model.taxFen,
      fee_without_tax: model.amountFen,
      title: model.buyer.name,
      buyer_number: model.buyer.taxpayerId,
      seller_number: model.seller.taxpayerId,
      info: model.lines.map(({ name }) => ({ name })),
    },
    ...(pdf ? { pdf: Buffer.from(pdf).toString('base64') } : {}),
  })
}
