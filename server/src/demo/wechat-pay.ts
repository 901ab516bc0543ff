import { generateKeyPairSync } from 'node:crypto'
import type { Ground } from '../ground'
import { wechatAccountOf } from '../merchants/wechat/accounts'
import { callbackUrlOf, savePaySettings } from '../payments/pay-settings'
import { wechatControl } from '../simulators/wechat'
import { selfSigned } from '../simulators/wechat/pay/keys'
import type { DemoFile } from './demo-file'
import { demoRestaurant } from './seed'

const MCHID = '1900012345'

interface Platform {
  platform: { publicKey: { id: string; pem: string } }
}

/**
 * The restaurant's WeChat Pay at the simulator, with keys of its own each time. A payment without an order becomes an
 * order code for a meal. Answers what `npm run demo:pay` pays with.
 */
export async function followWechatPay(
  ground: Ground,
  wechat: DemoFile['simulators']['wechat'],
): Promise<NonNullable<DemoFile['simulators']['wechat']['payment']>> {
  const { merchant, store } = await demoRestaurant(ground)
  const { serviceAppId: appId } = await wechatAccountOf(ground, merchant.id)
  if (appId === null) throw new Error('the demo has no service account')
  const pair = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const certificate = await selfSigned(pair, `5A${MCHID.padStart(38, '0')}`, ground.clock.now())
  const apiV3Key = ground.ids.secret()
  const control = wechatControl({ controlUrl: wechat.control.url, controlToken: wechat.control.token })
  const merchantAtWechat = { mchid: MCHID, certificate, apiV3Key, appids: [appId] }
  const { platform } = await control.call<Platform>('PUT', '/pay/merchants', merchantAtWechat)
  const account = await savePaySettings(
    ground,
    { merchantId: merchant.id, actor: 'system' },
    {
      mchid: MCHID,
      appId,
      certificate,
      privateKey: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      apiV3Key,
      platformKeys: [platform.publicKey],
      line: { name: '餐饮服务', taxRate: '0.06', taxCode: '3070401000000000000' },
      storeId: store.id,
    },
  )
  const publicUrl = `http://127.0.0.1:${ground.config.PORT}`
  return { mchid: MCHID, appId, notifyUrl: callbackUrlOf({ publicUrl }, account) }
}
