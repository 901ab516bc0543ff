import type { Role } from '@piaoma/shared/contract'
import type { InvoiceKind, OrderLine } from '@piaoma/shared/invoice'
import { EntitySchema } from 'typeorm'
import { fen, flag, id, integer, json, ref, text, time } from '../db'
import { SEARCH_KEYS_LENGTH } from '../search-keys'

/** 商家: the tenant. */
export interface MerchantRow {
  id: string
  name: string
  /** First three characters of every short code; unique. */
  shortCodePrefix: string
  /** Orders above it go into review; 0 = none. */
  reviewAboveFen: number
  defaultKinds: InvoiceKind[]
  validityDays: number
  contactPhone: string | null
  /** A warning is shown when this much of the quota is used; 0 = never. */
  quotaWarnPercent: number
  createdAt: number
}
export const merchantEntity = new EntitySchema<MerchantRow>({
  name: 'merchant',
  columns: {
    id: id(),
    name: text(60),
    shortCodePrefix: text(3),
    reviewAboveFen: fen(),
    defaultKinds: json(),
    validityDays: integer(),
    contactPhone: text(30, { nullable: true }),
    quotaWarnPercent: integer(),
    createdAt: time(),
  },
  uniques: [{ name: 'uq_merchant_prefix', columns: ['shortCodePrefix'] }],
})

/** 销售方: one legal taxpayer of a merchant and its way to the tax bureau. */
export interface TaxpayerRow {
  id: string
  merchantId: string
  name: string
  taxpayerId: string
  address: string | null
  phone: string | null
  bankName: string | null
  bankAccount: string | null
  drawer: string
  channel: 'nuonuo'
  gatewayUrl: string
  tokenUrl: string
  appKey: string
  /** Sealed with the data key; never leaves the server. */
  appSecret: string
  /** Unguessable part of the callback address. */
  callbackKey: string
  createdAt: number
}
export const taxpayerEntity = new EntitySchema<TaxpayerRow>({
  name: 'taxpayer',
  columns: {
    id: id(),
    merchantId: ref(),
    name: text(100),
    taxpayerId: text(20),
    address: text(100, { nullable: true }),
    phone: text(30, { nullable: true }),
    bankName: text(100, { nullable: true }),
    bankAccount: text(50, { nullable: true }),
    drawer: text(20),
    channel: text(20),
    gatewayUrl: text(300),
    tokenUrl: text(300),
    appKey: text(100),
    appSecret: text(500),
    callbackKey: text(64),
    createdAt: time(),
  },
  indices: [{ name: 'ix_taxpayer_merchant', columns: ['merchantId'] }],
  uniques: [{ name: 'uq_taxpayer_callback', columns: ['callbackKey'] }],
})

/** 门店 (开票点). */
export interface StoreRow {
  id: string
  merchantId: string
  taxpayerId: string
  name: string
  address: string | null
  phone: string | null
  isActive: boolean
  createdAt: number
}
export const storeEntity = new EntitySchema<StoreRow>({
  name: 'store',
  columns: {
    id: id(),
    merchantId: ref(),
    taxpayerId: ref(),
    name: text(60),
    address: text(100, { nullable: true }),
    phone: text(30, { nullable: true }),
    isActive: flag(),
    createdAt: time(),
  },
  indices: [{ name: 'ix_store_merchant', columns: ['merchantId'] }],
})

/** 商品 with its tax classification, for typing in an order. */
export interface GoodsRow {
  id: string
  merchantId: string
  name: string
  specification: string | null
  unit: string | null
  unitPrice: string | null
  taxRate: OrderLine['taxRate']
  taxCode: string
  searchKeys: string
  createdAt: number
}
export const goodsEntity = new EntitySchema<GoodsRow>({
  name: 'goods',
  columns: {
    id: id(),
    merchantId: ref(),
    name: text(90),
    specification: text(40, { nullable: true }),
    unit: text(20, { nullable: true }),
    unitPrice: text(30, { nullable: true }),
    taxRate: text(10),
    taxCode: text(19),
    searchKeys: text(SEARCH_KEYS_LENGTH),
    createdAt: time(),
  },
  indices: [{ name: 'ix_goods_merchant', columns: ['merchantId'] }],
})

/** A person who signs in; may belong to several merchants. */
export interface UserRow {
  id: string
  name: string
  /** Phone or e-mail, lower-case. */
  login: string
  /** scrypt, in PHC string form. */
  passwordHash: string | null
  failedAttempts: number
  lockedUntil: number | null
  createdAt: number
}
export const userEntity = new EntitySchema<UserRow>({
  name: 'user',
  tableName: 'user_account',
  columns: {
    id: id(),
    name: text(40),
    login: text(100),
    passwordHash: text(300, { nullable: true }),
    failedAttempts: integer(),
    lockedUntil: time({ nullable: true }),
    createdAt: time(),
  },
  uniques: [{ name: 'uq_user_login', columns: ['login'] }],
})

