import { z } from 'zod'
import {
  FIELD_SOURCES,
  READING_GRADES,
  RECEIVED_KINDS,
  type ReceivedFieldName,
  SEAL_STATES,
} from '../received/model'
import { BOOKING_STATUSES, USE_STATUSES } from '../states/received'
import { VERIFICATION_STATUSES } from '../states/verification'
import { MAX_AMOUNT_FEN, multilineText, page, pageQuery, storedFen, text, time, ulid } from './common'

const digits = (pattern: RegExp, code: string) => z.string().trim().regex(pattern, code)
const name = text(200)
const short = text(60)
const date = z.iso.date('received.date_form')
/** Red invoices have amounts below zero. */
const fen = z
  .int('amount.not_fen')
  .min(-MAX_AMOUNT_FEN, 'amount.too_large')
  .max(MAX_AMOUNT_FEN, 'amount.too_large')
const taxpayerId = digits(/^[0-9A-Za-z]{15,20}$/, 'received.taxpayer_id_form').toUpperCase()

/** Every field that a reading may have, in the order of the page, with the form a person may type. */
const fieldForms = {
  code: digits(/^\d{8,12}$/, 'received.code_form'),
  number: digits(/^([A-Z]?\d{6,12}|\d{20})$/, 'received.number_form'),
  issuedOn: date,
  checkCode: digits(/^[0-9A-Za-z]{4,20}$/, 'received.check_code_form'),
  machineNumber: digits(/^\d{8,20}$/, 'received.machine_number_form'),
  amountFen: fen,
  taxFen: fen,
  totalFen: fen,
  totalCapitals: short,
  buyerName: name,
  buyerTaxpayerId: taxpayerId,
  sellerName: name,
  sellerTaxpayerId: taxpayerId,
  remark: multilineText(500),
  drawer: short,
  payee: short,
  reviewer: short,
  passenger: short,
  travelOn: date,
  fromPlace: short,
  toPlace: short,
  vehicle: short,
  seat: short,
  ticketNumber: short,
  plate: short,
  fareFen: fen,
  fuelFen: fen,
  fundFen: fen,
} satisfies Record<ReceivedFieldName, z.ZodType>
export const RECEIVED_FIELDS = Object.keys(fieldForms) as ReceivedFieldName[]
export const receivedFieldName = z.enum(RECEIVED_FIELDS as [ReceivedFieldName, ...ReceivedFieldName[]])

export const receivedKind = z.enum(RECEIVED_KINDS)
export const receivedField = z.object({
  value: z.union([z.string(), z.int()]),
  /** 0 to 1. */
  confidence: z.number(),
  source: z.enum(FIELD_SOURCES),
  /** The attempt whose picture has a cut-out of it. */
  cutOutOf: ulid.optional(),
  repairedFrom: z.string().optional(),
  isDoubtful: z.boolean(),
})
export type ReceivedFieldView = z.infer<typeof receivedField>

/** One invoice of the pool as a list shows it. */
export const receivedSummary = z.object({
  id: ulid,
  kind: receivedKind,
  code: z.string().optional(),
  number: z.string().optional(),
  issuedOn: z.string().optional(),
  amountFen: storedFen.optional(),
  taxFen: storedFen.optional(),
  totalFen: storedFen.optional(),
  buyerName: z.string().optional(),
  sellerName: z.string().optional(),
  grade: z.enum(READING_GRADES),
  /** Fields that a person should look at. */
  doubtful: z.array(receivedFieldName),
  useStatus: z.enum(USE_STATUSES),
  bookingStatus: z.enum(BOOKING_STATUSES),
  verificationStatus: z.enum(VERIFICATION_STATUSES),
  /** A rule of the company keeps it off every reimbursement sheet. */
  isBlocked: z.boolean(),
  /** It stands on a live reimbursement sheet. */
  isOnSheet: z.boolean(),
  personName: z.string(),
  createdAt: time,
  version: z.int(),
})
export type ReceivedSummary = z.infer<typeof receivedSummary>

