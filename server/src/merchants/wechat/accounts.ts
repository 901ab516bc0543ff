import type { WechatPlace } from '@piaoma/shared/contract'
import { isUniqueViolation } from '../../db'
import type { Ground } from '../../ground'
import { AppError } from '../../http'
import type { MpApp } from '../../wechat/mp'
import { type WechatAccountRow, wechatAccountEntity } from './entity'

/** The merchant's WeChat accounts; an empty row is made on the first look. */
export async function wechatAccountOf(
  ground: Pick<Ground, 'db' | 'ids' | 'clock'>,
  merchantId: string,
): Promise<WechatAccountRow> {
  const { manager } = ground.db
  const known = await manager.findOneBy(wechatAccountEntity, { merchantId })
  if (known) return known
  const row: WechatAccountRow = {
    id: ground.ids.ulid(),
    merchantId,
    walletRoutes: [],
    serviceAppId: null,
    serviceSecret: null,
    platformAppId: null,
    platformSecret: null,
    platformId: null,
    cardId: null,
    eventKey: ground.ids.secret(),
    pushToken: null,
    pushAesKey: null,
    contactPhone: null,
    isReady: false,
    createdAt: ground.clock.now(),
  }
  try {
    await manager.insert(wechatAccountEntity, row)
    return row
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    return manager.findOneByOrFail(wechatAccountEntity, { merchantId })
  }
}

/** Where WeChat's own pages open for a guest. */
export const wechatPlaceOf = ({ config }: Pick<Ground, 'config'>): WechatPlace =>
  config.WECHAT_ANY_BROWSER ? 'anywhere' : 'wechat'

/** Whether the service account can deliver: account, platform id and card template are there. */
export const isServiceReady = (row: WechatAccountRow | null): boolean =>
  row !== null &&
  row.serviceAppId !== null &&
  row.serviceSecret !== null &&
  row.platformId !== null &&
  row.cardId !== null

type Opening = Pick<Ground, 'secrets'>

/** The merchant's own service account; undefined while it is not entered. */
export function serviceApp({ secrets }: Opening, row: WechatAccountRow): MpApp | undefined {
  const { serviceAppId, serviceSecret } = row
  if (serviceAppId === null || serviceSecret === null) return undefined
  return { purpose: 'serviceAccount', appId: serviceAppId, secret: secrets.open(serviceSecret) }
}

/** The 开票平台 account, whose token setpdf and insert need; by default the service account itself. */
export function platformApp(ground: Opening, row: WechatAccountRow): MpApp | undefined {
  const { platformAppId, platformSecret } = row
  if (platformAppId === null || platformSecret === null) {
    const service = serviceApp(ground, row)
    return service && { ...service, purpose: 'issuePlatform' }
  }
  return { purpose: 'issuePlatform', appId: platformAppId, secret: ground.secrets.open(platformSecret) }
}

/** The operator's mini-program; refuses with `wechat.not_configured`. */
export function miniapp({ config }: Pick<Ground, 'config'>): MpApp {
  const { WECHAT_MINIAPP_APPID: appId, WECHAT_MINIAPP_SECRET: secret } = config
  if (appId === undefined || secret === undefined) throw new AppError('wechat.not_configured')
  return { purpose: 'miniapp', appId, secret }
}
