import { z } from 'zod'
import { RECEIVED_KINDS } from '../received/model'
import { RULE_LEVELS, RULES, type RuleName } from '../received-rules/settings'
import { VERIFY_OUTCOMES } from '../received-rules/verification'
import { BOOKING_STATUSES, USE_STATUSES } from '../states/received'
import { SHEET_STATUSES } from '../states/reimbursement'
import { VERIFICATION_STATUSES } from '../states/verification'
import { amountFen, page, pageQuery, storedFen, text, time, ulid } from './common'

/** Services that verify. */
export const verificationAccountInput = z.strictObject({
  provider: z.enum(['bureau', 'tencent', 'baidu']),
  url: z.string().trim().max(300, 'text.too_long'),
  appKey: text(100),
  /** Left out: the one that is kept stays. */
  appSecret: text(200).optional(),
})
export const verificationAccount = z.object({
  account: z
    .object({
      provider: z.enum(['bureau', 'tencent', 'baidu']),
      url: z.string(),
      appKey: z.string(),
      hasSecret: z.boolean(),
    })
    .nullable(),
})

const difference = z.object({
  field: z.string(),
  read: z.union([z.string(), z.int()]),
  checked: z.union([z.string(), z.int()]),
})
export const verificationAttempt = z.object({
  id: ulid,
  at: time,
  reason: z.enum(['first', 'person', 'recheck', 'payment']),
  provider: z.enum(['bureau', 'tencent', 'baidu']),
  /** Absent while the answer is awaited. */
  outcome: z.enum(VERIFY_OUTCOMES).optional(),
  text: z.string().optional(),
  /** What we read beside what the tax side has. */
  differences: z.array(difference),
})

export const ruleHit = z.object({
  rule: z.enum(RULES),
  level: z.enum(['warn', 'block']),
  name: z.string(),
  text: z.string(),
})
const useAction = z.enum(['deduct', 'setAside', 'refund', 'clear'])
const bookingAction = z.enum(['book', 'unbook'])

/** Where a received invoice stands: at the tax side, under the company's rules, in use, in the books, on a sheet. */
export const standing = z.object({
  version: z.int(),
  verification: z.object({
    status: z.enum(VERIFICATION_STATUSES),
    verifiedAt: time.optional(),
    recheckAt: time.optional(),
    /** Of five a day. */
    triesLeft: z.int(),
    /** When tries are counted anew; absent while some are left. */
    askAgainAt: time.optional(),
    /** A question would be sent now. */
    canAsk: z.boolean(),
    isConfigured: z.boolean(),
    /** Values that are missing or doubtful and keep it from being asked about. */
    needed: z.array(z.string()),
    attempts: z.array(verificationAttempt),
  }),
  rules: z.array(ruleHit),
  isBlocked: z.boolean(),
  /** Actions are those that the reader may take now. */
  use: z.object({ status: z.enum(USE_STATUSES), actions: z.array(useAction) }),
  booking: z.object({
    status: z.enum(BOOKING_STATUSES),
    actions: z.array(bookingAction),
    /** The receiver's XBRL may be fetched. */
    hasVoucher: z.boolean(),
  }),
  deduction: z.object({
    deductibleFen: storedFen,
    /** The act it follows. */
    source: z.string().optional(),
    /** Why nothing can be deducted. */
    reason: z.string().optional(),
  }),
  sheet: z.object({ id: ulid, title: z.string(), status: z.enum(SHEET_STATUSES) }).optional(),
})
export type StandingView = z.infer<typeof standing>
export const useInput = z.strictObject({ version: z.int(), action: useAction })
export const bookingInput = z.strictObject({ version: z.int(), action: bookingAction })

const level = z.enum(RULE_LEVELS)
const levels = z.strictObject(
  Object.fromEntries(RULES.map((rule) => [rule, level])) as Record<RuleName, typeof level>,
)
const title = z.strictObject({
  name: text(100),
  taxpayerId: z
    .string()
    .trim()
    .regex(/^[0-9A-Za-z]{15,20}$/, 'received.taxpayer_id_form')
    .toUpperCase(),
})
/** What a company sets for the invoices it receives. */
export const ruleSettings = z.strictObject({
  levels,
  titles: z.array(title).max(50, 'rules.too_many'),
  blacklist: z.array(text(100)).max(500, 'rules.too_many'),
  consecutiveWithin: z.int().min(1, 'number.form').max(20, 'number.form'),
  maxAgeDays: z.int().min(1, 'number.form').max(3_650, 'number.form'),
  maxTotalFen: amountFen,
  sensitiveWords: z.array(text(20)).max(200, 'rules.too_many'),
  specialAboveFen: amountFen,
})
export type RuleSettingsView = z.infer<typeof ruleSettings>

const sheetInvoice = z.object({
  id: ulid,
  kind: z.enum(RECEIVED_KINDS),
  number: z.string().optional(),
  issuedOn: z.string().optional(),
  sellerName: z.string().optional(),
  totalFen: storedFen.optional(),
  deductibleFen: storedFen,
  verificationStatus: z.enum(VERIFICATION_STATUSES),
  rules: z.array(ruleHit),
})
/** A reimbursement sheet as a list shows it. */
export const sheetSummary = z.object({
  id: ulid,
  title: z.string(),
  status: z.enum(SHEET_STATUSES),
  version: z.int(),
  personName: z.string(),
  isMine: z.boolean(),
  invoices: z.int(),
  totalFen: storedFen,
  createdAt: time,
  updatedAt: time,
})
export const sheetAction = z.enum(['submit', 'approve', 'return', 'pay', 'discard'])
export const sheetView = sheetSummary.extend({
  items: z.array(sheetInvoice),
  taxFen: storedFen,
  deductibleFen: storedFen,
  reason: z.string().optional(),
  decidedBy: z.string().optional(),
  submittedAt: time.optional(),
  decidedAt: time.optional(),
  paidAt: time.optional(),
  /** Whether invoices may be put on and taken off now. */
  canChange: z.boolean(),
  /** What the reader may do with it now. */
  actions: z.array(sheetAction),
})
export type SheetSummary = z.infer<typeof sheetSummary>
export type SheetView = z.infer<typeof sheetView>
export const sheetPage = page(sheetSummary)
export const sheetListQuery = pageQuery.extend({ status: z.enum(SHEET_STATUSES).optional() })

const invoiceIds = z.array(ulid).max(200, 'sheet.too_many')
export const sheetInput = z.strictObject({ title: text(60), invoiceIds: invoiceIds.default([]) })
export const sheetChange = z.strictObject({
  version: z.int(),
  title: text(60).optional(),
  add: invoiceIds.default([]),
  remove: invoiceIds.default([]),
})
export const sheetActionInput = z.strictObject({
  version: z.int(),
  action: sheetAction,
  /** Needed to return a sheet. */
  reason: text(200).optional(),
})

export const archivePackage = z.object({
  id: ulid,
  name: z.string(),
  firstSequence: z.int(),
  lastSequence: z.int(),
  invoices: z.int(),
  size: z.int(),
  sha256: z.string(),
  createdAt: time,
})
export const archivePackageInput = z.strictObject({ name: text(60) })
export const archiveCheck = z.object({
  entries: z.int(),
  /** Hash of the last link; write it down elsewhere, and no link can be changed unseen. */
  head: z.string(),
  /** What was changed; empty: the chain and every original are whole. */
  problems: z.array(z.object({ sequence: z.int(), text: z.string() })),
})
