import { INVOICE_KINDS } from '@piaoma/shared/invoice'
import { z } from 'zod'
import { factSchema } from '../../verification/desk'

/** `PUT /control/taxpayers`: registers a seller, or changes what is given. */
export const taxpayerInput = z.strictObject({
  taxNum: z.string(),
  name: z.string().min(1).optional(),
  /** 授信额度 of a month, tax-exclusive fen; 10,000,000.00 yuan to begin with. */
  quotaFen: z.number().int().min(0).optional(),
  operator: z.enum(['ready', 'login_required', 'identity_required']).optional(),
  kinds: z.array(z.enum(INVOICE_KINDS)).optional(),
  /** The app of the NuoNuo door that may act for this taxpayer. */
  nuonuo: z.strictObject({ appKey: z.string().min(1), appSecret: z.string().min(1) }).optional(),
})

export type TaxpayerInput = z.input<typeof taxpayerInput>

/** `PUT /control/clock`: the bureau's clock runs `offsetMs` ahead (or behind) of the machine's. */
export const clockInput = z.strictObject({ offsetMs: z.number().int() })

/** `PUT /control/known-invoices`: invoices of others that 查验 shall find. */
export const knownInvoicesInput = z.array(factSchema).max(500)

/** `PUT /control/invoice-states`: an invoice is voided or reversed, or stands again. */
export const invoiceStateInput = z.strictObject({
  code: z.string().optional(),
  number: z.string(),
  state: factSchema.shape.state.unwrap(),
})
