import type { InvoiceKind, InvoiceLine, InvoiceParty } from '@piaoma/shared/invoice'

/** What one issue call carries. `serial` is ours, stored before the call, and is never replaced while its fate is unknown. */
export interface IssueOrder {
  /** ≤ 20 ASCII characters, unique per taxpayer for ever. */
  serial: string
  kind: InvoiceKind
  seller: InvoiceParty & { taxpayerId: string }
  buyer: InvoiceParty
  buyerType: 'company' | 'person'
  lines: InvoiceLine[]
  amountFen: number
  taxFen: number
  totalFen: number
  remark?: string
  drawer: string
  /** Where the channel may tell us that something happened; believed only after a query. */
  callbackUrl?: string
}

/** A definite "no": nothing was issued under this serial and nothing will be. */
export interface Refusal {
  /** The channel's own code, for the log and the merchant. */
  channelCode: string
  /** The channel's own words. */
  message: string
  /** Who can mend it: the guest's buyer details, the merchant's goods/seller data, or nobody here. */
  correctableBy: 'guest' | 'merchant' | 'none'
}

/** Nothing was issued *yet* and the cause is outside the application: quota used up, operator must re-authenticate, channel closed. */
export type WaitCause = 'quota' | 'operator' | 'channel'

export type IssueOutcome =
  | { outcome: 'accepted'; channelSerial: string }
  | { outcome: 'refused'; refusal: Refusal }
  | { outcome: 'waiting'; cause: WaitCause; message: string }
  /** Time-out, reset, 5xx, duplicate serial, unreadable answer: ask `query` under the same serial. */
  | { outcome: 'unknown'; cause: string }

export type FileFormat = 'pdf' | 'ofd' | 'xml'

/** What the channel says it issued. Amounts are compared with ours before anything is believed. */
export interface IssuedResult {
  serial: string
  channelSerial: string
  /** 发票号码, 20 digits. */
  number: string
  /** Epoch milliseconds. */
  issuedAt: number
  amountFen: number
  taxFen: number
  totalFen: number
  files: Partial<Record<FileFormat, string>>
}

export type QueryOutcome =
  | { outcome: 'issued'; result: IssuedResult }
  | { outcome: 'processing' }
  | { outcome: 'refused'; refusal: Refusal }
  | { outcome: 'waiting'; cause: WaitCause; message: string }
  /** The channel answers definitely that it has never seen this serial. */
  | { outcome: 'absent' }
  | { outcome: 'unknown'; cause: string }

/** 授信额度 of one taxpayer for the month, tax-exclusive fen. */
export interface Quota {
  totalFen: number
  usedFen: number
  availableFen: number
}

export interface OperatorState {
  state: 'ready' | 'login_required' | 'identity_required'
  message?: string
}

/** Field limits of one channel; lengths in characters and, where the channel counts so, GBK bytes. */
export interface ChannelLimits {
  maxLines: number
  /** Tax-exclusive fen of one invoice; 0 = no limit known. */
  maxAmountFen: number
  text: Record<
    | 'buyerName'
    | 'taxpayerId'
    | 'addressAndPhone'
    | 'bankAndAccount'
    | 'lineName'
    | 'specification'
    | 'unit'
    | 'remark'
    | 'drawer',
    { characters?: number; gbkBytes?: number }
  >
}

/** Foreseen for the reversal issue: 红字确认单. */
export interface RedConfirmationOrder {
  serial: string
  blueInvoiceNumber: string
  /** Bureau codes 01 开票有误, 02 销货退回, 03 服务中止, 04 销售折让. */
  reason: '01' | '02' | '03' | '04'
  lines?: { blueIndex: number; line: InvoiceLine }[]
}

/**
 * A way to the tax bureau, owned by issuing and implemented under `channels/`.
 * No method throws for what the outside world does: time-outs, resets and nonsense answers are outcomes.
 */
export interface TaxChannel {
  readonly name: string
  readonly limits: ChannelLimits
  issue(order: IssueOrder): Promise<IssueOutcome>
  query(serial: string): Promise<QueryOutcome>
  /** Ask again for an invoice that the channel refused for a passing cause; same serial. */
  reissue(channelSerial: string): Promise<IssueOutcome>
  quota(): Promise<Quota | { outcome: 'unknown'; cause: string }>
  operatorState(): Promise<OperatorState | { outcome: 'unknown'; cause: string }>
  /** The byte-exact original behind a URL of `IssuedResult.files`. */
  fetchFile(
    url: string,
  ): Promise<{ outcome: 'done'; bytes: Uint8Array } | { outcome: 'missing' | 'unknown'; cause: string }>
  /** Foreseen: reversal and verification come with their own issues and are optional until then. */
  requestRedConfirmation?(order: RedConfirmationOrder): Promise<IssueOutcome>
}
