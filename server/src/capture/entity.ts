import type { FileSource, FileType } from '@piaoma/shared/contract'
import type {
  FieldSource,
  Reading,
  ReadingGrade,
  ReadOutcome,
  ReceivedFieldName,
  ReceivedKind,
} from '@piaoma/shared/received'
import type { RuleHit } from '@piaoma/shared/received-rules'
import type { BookingStatus, CaptureStatus, UseStatus, VerificationStatus } from '@piaoma/shared/states'
import { EntitySchema } from 'typeorm'
import { fen, flag, id, integer, json, ref, text, time } from '../db'

/**
 * 原件: bytes that somebody received, kept as they came and once a merchant; `outcome` is what reading them gave.
 * Who brought them, when and under which name stands in each capture.
 */
export interface ReceivedFileRow {
  id: string
  merchantId: string
  sha256: string
  size: number
  type: FileType
  storageKey: string
  /** Null until it was read. */
  outcome: ReadOutcome | null
  readAt: number | null
  createdAt: number
}
export const receivedFileEntity = new EntitySchema<ReceivedFileRow>({
  name: 'received_file',
  columns: {
    id: id(),
    merchantId: ref(),
    sha256: text(64),
    size: integer(),
    type: text(10),
    storageKey: text(200),
    outcome: json({ nullable: true }),
    readAt: time({ nullable: true }),
    createdAt: time(),
  },
  uniques: [{ name: 'uq_received_file', columns: ['merchantId', 'sha256'] }],
})

/**
 * One attempt to take in one invoice: who brought which file, when and from where, and what came of it. Never
 * deleted. A zip or a PDF of several invoices goes on as captures of its own that name it as `parentId`.
 */
export interface CaptureRow {
  id: string
  merchantId: string
  /** Everything sent in one request has the same. */
  uploadId: string
  parentId: string | null
  fileId: string
  /** Which invoice of the file, from 0. */
  part: number
  /** Who brought it; of a mail, whoever owns the mailbox. */
  personId: string
  source: FileSource
  /** As given; never believed. */
  fileName: string | null
  status: CaptureStatus
  /** 0 to 100. */
  progress: number
  /** An `UnreadReason`, or why reading failed. */
  reason: string | null
  /** How often reading was begun. */
  attempts: number
  receivedInvoiceId: string | null
  /** Somebody had brought this invoice before. */
  isDuplicate: boolean
  createdAt: number
  finishedAt: number | null
}
export const captureEntity = new EntitySchema<CaptureRow>({
  name: 'capture',
  columns: {
    id: id(),
    merchantId: ref(),
    uploadId: ref(),
    parentId: ref({ nullable: true }),
    fileId: ref(),
    part: integer(),
    personId: ref(),
    source: text(12),
    fileName: text(255, { nullable: true }),
    status: text(10),
    progress: integer(),
    reason: text(40, { nullable: true }),
    attempts: integer(),
    receivedInvoiceId: ref({ nullable: true }),
    isDuplicate: flag(),
    createdAt: time(),
    finishedAt: time({ nullable: true }),
  },
  indices: [
    { name: 'ix_capture_upload', columns: ['merchantId', 'uploadId'] },
    { name: 'ix_capture_person', columns: ['merchantId', 'personId', 'id'] },
    { name: 'ix_capture_invoice', columns: ['receivedInvoiceId'] },
    { name: 'ix_capture_file', columns: ['fileId'] },
  ],
})

