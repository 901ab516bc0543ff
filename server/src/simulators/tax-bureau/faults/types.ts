import { z } from 'zod'

const common = {
  /** Gone after this many uses; without it, on until removed. */
  times: z.number().int().min(1).optional(),
  taxNum: z.string().optional(),
  orderNo: z.string().optional(),
  buyerName: z.string().optional(),
}
/** Last part of the API name, such as `queryInvoiceResult`; without it, any call. */
const method = z.string().optional()

/** Everything that can be made to go wrong. `POST /control/faults` takes one of these. */
export const faultSpec = z.discriminatedUnion('kind', [
  /** The order is not taken in and no answer ever comes. */
  z.strictObject({ kind: z.literal('timeout_before_acceptance'), ...common }),
  /** The order is taken in durably and no answer ever comes. */
  z.strictObject({ kind: z.literal('timeout_after_acceptance'), ...common }),
  /** E9106 although the sender never sent this serial; `isAccepted` false: and the order is not there either. */
  z.strictObject({ kind: z.literal('duplicate_answer'), isAccepted: z.boolean().default(true), ...common }),
  /** Issued only after `ms`, and told as under way for `queries` more queries. */
  z.strictObject({
    kind: z.literal('late_result'),
    ms: z.number().int().min(0).default(0),
    queries: z.number().int().min(0).default(0),
    ...common,
  }),
  /** The query answer lists results of other orders before the one asked for. */
  z.strictObject({ kind: z.literal('out_of_order'), ...common }),
  z.strictObject({ kind: z.literal('callback_lost'), ...common }),
  z.strictObject({
    kind: z.literal('callback_repeated'),
    count: z.number().int().min(2).max(50).default(3),
    ...common,
  }),
  /** A false callback right at acceptance: about an order that does not exist, or done with other amounts. */
  z.strictObject({
    kind: z.literal('callback_forged'),
    variant: z.enum(['unknown_order', 'other_amounts']).default('other_amounts'),
    ...common,
  }),
  z.strictObject({ kind: z.literal('quota_exhausted'), ...common }),
  z.strictObject({ kind: z.literal('operator_login_required'), ...common }),
  z.strictObject({ kind: z.literal('operator_identity_required'), ...common }),
  /** An HTML error page; `isAccepted`: after the order was taken in. */
  z.strictObject({
    kind: z.literal('http_error'),
    status: z.number().int().min(400).max(599).default(502),
    isAccepted: z.boolean().default(false),
    method,
    ...common,
  }),
  /** The socket is destroyed; `isAccepted`: after the order was taken in. */
  z.strictObject({
    kind: z.literal('connection_reset'),
    isAccepted: z.boolean().default(false),
    method,
    ...common,
  }),
  /** HTTP 200 with something that is no answer. */
  z.strictObject({
    kind: z.literal('garbage'),
    body: z.string().default('<html>ok</html>'),
    method,
    ...common,
  }),
  /** The gateway no longer knows the token (070301). */
  z.strictObject({ kind: z.literal('token_expired'), method, ...common }),
  /** The answer waits for `ms`. */
  z.strictObject({ kind: z.literal('slow'), ms: z.number().int().min(0), method, ...common }),
  /** The query result carries a total that differs by `deltaFen` from what was issued. */
  z.strictObject({ kind: z.literal('other_amount'), deltaFen: z.number().int().default(1), ...common }),
  /** The file address answers 404. */
  z.strictObject({
    kind: z.literal('missing_file'),
    format: z.enum(['pdf', 'ofd', 'xml']).optional(),
    ...common,
  }),
  /** The file is that of another invoice number. */
  z.strictObject({
    kind: z.literal('wrong_file'),
    format: z.enum(['pdf', 'ofd', 'xml']).optional(),
    ...common,
  }),
  /** Issued, but not sealed until a retry. */
  z.strictObject({ kind: z.literal('seal_failed'), ...common }),
  /** A business refusal: at once with `code`, or (`isLate`) later as a failed result with `message`. */
  z.strictObject({
    kind: z.literal('refused'),
    code: z.string().default('E9101'),
    message: z.string().default('发票种类错误'),
    isLate: z.boolean().default(false),
    ...common,
  }),
])

export type FaultSpec = z.output<typeof faultSpec>
export type FaultInput = z.input<typeof faultSpec>
export type FaultKind = FaultSpec['kind']
export type Fault<Kind extends FaultKind = FaultKind> = Extract<FaultSpec, { kind: Kind }> & { id: number }

/** What is being done, for a fault's filters. */
export interface FaultSubject {
  taxNum?: string
  orderNo?: string
  buyerName?: string
  method?: string
  format?: string
}
