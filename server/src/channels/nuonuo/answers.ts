import { z } from 'zod'

/** Codes, states and amounts come as strings, but some answers carry them as numbers. */
const text = z.union([z.string(), z.number()]).transform(exactText)
const optionalText = z
  .union([z.string(), z.number(), z.null()])
  .optional()
  .transform((value) => (value === null || value === undefined ? '' : exactText(value)))

/** A 20-digit number that came as a JSON number has lost digits on the way: it is as good as absent. */
function exactText(value: string | number): string {
  if (typeof value === 'string') return value
  return Math.abs(value) > Number.MAX_SAFE_INTEGER ? '' : String(value)
}

/** `{"access_token":"…","expires_in":"86400"}` or `{"error":"070306","error_description":"…"}`. */
export const tokenAnswer = z.union([
  z.object({
    access_token: z.string().min(1),
    expires_in: z.coerce.number().int().nonnegative().optional(),
  }),
  z.object({ error: text }),
])

/** The envelope of every gateway answer. */
export const envelope = z.object({ code: text, describe: optionalText, result: z.unknown().optional() })

/** Result of requestBillingNew. */
export const issueResult = z.object({ invoiceSerialNum: text.pipe(z.string().min(1)) })

/** One element of the result of queryInvoiceResult; only what is believed is named. */
const invoiceResult = z.object({
  serialNo: optionalText,
  orderNo: optionalText,
  status: text,
  statusMsg: optionalText,
  failCause: optionalText,
  pdfUrl: optionalText,
  ofdUrl: optionalText,
  xmlUrl: optionalText,
  invoiceTime: optionalText,
  invoiceNo: optionalText,
  allElectronicInvoiceNumber: optionalText,
  exTaxAmount: optionalText,
  taxAmount: optionalText,
  orderAmount: optionalText,
  salerTaxNum: optionalText,
})

export type InvoiceResult = z.output<typeof invoiceResult>

export const invoiceResults = z.union([z.array(invoiceResult), invoiceResult.transform((single) => [single])])

/** Result of getCreditLine with queryType 1; the amounts are empty until NuoNuo has asked the bureau. */
export const creditLineResult = z.object({
  requestStatus: optionalText,
  message: optionalText,
  totalCreditLine: optionalText,
  usedCreditLine: optionalText,
  availableCreditLine: optionalText,
})

const certification = z.object({ certificationStatus: text })

/** Result of getCertificationStatus with queryType 1 or 2. */
export const certificationResult = z.union([
  certification,
  z
    .array(certification)
    .min(1)
    .transform((all) => all[0] ?? { certificationStatus: '0' }),
])
