import { EntitySchema } from 'typeorm'
import { id, json, ref, text, time } from '../../db'

/** An access token or ticket shared by all processes, and the lock of the one that renews it. */
export interface WechatTokenRow {
  /** SHA-256 of kind and AppID. */
  id: string
  /** Sealed with the data key; null until the first one came. */
  value: string | null
  expiresAt: number
  /** Somebody is renewing it until then. */
  lockedUntil: number
}
export const wechatTokenEntity = new EntitySchema<WechatTokenRow>({
  name: 'wechat_token',
  columns: {
    id: text(64, { primary: true }),
    value: text(3000, { nullable: true }),
    expiresAt: time(),
    lockedUntil: time(),
  },
})

/** An event that WeChat pushed, verified; stored before it is answered and worked on by a job. */
export interface WechatEventRow {
  id: string
  merchantId: string
  /** MsgId, or sender, time, kind and order: a re-sent event is the same event. */
  eventKey: string
  kind: string
  payload: Record<string, string>
  receivedAt: number
  handledAt: number | null
}
export const wechatEventEntity = new EntitySchema<WechatEventRow>({
  name: 'wechat_event',
  columns: {
    id: id(),
    merchantId: ref(),
    eventKey: text(64),
    kind: text(50),
    payload: json(),
    receivedAt: time(),
    handledAt: time({ nullable: true }),
  },
  uniques: [{ name: 'uq_wechat_event', columns: ['merchantId', 'eventKey'] }],
  indices: [{ name: 'ix_wechat_event_open', columns: ['handledAt', 'receivedAt'] }],
})