/** What a person is at one merchant; `storeIds` null = every store. */
export interface MembershipRow {
  id: string
  merchantId: string
  userId: string
  role: Role
  storeIds: string[] | null
  isActive: boolean
  createdAt: number
}
export const membershipEntity = new EntitySchema<MembershipRow>({
  name: 'membership',
  columns: {
    id: id(),
    merchantId: ref(),
    userId: ref(),
    role: text(20),
    storeIds: json({ nullable: true }),
    isActive: flag(),
    createdAt: time(),
  },
  uniques: [{ name: 'uq_membership', columns: ['userId', 'merchantId'] }],
  indices: [{ name: 'ix_membership_merchant', columns: ['merchantId'] }],
})

/** A console session or a one-time sign-in link; only the SHA-256 of its token is kept. */
export interface SessionRow {
  tokenHash: string
  kind: 'session' | 'link'
  userId: string
  merchantId: string
  createdAt: number
  expiresAt: number
}
export const sessionEntity = new EntitySchema<SessionRow>({
  name: 'session',
  columns: {
    tokenHash: text(64, { primary: true }),
    kind: text(10),
    userId: ref(),
    merchantId: ref(),
    createdAt: time(),
    expiresAt: time(),
  },
  indices: [{ name: 'ix_session_user', columns: ['userId'] }],
})

/** A program's key; only the SHA-256 is kept. */
export interface ApiKeyRow {
  id: string
  merchantId: string
  name: string
  keyHash: string
  hint: string
  createdAt: number
  lastUsedAt: number | null
}
export const apiKeyEntity = new EntitySchema<ApiKeyRow>({
  name: 'api_key',
  columns: {
    id: id(),
    merchantId: ref(),
    name: text(40),
    keyHash: text(64),
    hint: text(12),
    createdAt: time(),
    lastUsedAt: time({ nullable: true }),
  },
  uniques: [{ name: 'uq_api_key', columns: ['keyHash'] }],
  indices: [{ name: 'ix_api_key_merchant', columns: ['merchantId'] }],
})

/** 收银机 that signs order codes off-line. */
export interface TillRow {
  id: string
  merchantId: string
  storeId: string
  name: string
  keyId: string
  /** Sealed with the data key. */
  secret: string
  /** What an off-line amount stands for on the invoice. */
  line: Pick<OrderLine, 'name' | 'specification' | 'unit' | 'taxRate' | 'taxCode'>
  isActive: boolean
  createdAt: number
}
export const tillEntity = new EntitySchema<TillRow>({
  name: 'till',
  columns: {
    id: id(),
    merchantId: ref(),
    storeId: ref(),
    name: text(40),
    keyId: text(16),
    secret: text(300),
    line: json(),
    isActive: flag(),
    createdAt: time(),
  },
  uniques: [{ name: 'uq_till_key', columns: ['keyId'] }],
  indices: [{ name: 'ix_till_merchant', columns: ['merchantId'] }],
})

/** Who did what; written in the transaction of the change, never altered. */
export interface AuditRow {
  id: string
  merchantId: string
  targetType: string
  targetId: string
  actor: string
  action: string
  detail: string | null
  at: number
}
export const auditEntity = new EntitySchema<AuditRow>({
  name: 'audit',
  columns: {
    id: id(),
    merchantId: ref(),
    targetType: text(30),
    targetId: ref(),
    actor: text(60),
    action: text(40),
    detail: text(500, { nullable: true }),
    at: time(),
  },
  indices: [{ name: 'ix_audit_target', columns: ['targetId'] }],
})

/** What needs a person: a mismatch, a missing file, a delivery that failed for good. */
export interface AlarmRow {
  id: string
  merchantId: string
  kind: string
  text: string
  targetType: string
  targetId: string
  /** Whoever is limited to stores sees the alarms of his; null: of no store, e.g. a webhook. */
  storeId: string | null
  at: number
  resolvedAt: number | null
}
export const alarmEntity = new EntitySchema<AlarmRow>({
  name: 'alarm',
  columns: {
    id: id(),
    merchantId: ref(),
    kind: text(40),
    text: text(500),
    targetType: text(30),
    targetId: ref(),
    storeId: ref({ nullable: true }),
    at: time(),
    resolvedAt: time({ nullable: true }),
  },
  // One open alarm a cause: raising it again changes nothing.
  uniques: [{ name: 'uq_alarm', columns: ['targetId', 'kind'] }],
  indices: [{ name: 'ix_alarm_merchant', columns: ['merchantId', 'resolvedAt'] }],
})
