import type { KeyObject } from 'node:crypto'
import type { SimulatorGround } from '../core/start'
import type { PlatformKeys } from './keys'
import { defaultProfile, type Profile } from './profile'

/** A merchant number (mchid) as WeChat keeps it. */
export interface SimMerchant {
  mchid: string
  /** Serial of the API certificate, upper case; requests name it. */
  serial: string
  certificateKey: KeyObject
  /** `null`: never set, so no callback is sent. */
  apiV3Key: string | null
  /** What WeChat signs with, and what it takes sensitive fields under. */
  keyMode: 'certificate' | 'public_key' | 'switching'
  /** Day 1–7 of the switch (facts 1.11). */
  switchingDay: number
  /** The 服务商 this merchant is bound to, when it is a sub-merchant. */
  partner: string | null
  /** 电子发票: not opened; opened without a mode; third-party mode chosen. */
  fapiao: 'closed' | 'no_mode' | 'third_mode'
  appids: string[]
  callbackUrl: string | null
  showFapiaoCell: boolean
  supportVatFapiao: boolean
  template: { cardAppid: string; cardId: string } | null
}

export interface SimTransaction {
  transactionId: string
  outTradeNo: string
  /** Who took the money: the sub-merchant in partner mode. */
  payee: string
  /** Who ordered: the 服务商 in partner mode, else the payee. */
  mchid: string
  appid: string
  openid: string
  state: 'SUCCESS' | 'REFUND' | 'NOTPAY' | 'CLOSED' | 'PAYERROR'
  totalFen: number
  payerFen: number
  isCombined: boolean
  supportFapiao: boolean
  attach: string
  paidAt: number
  refunds: SimRefund[]
}

export interface SimRefund {
  refundId: string
  outRefundNo: string
  amountFen: number
  status: 'SUCCESS' | 'PROCESSING' | 'CLOSED' | 'ABNORMAL'
  at: number
}

export interface Title {
  type: 'INDIVIDUAL' | 'ORGANIZATION'
  name: string
  taxpayer_id?: string
  address?: string
  telephone?: string
  bank_name?: string
  bank_account?: string
  phone?: string
  email?: string
  fapiao_bill_type?: 'COMM_FAPIAO' | 'VAT_FAPIAO'
  user_apply_message?: string
}

/** One fapiao_apply_id: the title asked for, and what was issued or inserted under it. */
export interface SimApply {
  id: string
  merchant: string
  scene: 'WITH_WECHATPAY' | 'WITHOUT_WECHATPAY'
  appid: string
  openid: string
  totalFen: number
  /** When the link of the title form dies. */
  linkUntil: number
  title: Title | null
  /** Digest of the first insert or issue: the same again is welcome, anything else is refused. */
  contentDigest: string | null
  fapiao: SimFapiao[]
}

export interface SimFapiao {
  fapiaoId: string
  number: string
  code: string
  checkCode: string
  /** Issued by the pay side itself, or brought as a PDF. */
  origin: 'issued' | 'inserted'
  status: 'ISSUE_ACCEPTED' | 'ISSUED' | 'ISSUE_FAILED' | 'REVERSE_ACCEPTED' | 'REVERSED' | 'REVERSE_FAILED'
  cardStatus: 'INSERT_ACCEPTED' | 'INSERTED' | 'DISCARD_ACCEPTED' | 'DISCARDED' | null
  cardCode: string
  totalFen: number
  amountFen: number
  taxFen: number
  at: number
}

export interface SimMedia {
  id: string
  merchant: string
  bytes: Buffer
  at: number
}

/** Everything that WeChat Pay knows. */
export interface PayWorld {
  readonly ground: SimulatorGround
  readonly keys: PlatformKeys
  profile: Profile
  readonly merchants: Map<string, SimMerchant>
  readonly transactions: Map<string, SimTransaction>
  /** By merchant and apply id. */
  readonly applies: Map<string, SimApply>
  readonly media: Map<string, SimMedia>
  /** Links to files, single use of 30 seconds: token → bytes. */
  readonly downloads: Map<string, { bytes: Buffer; until: number }>
  readonly seenNonces: Map<string, number>
  readonly callTimes: Map<string, number[]>
  clear(): void
}

export function createWorld(ground: SimulatorGround, keys: PlatformKeys): PayWorld {
  const maps = {
    merchants: new Map<string, SimMerchant>(),
    transactions: new Map<string, SimTransaction>(),
    applies: new Map<string, SimApply>(),
    media: new Map<string, SimMedia>(),
    downloads: new Map<string, { bytes: Buffer; until: number }>(),
    seenNonces: new Map<string, number>(),
    callTimes: new Map<string, number[]>(),
  }
  const world: PayWorld = {
    ground,
    keys,
    ...maps,
    profile: defaultProfile(),
    clear() {
      for (const map of Object.values(maps)) map.clear()
      world.profile = defaultProfile()
    },
  }
  return world
}

export const applyKey = (merchant: string, id: string) => `${merchant}/${id}`

/** RFC 3339 in China's time, as WeChat writes it. */
export function chinaTime(epochMs: number): string {
  return `${new Date(epochMs + 8 * 3_600_000).toISOString().slice(0, 19)}+08:00`
}
