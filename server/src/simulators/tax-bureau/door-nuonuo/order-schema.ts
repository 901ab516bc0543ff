import { z } from 'zod'

const text = z.string()
const optional = z
  .string()
  .optional()
  .transform((value) => (value === '' ? undefined : value))

/** invoiceDetail of requestBillingNew, as far as the simulator reads it. */
const detailSchema = z.object({
  goodsName: text.min(1),
  goodsCode: text,
  withTaxFlag: z.enum(['0', '1']),
  price: optional,
  num: optional,
  unit: optional,
  specType: optional,
  taxRate: text,
  tax: text,
  taxExcludedAmount: text,
  taxIncludedAmount: text,
  invoiceLineProperty: z.enum(['0', '1', '2']).default('0'),
  favouredPolicyFlag: optional,
  zeroRateFlag: optional,
  deduction: optional,
})

/** `{"order": {…}}` of requestBillingNew, as far as the simulator reads it. */
export const orderSchema = z.object({
  order: z.object({
    orderNo: text.min(1).max(20),
    invoiceDate: text.regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
    invoiceType: z.enum(['1', '2']),
    invoiceLine: text,
    salerTaxNum: text.min(1),
    salerTel: optional,
    salerAddress: optional,
    salerAccount: optional,
    buyerName: text,
    buyerTaxNum: optional,
    buyerTel: optional,
    buyerAddress: optional,
    buyerAccount: optional,
    naturalPersonFlag: z.enum(['0', '1']).default('0'),
    clerk: text.min(1),
    remark: optional,
    callBackUrl: z.url({ protocol: /^https?$/ }).optional(),
    invoiceDetail: z.array(detailSchema),
  }),
})

export type NuonuoOrder = z.output<typeof orderSchema>['order']
export type NuonuoDetail = z.output<typeof detailSchema>