/** What the reader may do with a row of the list. `reimburse`: put it on a sheet of his own. */
export const RECEIVED_ACTIONS = ['reimburse', 'verify', 'deduct', 'book'] as const
export const receivedListed = receivedSummary.extend({ actions: z.array(z.enum(RECEIVED_ACTIONS)) })
export type ReceivedListed = z.infer<typeof receivedListed>
export const receivedPage = page(receivedListed)

export const receivedListQuery = pageQuery.extend({
  kind: receivedKind.optional(),
  grade: z.enum(READING_GRADES).optional(),
  useStatus: z.enum(USE_STATUSES).optional(),
  bookingStatus: z.enum(BOOKING_STATUSES).optional(),
  verificationStatus: z.enum(VERIFICATION_STATUSES).optional(),
  /** Whose. */
  personId: ulid.optional(),
  /** One's own that may be put on a reimbursement sheet now. */
  can: z.enum(['reimburse']).optional(),
  /** Day printed on the invoice, both included. */
  issuedFrom: date.optional(),
  issuedUntil: date.optional(),
  minFen: z.coerce.number().int().optional(),
  maxFen: z.coerce.number().int().optional(),
  /** Part of the number, of the buyer's or of the seller's name. */
  search: text(64).optional(),
})

const line = z.object({
  name: z.string(),
  specification: z.string().optional(),
  unit: z.string().optional(),
  quantity: z.string().optional(),
  unitPrice: z.string().optional(),
  amountFen: storedFen.optional(),
  taxRate: z.string().optional(),
  taxFen: storedFen.optional(),
  confidence: z.number(),
})
const original = z.object({
  /** The attempt that brought it: its file, picture and cut-outs are reached by that id. */
  captureId: ulid,
  type: z.string(),
  size: z.int(),
  sha256: z.string(),
  source: z.string(),
  fileName: z.string().optional(),
  personName: z.string(),
  at: time,
  /** The fields come from this one first. */
  isLeading: z.boolean(),
  /** The page of the file that it stands on, from 1. */
  page: z.int(),
})
const correction = z.object({
  field: z.string(),
  oldValue: z.string().nullable(),
  newValue: z.string().nullable(),
  personName: z.string(),
  at: time,
})
/** What a reader should know before he trusts or pays it. */
const warning = z.object({ code: z.string(), text: z.string() })

export const receivedDetail = receivedSummary.extend({
  fields: z.partialRecord(receivedFieldName, receivedField),
  lines: z.array(line),
  checks: z.array(
    z.object({
      name: z.string(),
      outcome: z.enum(['passed', 'failed', 'not_possible']),
      fields: z.array(receivedFieldName),
    }),
  ),
  specialBusiness: z.string().optional(),
  seal: z.enum(SEAL_STATES).optional(),
  warnings: z.array(warning),
  originals: z.array(original),
  /** How often it was brought, this first time included. */
  attempts: z.int(),
  /** Who brought it when: the first fifty times. */
  brought: z.array(
    z.object({ captureId: ulid, personName: z.string(), isMine: z.boolean(), source: z.string(), at: time }),
  ),
  history: z.array(correction),
  canCorrect: z.boolean(),
})
export type ReceivedDetail = z.infer<typeof receivedDetail>

const values = Object.fromEntries(
  Object.entries(fieldForms).map(([field, form]) => [field, form.nullable().optional()]),
) as { [K in keyof typeof fieldForms]: z.ZodOptional<z.ZodNullable<(typeof fieldForms)[K]>> }
/** What a person sets or confirms; null: it is not printed there. The value as read confirms it. */
export const correctionInput = z.strictObject({
  version: z.int(),
  kind: receivedKind.optional(),
  values: z.strictObject(values),
})
/** Lets another row of the pool take this one in: they are the same invoice. */
export const mergeInput = z.strictObject({ version: z.int(), intoId: ulid })
