import type { TaxRate } from '../tax/rate'

/** 发票票种: 数电普票 (`normal`) or 数电专票 (`special`). */
export type InvoiceKind = 'normal' | 'special'

export const INVOICE_KINDS = ['normal', 'special'] as const satisfies readonly InvoiceKind[]

/** 购买方 or 销售方 as it stands on the invoice. A natural person has no `taxpayerId`. */
export interface InvoiceParty {
  name: string
  taxpayerId?: string
  address?: string
  phone?: string
  bankName?: string
  bankAccount?: string
}

/** 发票行性质: plain (0), discounted (2, the row a discount follows), discount (1). */
export type LineNature = 'plain' | 'discounted' | 'discount'

/**
 * One line of an order, tax-inclusive, as a till, a merchant or an import gives it.
 * Amounts are integer fen; quantity and unit price are decimal strings (yuan, tax-inclusive).
 */
export interface OrderLine {
  name: string
  specification?: string
  unit?: string
  quantity?: string
  unitPrice?: string
  /** 含税金额 after the line's own discount was NOT yet taken off. */
  amountFen: number
  /** 折扣 (tax-inclusive, positive): becomes a discount row right below the line. */
  discountFen?: number
  /** 差额征税 deduction (tax-inclusive, positive): tax is computed on the difference only. */
  deductionFen?: number
  taxRate: TaxRate
  /** 税收分类编码, always 19 digits as a string. */
  taxCode: string
}

/** One printed line: price and tax separated. `amountFen + taxFen === totalFen`, always. */
export interface InvoiceLine {
  nature: LineNature
  /** 项目名称 as printed: `*简称*名称`. */
  name: string
  specification?: string
  unit?: string
  quantity?: string
  /** 单价 excluding tax, yuan, up to 15 significant digits. */
  unitPrice?: string
  /** 金额 excluding tax. */
  amountFen: number
  taxFen: number
  /** 价税合计 of the line. */
  totalFen: number
  taxRate: TaxRate
  taxCode: string
  deductionFen?: number
}

/** The one model every document (PDF, OFD, XML, preview) is drawn from. */
export interface InvoiceModel {
  /** 发票号码, 20 digits; absent on a preview. */
  number?: string
  kind: InvoiceKind
  /** 开票日期 and time, epoch milliseconds UTC; shown in Asia/Shanghai. */
  issuedAt: number
  seller: InvoiceParty
  buyer: InvoiceParty
  lines: InvoiceLine[]
  amountFen: number
  taxFen: number
  totalFen: number
  remark?: string
  /** 开票人 */
  drawer: string
}