/** 收到的发票: one invoice of the pool, whatever number of files and photos it came in. */
export interface ReceivedInvoiceRow {
  id: string
  merchantId: string
  /** See `identityKey()`; null while its number is not known. */
  identityKey: string | null
  kind: ReceivedKind
  code: string | null
  number: string | null
  /** `YYYY-MM-DD`, as printed. */
  issuedOn: string | null
  checkCode: string | null
  amountFen: number | null
  taxFen: number | null
  totalFen: number | null
  buyerName: string | null
  buyerTaxpayerId: string | null
  sellerName: string | null
  sellerTaxpayerId: string | null
  /** All that is known of it: the best of every original, with what persons corrected. */
  reading: Reading
  /** The source whose original leads. */
  leading: FieldSource
  /** Amber while a person should look at a field. */
  grade: ReadingGrade
  /** Whose it is: the first who brought it. */
  personId: string
  useStatus: UseStatus
  bookingStatus: BookingStatus
  verificationStatus: VerificationStatus
  /** When the tax side last said that it is good. */
  verifiedAt: number | null
  /** When it is to be asked again whether that still holds; null: not by itself. */
  recheckAt: number | null
  /** Rules of the company that it meets, as of the last change of either. */
  ruleHits: RuleHit[]
  /** A rule keeps it off every reimbursement sheet. */
  isBlocked: boolean
  /** The one live reimbursement sheet that it stands on. */
  sheetId: string | null
  /** Found to be the same as another row, which has everything of it now; this one is no longer listed. */
  mergedIntoId: string | null
  /** Counts every change; a change names the one it was made on. */
  version: number
  createdAt: number
  updatedAt: number
}
export const receivedInvoiceEntity = new EntitySchema<ReceivedInvoiceRow>({
  name: 'received_invoice',
  columns: {
    id: id(),
    merchantId: ref(),
    identityKey: text(60, { nullable: true }),
    kind: text(20),
    code: text(12, { nullable: true }),
    number: text(20, { nullable: true }),
    issuedOn: text(10, { nullable: true }),
    checkCode: text(20, { nullable: true }),
    amountFen: fen({ nullable: true }),
    taxFen: fen({ nullable: true }),
    totalFen: fen({ nullable: true }),
    buyerName: text(200, { nullable: true }),
    buyerTaxpayerId: text(30, { nullable: true }),
    sellerName: text(200, { nullable: true }),
    sellerTaxpayerId: text(30, { nullable: true }),
    reading: json(),
    leading: text(10),
    grade: text(10),
    personId: ref(),
    useStatus: text(20),
    bookingStatus: text(20),
    verificationStatus: text(20),
    verifiedAt: time({ nullable: true }),
    recheckAt: time({ nullable: true }),
    ruleHits: json(),
    isBlocked: flag(),
    sheetId: ref({ nullable: true }),
    mergedIntoId: ref({ nullable: true }),
    version: integer(),
    createdAt: time(),
    updatedAt: time(),
  },
  uniques: [{ name: 'uq_received_invoice', columns: ['merchantId', 'identityKey'] }],
  indices: [
    { name: 'ix_received_invoice_person', columns: ['merchantId', 'personId', 'id'] },
    { name: 'ix_received_invoice_date', columns: ['merchantId', 'issuedOn'] },
    { name: 'ix_received_invoice_seller', columns: ['merchantId', 'sellerTaxpayerId'] },
    { name: 'ix_received_invoice_sheet', columns: ['sheetId'] },
    { name: 'ix_received_invoice_recheck', columns: ['recheckAt'] },
  ],
})

/** What nobody has done yet with an invoice that has just come in. */
export const UNTOUCHED = {
  useStatus: 'unselected',
  bookingStatus: 'unbooked',
  verificationStatus: 'unverified',
  verifiedAt: null,
  recheckAt: null,
  ruleHits: [],
  isBlocked: false,
  sheetId: null,
} satisfies Partial<ReceivedInvoiceRow>

/** One field that a person set: who, when, what it was and what it is. Never altered; the last one counts. */
export interface ReceivedCorrectionRow {
  id: string
  merchantId: string
  receivedInvoiceId: string
  field: ReceivedFieldName | 'kind'
  oldValue: string | null
  newValue: string | null
  personId: string
  at: number
}
export const receivedCorrectionEntity = new EntitySchema<ReceivedCorrectionRow>({
  name: 'received_correction',
  columns: {
    id: id(),
    merchantId: ref(),
    receivedInvoiceId: ref(),
    field: text(20),
    oldValue: text(500, { nullable: true }),
    newValue: text(500, { nullable: true }),
    personId: ref(),
    at: time(),
  },
  indices: [{ name: 'ix_received_correction', columns: ['receivedInvoiceId', 'id'] }],
})
