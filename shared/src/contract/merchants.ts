import { z } from 'zod'
import {
  amountFen,
  clearable,
  decimal,
  invoiceKinds,
  storedFen,
  taxCode,
  taxRate,
  text,
  time,
  ulid,
} from './common'
import { productLine } from './lines'

export const ROLES = ['owner', 'reviewer', 'cashier', 'finance', 'employee'] as const
export type Role = (typeof ROLES)[number]
export const role = z.enum(ROLES)

/** Either login and password, or the token of a one-time link. */
export const sessionInput = z.union([
  z.strictObject({ login: text(100), password: z.string().min(1).max(200) }),
  z.strictObject({ linkToken: z.string().min(20).max(100) }),
])
export const sessionView = z.object({
  /** Without a password (he came by a link or by WeChat) he may set one without naming an old one. */
  user: z.object({ id: ulid, name: z.string(), login: z.string(), hasPassword: z.boolean() }),
  merchant: z.object({ id: ulid, name: z.string() }),
  role,
  storeIds: z.array(ulid).nullable(),
  merchants: z.array(z.object({ id: ulid, name: z.string(), role })),
  /** What this role may do, e.g. `applications.approve`; the console hides the rest. */
  permissions: z.array(z.string()),
  expiresAt: time,
})
export type SessionView = z.infer<typeof sessionView>
export const sessionCreated = sessionView.extend({ token: z.string() })
export const switchInput = z.strictObject({ merchantId: ulid })
export const passwordInput = z.strictObject({
  /** Needed by whoever has a password. */
  current: z.string().min(1).max(200).optional(),
  next: z.string().min(10, 'password.short').max(200),
})

export const overview = z.object({
  reviewing: z.int(),
  waiting: z.int(),
  refused: z.int(),
  issuing: z.int(),
  alarms: z.int(),
  failedDeliveries: z.int(),
  today: z.object({ invoices: z.int(), totalFen: storedFen }),
  quota: z
    .object({
      totalFen: storedFen,
      usedFen: storedFen,
      availableFen: storedFen,
      at: time,
      /** More is used than the merchant wants to be warned at. */
      isLow: z.boolean(),
    })
    .nullable(),
  operator: z.enum(['ready', 'login_required', 'identity_required', 'unknown']),
  /** Changes whenever anything in the lists may have changed. */
  stamp: z.string(),
})

export const store = z.object({
  id: ulid,
  name: z.string(),
  taxpayerId: ulid,
  sellerName: z.string(),
  address: z.string().optional(),
  phone: z.string().optional(),
  isActive: z.boolean(),
})
export type StoreView = z.infer<typeof store>
export const storeInput = z.strictObject({
  name: text(60),
  taxpayerId: ulid.optional(),
  address: text(100).optional(),
  phone: text(30).optional(),
  isActive: z.boolean().optional(),
})

export const storeChange = storeInput
  .partial()
  .extend({ address: clearable(text(100)), phone: clearable(text(30)) })

/** 销售方 (one legal taxpayer). The channel's secret never leaves the server. */
export const taxpayer = z.object({
  id: ulid,
  name: z.string(),
  taxpayerId: z.string(),
  address: z.string().optional(),
  phone: z.string().optional(),
  bankName: z.string().optional(),
  bankAccount: z.string().optional(),
  drawer: z.string(),
  channel: z.object({
    name: z.literal('nuonuo'),
    gatewayUrl: z.string(),
    appKey: z.string(),
    hasSecret: z.boolean(),
  }),
})
export const taxpayerInput = z.strictObject({
  address: clearable(text(80)),
  phone: clearable(text(30)),
  bankName: clearable(text(80)),
  bankAccount: clearable(text(40)),
  drawer: text(10).optional(),
  channel: z
    .strictObject({
      gatewayUrl: z.url('url.form'),
      tokenUrl: z.url('url.form'),
      appKey: text(64),
      appSecret: z.string().min(1).max(128),
    })
    .optional(),
})

