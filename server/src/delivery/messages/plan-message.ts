import type { WechatMessageKind } from '@piaoma/shared/contract'
import type { Tx } from '../../db'
import type { Ground } from '../../ground'
import { enqueue } from '../../jobs'

export const MESSAGE_JOB = 'wechat.message'

/** What a message is about; kept as text in its job. */
export interface MessagePlan {
  merchantId: string
  kind: WechatMessageKind
  /** Guests are told about their application, members about their merchant. */
  applicationId?: string
  /** 审核数, 剩余额度（分）: what the kind needs beyond the application. */
  figure?: number
}

/** Decides, in the caller's transaction, that whoever agreed is told. Nobody agreed: the job ends without a word. */
export function planMessage(
  ground: Pick<Ground, 'ids' | 'clock' | 'signals' | 'config'>,
  tx: Tx,
  plan: MessagePlan,
): Promise<void> {
  // Nothing is configured, nothing is written.
  if (!ground.config.WECHAT_TEMPLATES.includes(`${plan.kind}=`)) return Promise.resolve()
  const { merchantId, kind, applicationId, figure } = plan
  return enqueue(ground, tx, MESSAGE_JOB, {
    merchantId,
    kind,
    ...(applicationId === undefined ? {} : { applicationId }),
    ...(figure === undefined ? {} : { figure: String(figure) }),
  })
}
