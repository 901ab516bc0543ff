import type { WalletRouteName, WechatMessageKind } from '@piaoma/shared/contract'
import { EntitySchema } from 'typeorm'
import { flag, id, json, ref, text, time } from '../../db'

/** A merchant's own 服务号 and 开票平台. Secrets are sealed with the data key. */
export interface WechatAccountRow {
  id: string
  merchantId: string
  /** Tried in this order; empty = no card wallet. */
  walletRoutes: WalletRouteName[]
  serviceAppId: string | null
  serviceSecret: string | null
  /** Null: the service account is the 开票平台 too. */
  platformAppId: string | null
  platformSecret: string | null
  /** `s_pappid`, told by seturl. */
  platformId: string | null
  /** Card template of the invoices. */
  cardId: string | null
  /** Unguessable part of the address that WeChat pushes events to. */
  eventKey: string
  pushToken: string | null
  pushAesKey: string | null
  contactPhone: string | null
  isReady: boolean
  createdAt: number
}
export const wechatAccountEntity = new EntitySchema<WechatAccountRow>({
  name: 'wechat_account',
  columns: {
    id: id(),
    merchantId: ref(),
    walletRoutes: json(),
    serviceAppId: text(40, { nullable: true }),
    serviceSecret: text(400, { nullable: true }),
    platformAppId: text(40, { nullable: true }),
    platformSecret: text(400, { nullable: true }),
    platformId: text(200, { nullable: true }),
    cardId: text(64, { nullable: true }),
    eventKey: text(64),
    pushToken: text(300, { nullable: true }),
    pushAesKey: text(300, { nullable: true }),
    contactPhone: text(30, { nullable: true }),
    isReady: flag(),
    createdAt: time(),
  },
  uniques: [
    { name: 'uq_wechat_account_merchant', columns: ['merchantId'] },
    { name: 'uq_wechat_account_event', columns: ['eventKey'] },
  ],
})

/** A WeChat user as one app knows him. `userId`: the person he signs in as. */
export interface WechatIdentityRow {
  id: string
  appId: string
  openid: string
  /** Links the identities of one user across the apps of one open-platform account. */
  unionid: string | null
  userId: string | null
  createdAt: number
  updatedAt: number
}
export const wechatIdentityEntity = new EntitySchema<WechatIdentityRow>({
  name: 'wechat_identity',
  columns: {
    id: id(),
    appId: text(40),
    openid: text(64),
    unionid: text(64, { nullable: true }),
    userId: ref({ nullable: true }),
    createdAt: time(),
    updatedAt: time(),
  },
  uniques: [{ name: 'uq_wechat_identity', columns: ['appId', 'openid'] }],
  indices: [
    { name: 'ix_wechat_identity_user', columns: ['userId'] },
    { name: 'ix_wechat_identity_union', columns: ['unionid'] },
  ],
})

/** Our own token for a WeChat user; only its SHA-256 is kept. `bind` works once. */
export interface WechatTicketRow {
  tokenHash: string
  kind: 'guest' | 'bind'
  identityId: string
  createdAt: number
  expiresAt: number
}
export const wechatTicketEntity = new EntitySchema<WechatTicketRow>({
  name: 'wechat_ticket',
  columns: {
    tokenHash: text(64, { primary: true }),
    kind: text(10),
    identityId: ref(),
    createdAt: time(),
    expiresAt: time(),
  },
  indices: [{ name: 'ix_wechat_ticket_expiry', columns: ['expiresAt'] }],
})

/** One agreement to one subscribe message, used up by it. */
export interface WechatConsentRow {
  id: string
  merchantId: string
  identityId: string
  kind: WechatMessageKind
  /** The application it was given for; null for members. */
  applicationId: string | null
  userId: string | null
  usedAt: number | null
  createdAt: number
}
export const wechatConsentEntity = new EntitySchema<WechatConsentRow>({
  name: 'wechat_consent',
  columns: {
    id: id(),
    merchantId: ref(),
    identityId: ref(),
    kind: text(20),
    applicationId: ref({ nullable: true }),
    userId: ref({ nullable: true }),
    usedAt: time({ nullable: true }),
    createdAt: time(),
  },
  indices: [
    { name: 'ix_wechat_consent_application', columns: ['applicationId', 'kind'] },
    { name: 'ix_wechat_consent_merchant', columns: ['merchantId', 'kind', 'usedAt'] },
  ],
})

/** A title that a guest picks at WeChat; the event brings it under `ticket`. */
export interface WechatTitleRow {
  ticket: string
  merchantId: string
  title: Record<string, string> | null
  createdAt: number
}
export const wechatTitleEntity = new EntitySchema<WechatTitleRow>({
  name: 'wechat_title',
  columns: {
    ticket: text(32, { primary: true }),
    merchantId: ref(),
    title: json({ nullable: true }),
    createdAt: time(),
  },
})
