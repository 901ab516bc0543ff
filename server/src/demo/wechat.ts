import type { Config } from '../config'
import type { Ground } from '../ground'
import { merchantEntity } from '../merchants'
import { wechatAccountOf } from '../merchants/wechat/accounts'
import { wechatAccountEntity } from '../merchants/wechat/entity'
import { setUpWechat } from '../merchants/wechat/settings'
import { wechatControl } from '../simulators/wechat'
import { createMpClient } from '../wechat/mp'
import type { DemoFile } from './demo-file'

type DemoWechat = DemoFile['simulators']['wechat']

/** The demo's mini-program; invented, like everything here. */
const MINIAPP = { appid: 'wxdemominiapp01', secret: 'demo-miniapp-secret' }
const TEMPLATES = [
  {
    kind: 'issued',
    id: 'demo_issued',
    title: '开票成功通知',
    fields: ['thing1', 'amount2', 'character_string3', 'time4'],
  },
  { kind: 'rejected', id: 'demo_rejected', title: '开票未通过通知', fields: ['thing1', 'amount2', 'thing3'] },
  { kind: 'review_waiting', id: 'demo_review', title: '待审核提醒', fields: ['thing1', 'number2', 'time3'] },
  { kind: 'quota_low', id: 'demo_quota', title: '开票额度提醒', fields: ['thing1', 'amount2', 'time3'] },
]
const PAGES = ['guest/code/index', 'guest/track/index', 'merchant/review/index', 'merchant/home/index']

/** Addresses of the simulator from the line it printed when it was ready. */
export function wechatOf(ready: Record<string, unknown>, token: string): DemoWechat {
  const mp = String(ready.mpUrl)
  return {
    desk: `${mp}/desk`,
    mp,
    pay: String(ready.payUrl),
    control: { url: String(ready.controlUrl), token },
  }
}

/** Settings of the service that make it speak with the simulator. */
export function demoWechatSettings({ mp, pay }: DemoWechat): Partial<Config> {
  return {
    WECHAT_API_URL: mp,
    WECHAT_OPEN_URL: mp,
    WECHAT_PAY_URLS: pay,
    WECHAT_ANY_BROWSER: true,
    WECHAT_MINIAPP_APPID: MINIAPP.appid,
    WECHAT_MINIAPP_SECRET: MINIAPP.secret,
    WECHAT_TEMPLATES: TEMPLATES.map(({ kind, id }) => `${kind}=${id}`).join(','),
  }
}

/** The simulator begins with nothing each time: accounts, platform and card template are made anew. */
export async function followWechat(ground: Ground, wechat: DemoWechat): Promise<void> {
  const control = wechatControl({ controlUrl: wechat.control.url, controlToken: wechat.control.token })
  const put = (account: object) => control.call('PUT', '/mp/accounts', account)
  const templates = TEMPLATES.map(({ id, title, fields }) => ({ id, title, fields }))
  await put({ ...MINIAPP, type: 'miniapp', name: '票码小程序（模拟）', templates, pages: PAGES })
  const mp = createMpClient(ground, {
    baseUrl: wechat.mp,
    timeoutMs: ground.config.CHANNEL_TIMEOUT_MS,
  })
  for (const merchant of await ground.db.manager.find(merchantEntity, { order: { id: 'ASC' } })) {
    const { id: merchantId, name } = merchant
    const row = await wechatAccountOf(ground, merchantId)
    const appid = `wxdemo${merchantId.slice(-10).toLowerCase()}`
    const secret = ground.ids.secret()
    const token = `demo${ground.ids.secret().replace(/[^0-9A-Za-z]/g, '')}`.slice(0, 32)
    const url = `http://127.0.0.1:${ground.config.PORT}/wechat/events/${row.eventKey}`
    const powers = ['invoice', 'platform', 'reimburse']
    await put({ appid, secret, type: 'service', name: `${name}（模拟）`, powers, push: { url, token } })
    await ground.db.manager.update(
      wechatAccountEntity,
      { merchantId },
      {
        walletRoutes: ['serviceAccount', 'pay'],
        serviceAppId: appid,
        serviceSecret: ground.secrets.seal(secret),
        pushToken: ground.secrets.seal(token),
        contactPhone: merchant.contactPhone ?? '021-55550100',
        cardId: null,
        isReady: false,
      },
    )
    await setUpWechat(ground, mp, { merchantId, actor: 'system' })
  }
}
