import type { Ground } from '../ground'
import { raiseAlarm } from '../merchants/audit'
import { type PayCalls, payCalls } from '../wechat/pay/calls'
import { createPayClient } from '../wechat/pay/client'
import { loadPayKeys, type PayCredentials, type PayKeys } from '../wechat/pay/keys'
import type { Distrust } from '../wechat/pay/verify'
import { type PayAccountRow, payAccountEntity } from './entity'

/** A merchant's WeChat Pay, ready for use. */
export interface PayAccess {
  account: PayAccountRow
  keys: PayKeys
  calls: PayCalls
}

/** The WeChat Pay of a merchant (or behind a callback address); `undefined`: none is set up. */
export interface PayAccesses {
  of(merchantId: string): Promise<PayAccess | undefined>
  at(callbackKey: string): Promise<PayAccess | undefined>
}

export type SealedSecrets = Pick<PayCredentials, 'certificate' | 'privateKey' | 'apiV3Key'>

/** Loads accounts, and keeps their keys parsed while they do not change. */
export function createPayAccesses(ground: Ground): PayAccesses {
  const { manager } = ground.db
  const cache = new Map<string, PayAccess>()

  function open(account: PayAccountRow): PayAccess {
    const cached = cache.get(account.id)
    if (cached?.account.updatedAt === account.updatedAt) return { ...cached, account }
    const secrets = JSON.parse(ground.secrets.open(account.secrets)) as SealedSecrets
    const { mchid, platformKeys } = account
    const keys = loadPayKeys({ ...secrets, mchid, platformKeys })
    const client = createPayClient({
      keys,
      hosts: ground.config.WECHAT_PAY_URLS.split(','),
      clock: ground.clock,
      timeoutMs: ground.config.CHANNEL_TIMEOUT_MS,
      onDistrust: (why) => tellDistrust(ground, account, why),
    })
    const access = { account, keys, calls: payCalls(client) }
    cache.set(account.id, access)
    return access
  }

  return {
    async of(merchantId) {
      const account = await manager.findOneBy(payAccountEntity, { merchantId })
      return account ? open(account) : undefined
    },
    async at(callbackKey) {
      const account = await manager.findOneBy(payAccountEntity, { callbackKey })
      return account ? open(account) : undefined
    },
  }
}

/** Counts what was not believed in the log; a key that the merchant lacks needs a person. */
export function tellDistrust(ground: Ground, account: PayAccountRow, why: Distrust): void {
  ground.log.warn({ event: 'wechat_pay.not_believed', merchantId: account.merchantId, why })
  if (why !== 'unknown_serial') return
  raiseAlarm(ground, {
    merchantId: account.merchantId,
    kind: 'wechat_pay.unknown_key',
    text: '微信支付用一把未登记的密钥签名，请在商户平台核对微信支付公钥或平台证书。WeChat Pay signed with a key that is not in the settings.',
    targetType: 'pay_account',
    targetId: account.id,
  }).catch((error: unknown) => ground.log.error({ event: 'wechat_pay.alarm_failed', err: error }))
}