export const merchantSettings = z.object({
  name: z.string(),
  shortCodePrefix: z.string(),
  /** Orders above it are reviewed; 0 = none is. */
  reviewAboveFen: storedFen,
  defaultKinds: invoiceKinds,
  validityDays: z.int(),
  contactPhone: z.string().optional(),
  quotaWarnPercent: z.int(),
})
export const merchantSettingsInput = z.strictObject({
  name: text(60).optional(),
  reviewAboveFen: z.int().min(0).optional(),
  defaultKinds: invoiceKinds.optional(),
  validityDays: z.int().min(1).max(1095).optional(),
  contactPhone: clearable(text(30)),
  /** A warning is shown when this much of the month's quota is used; 0 = never. */
  quotaWarnPercent: z.int().min(0).max(100).optional(),
})

/** 商品: goods with their tax classification, picked when an order code is typed in. */
export const goods = z.object({
  id: ulid,
  name: z.string(),
  specification: z.string().optional(),
  unit: z.string().optional(),
  unitPrice: z.string().optional(),
  taxRate,
  taxCode,
})
export const goodsInput = productLine.extend({ unitPrice: decimal.optional() })
export const goodsChange = goodsInput.partial().extend({
  specification: clearable(text(40)),
  unit: clearable(text(20)),
  unitPrice: clearable(decimal),
})
export const taxCodeHit = z.object({ taxCode, name: z.string(), shortName: z.string() })

export const member = z.object({
  id: ulid,
  /** The person, whatever merchants he belongs to. */
  userId: ulid,
  name: z.string(),
  login: z.string(),
  role,
  storeIds: z.array(ulid).nullable(),
  isActive: z.boolean(),
})
export const memberInput = z.strictObject({
  name: text(40),
  login: text(100),
  password: z.string().min(10, 'password.short').max(200).optional(),
  role,
  storeIds: z.array(ulid).max(200).nullable().optional(),
})
export const memberChange = z.strictObject({
  name: text(40).optional(),
  role: role.optional(),
  storeIds: z.array(ulid).max(200).nullable().optional(),
  isActive: z.boolean().optional(),
})

export const apiKey = z.object({
  id: ulid,
  name: z.string(),
  hint: z.string(),
  createdAt: time,
  lastUsedAt: time.optional(),
})
/** The key is shown once, here. */
export const apiKeyCreated = apiKey.extend({ key: z.string() })
export const till = z.object({
  id: ulid,
  name: z.string(),
  keyId: z.string(),
  storeId: ulid,
  storeName: z.string(),
  line: productLine,
  createdAt: time,
  isActive: z.boolean(),
})
/** The signing secret (base64url) is shown once, here. */
export const tillCreated = till.extend({ secret: z.string() })
/** A till's off-line codes carry an amount only: `line` says what was sold. */
export const tillInput = z.strictObject({ name: text(40), storeId: ulid, line: productLine })

export const webhookEndpoint = z.object({
  id: ulid,
  url: z.string(),
  isActive: z.boolean(),
  createdAt: time,
})
export const webhookEndpointCreated = webhookEndpoint.extend({ secret: z.string() })
export const webhookEndpointInput = z.strictObject({
  url: z.url({ protocol: /^https?$/, error: 'url.form' }).max(500, 'text.too_long'),
})
export const webhookMessage = z.object({
  id: ulid,
  event: z.string(),
  endpointId: ulid,
  url: z.string(),
  status: z.enum(['pending', 'sent', 'failed']),
  attempts: z.array(z.object({ at: time, httpStatus: z.int().optional(), problem: z.string().optional() })),
  nextAttemptAt: time.optional(),
  createdAt: time,
})

export const alarm = z.object({
  id: ulid,
  kind: z.string(),
  text: z.string(),
  targetType: z.string(),
  targetId: z.string(),
  at: time,
})
export const named = z.strictObject({ name: text(40) })
export { amountFen }

/** Who did what, newest first. */
export const historyEntry = z.object({
  id: ulid,
  at: time,
  actor: z.string(),
  action: z.string(),
  targetType: z.string(),
  detail: z.string().optional(),
})
/** 企业开票码: a seller's own title, for others to issue to; `qr` is a picture as a data address. */
export const ownTitle = z.object({
  id: ulid,
  name: z.string(),
  taxpayerId: z.string(),
  text: z.string(),
  qr: z.string(),
})
