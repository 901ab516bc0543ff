import type { Answer } from '../http'
import type { Member } from './add-member'
import type { AlarmRow, ApiKeyRow, GoodsRow, MerchantRow, StoreRow, TaxpayerRow, TillRow } from './entity'

type Item<A> = A extends { items: (infer I)[] } ? I : never
const iso = (epochMs: number): string => new Date(epochMs).toISOString()

export const presentSettings = (row: MerchantRow): Answer<'GET /api/v1/merchant/settings'> => ({
  name: row.name,
  shortCodePrefix: row.shortCodePrefix,
  reviewAboveFen: row.reviewAboveFen,
  defaultKinds: row.defaultKinds,
  validityDays: row.validityDays,
  contactPhone: row.contactPhone ?? undefined,
  quotaWarnPercent: row.quotaWarnPercent,
})

export const presentStore = (
  row: StoreRow,
  sellerName: string,
): Item<Answer<'GET /api/v1/merchant/stores'>> => ({
  id: row.id,
  name: row.name,
  taxpayerId: row.taxpayerId,
  sellerName,
  address: row.address ?? undefined,
  phone: row.phone ?? undefined,
  isActive: row.isActive,
})

/** The seller without anything secret of its channel. */
export const presentTaxpayer = (row: TaxpayerRow): Item<Answer<'GET /api/v1/merchant/taxpayers'>> => ({
  id: row.id,
  name: row.name,
  taxpayerId: row.taxpayerId,
  address: row.address ?? undefined,
  phone: row.phone ?? undefined,
  bankName: row.bankName ?? undefined,
  bankAccount: row.bankAccount ?? undefined,
  drawer: row.drawer,
  channel: {
    name: row.channel,
    gatewayUrl: row.gatewayUrl,
    appKey: row.appKey,
    hasSecret: row.appSecret !== '',
  },
})

export const presentGoods = (row: GoodsRow): Item<Answer<'GET /api/v1/merchant/goods'>> => ({
  id: row.id,
  name: row.name,
  specification: row.specification ?? undefined,
  unit: row.unit ?? undefined,
  unitPrice: row.unitPrice ?? undefined,
  taxRate: row.taxRate,
  taxCode: row.taxCode,
})

export const presentMember = ({
  membership,
  user,
}: Member): Item<Answer<'GET /api/v1/merchant/members'>> => ({
  id: membership.id,
  userId: user.id,
  name: user.name,
  login: user.login,
  role: membership.role,
  storeIds: membership.storeIds,
  isActive: membership.isActive,
})

export const presentApiKey = (row: ApiKeyRow): Item<Answer<'GET /api/v1/merchant/api-keys'>> => ({
  id: row.id,
  name: row.name,
  hint: row.hint,
  createdAt: iso(row.createdAt),
  lastUsedAt: row.lastUsedAt === null ? undefined : iso(row.lastUsedAt),
})

/** The till without its secret. */
export const presentTill = (row: TillRow, storeName: string): Item<Answer<'GET /api/v1/merchant/tills'>> => ({
  id: row.id,
  name: row.name,
  keyId: row.keyId,
  storeId: row.storeId,
  storeName,
  line: row.line,
  createdAt: iso(row.createdAt),
  isActive: row.isActive,
})

export const presentAlarm = (row: AlarmRow): Item<Answer<'GET /api/v1/merchant/alarms'>> => ({
  id: row.id,
  kind: row.kind,
  text: row.text,
  targetType: row.targetType,
  targetId: row.targetId,
  at: iso(row.at),
})
