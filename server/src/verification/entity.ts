import type {
  CheckedValues,
  FieldDifference,
  VerifyOutcome,
  VerifyQuestion,
} from '@piaoma/shared/received-rules'
import { EntitySchema } from 'typeorm'
import { id, integer, json, ref, text, time } from '../db'

/** Services that verify; `bureau` is the tax bureau's own desk (in the demo: the simulator's). */
export const PROVIDERS = ['bureau', 'tencent', 'baidu'] as const
export type Provider = (typeof PROVIDERS)[number]

/** 查验账号: a merchant's access to one service. At most one a merchant. */
export interface VerificationAccountRow {
  id: string
  merchantId: string
  provider: Provider
  /** Address of the service, without a path. */
  url: string
  /** SecretId, API Key or app key. */
  appKey: string
  /** Sealed with the data key; never leaves the server. */
  appSecret: string
  createdAt: number
}
export const verificationAccountEntity = new EntitySchema<VerificationAccountRow>({
  name: 'verification_account',
  columns: {
    id: id(),
    merchantId: ref(),
    provider: text(20),
    url: text(300),
    appKey: text(100),
    appSecret: text(500),
    createdAt: time(),
  },
  uniques: [{ name: 'uq_verification_account', columns: ['merchantId'] }],
})

/** Why the tax side is asked. */
export type VerifyReason = 'first' | 'person' | 'recheck' | 'payment'

/** One question to the tax side: written before it is sent, with what came back. Never deleted, never altered after. */
export interface VerificationAttemptRow {
  id: string
  merchantId: string
  receivedInvoiceId: string
  identityKey: string
  provider: Provider
  reason: VerifyReason
  /** Who asked: `user:ID` or `system`. */
  actor: string
  /** Day in Shanghai, on which tries are counted. */
  day: string
  /** Which try of the day, from 1; null once it is certain that it did not count. */
  nth: number | null
  question: VerifyQuestion
  /** Null while the answer is awaited. */
  outcome: VerifyOutcome | null
  /** What the tax side has. */
  checked: CheckedValues | null
  /** Fields that read otherwise than the tax side has them, as of the answer. */
  differences: FieldDifference[] | null
  /** The service's own code, or what failed. */
  detail: string | null
  /** The answer as it came, for evidence. */
  answer: string | null
  askedAt: number
  answeredAt: number | null
}
export const verificationAttemptEntity = new EntitySchema<VerificationAttemptRow>({
  name: 'verification_attempt',
  columns: {
    id: id(),
    merchantId: ref(),
    receivedInvoiceId: ref(),
    identityKey: text(60),
    provider: text(20),
    reason: text(20),
    actor: text(60),
    day: text(10),
    nth: integer({ nullable: true }),
    question: json(),
    outcome: text(20, { nullable: true }),
    checked: json({ nullable: true }),
    differences: json({ nullable: true }),
    detail: text(200, { nullable: true }),
    answer: { type: 'text', nullable: true },
    askedAt: time(),
    answeredAt: time({ nullable: true }),
  },
  // Two workers cannot both take the fifth try.
  uniques: [{ name: 'uq_verification_try', columns: ['merchantId', 'identityKey', 'day', 'nth'] }],
  indices: [{ name: 'ix_verification_attempt', columns: ['receivedInvoiceId', 'id'] }],
})
