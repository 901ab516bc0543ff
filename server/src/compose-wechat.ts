import type Router from '@koa/router'
import type { ApplicationRow } from './applications/entity'
import type { Tx } from './db'
import { MESSAGE_JOB, type MessagePlan, planMessage, sendMessage } from './delivery/messages'
import {
  createPayRoute,
  createServiceAccountRoute,
  mountWallet,
  onAuthoriseInvoice,
  type WalletDeps,
  walletJobs,
} from './delivery/wallet'
import type { Ground } from './ground'
import type { Guard, RateLimits } from './http'
import type { QuotaWatch } from './issuing/quota-watch'
import type { JobKind } from './jobs'
import type { Mailer } from './mail'
import { mountWechat, wechatEventJob } from './merchants/wechat'
import { merchantsAwaiting } from './merchants/wechat/consents'
import type { PayAccesses } from './payments'
import type { SmsSender } from './sms'
import type { Storage } from './storage'
import { mountWechatGuest, onSubmitTitle } from './views/wechat-routes'
import { createMpClient, type MpClient } from './wechat/mp'

/** Everything of WeChat that compose.ts mounts and runs. */
export interface WechatParts {
  readonly mp: MpClient
  readonly wallet: WalletDeps
  readonly jobs: Record<string, JobKind>
  mount(guard: Guard, router: Router, limits: RateLimits): void
}

/** Wires the service account, the mini-program and the card wallet. */
export function createWechat(deps: {
  ground: Ground
  storage: Storage
  mailer: Mailer
  sms: SmsSender
  payments: PayAccesses
}): WechatParts {
  const { ground, storage, mailer, sms, payments } = deps
  const mp = createMpClient(ground, {
    baseUrl: ground.config.WECHAT_API_URL,
    timeoutMs: ground.config.CHANNEL_TIMEOUT_MS,
  })
  const byService = createServiceAccountRoute(ground, mp)
  const routes = [byService, createPayRoute(ground, payments, byService)]
  const wallet: WalletDeps = { ground, storage, routes }
  return {
    mp,
    wallet,
    jobs: {
      ...walletJobs(wallet),
      [MESSAGE_JOB]: { handle: (job) => sendMessage({ ground, mp, mailer, sms }, job) },
      'wechat.event': wechatEventJob(ground, {
        user_authorize_invoice: (merchantId, event) => onAuthoriseInvoice(ground, merchantId, event),
        submit_invoice_title: (merchantId, event) => onSubmitTitle(ground, merchantId, event),
      }),
    },
    mount(guard, router, limits) {
      mountWechat(guard, { router, ground, limits, mp })
      mountWechatGuest(guard, { ground, limits, mp })
      mountWallet(guard, wallet)
    },
  }
}

/** Who agreed is told what became of an application, or that one waits for him. */
export async function tellApplication(
  ground: Ground,
  tx: Tx,
  application: Pick<ApplicationRow, 'id' | 'merchantId' | 'status'>,
  event: string,
): Promise<void> {
  const { id: applicationId, merchantId } = application
  const plans: Record<string, MessagePlan> = {
    'invoice.issued': { merchantId, applicationId, kind: 'issued' },
    'application.rejected': { merchantId, applicationId, kind: 'rejected' },
  }
  const plan = plans[event]
  if (plan) await planMessage(ground, tx, plan)
  if (event === 'application.submitted' && application.status === 'reviewing') {
    await planMessage(ground, tx, { merchantId, kind: 'review_waiting', figure: 1 })
  }
}

/** Members who agreed are told that the quota runs low. */
export const tellLowQuota = (ground: Ground) => (merchantId: string, availableFen: number) =>
  ground.db.transaction((tx) =>
    planMessage(ground, tx, { merchantId, kind: 'quota_low', figure: availableFen }),
  )

/** Looks at the quotas of those merchants whose members want to be told, also while nobody opens the console. */
export async function lookAtQuotas(ground: Ground, quotas: QuotaWatch): Promise<void> {
  for (const merchantId of await merchantsAwaiting(ground, 'quota_low')) await quotas.look(merchantId)
}
