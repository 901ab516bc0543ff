import type { InvoiceKind } from './model'

/** Names of a kind and its codes in the outside systems. */
export interface KindInfo {
  zh: string
  en: string
  /** Heading as printed on the layout: `电子发票（普通发票）`. */
  title: string
  /** Second field of the QR payload. */
  qr: '31' | '32'
  /** NuoNuo open platform `invoiceLine`. */
  nuonuo: 'bs' | 'pc'
  /** EInvoice XML `GeneralOrSpecialVAT/LabelCode`. */
  xml: '01' | '02'
  /** 发票类型代码 of the bureau and of verification (查验). */
  bureau: '81' | '82'
}

/**
 * The two kinds of 数电票 at every edge. The outside systems number them differently, so one internal name is kept
 * and mapped here. Sources: QR codes of printed invoices, NuoNuo open platform, EInvoice XML, 查验 fplxdm.
 */
export const KINDS: Readonly<Record<InvoiceKind, KindInfo>> = {
  normal: {
    zh: '数电普票',
    en: 'Ordinary e-invoice',
    title: '电子发票（普通发票）',
    qr: '32',
    nuonuo: 'pc',
    xml: '02',
    bureau: '82',
  },
  special: {
    zh: '数电专票',
    en: 'Special VAT e-invoice',
    title: '电子发票（增值税专用发票）',
    qr: '31',
    nuonuo: 'bs',
    xml: '01',
    bureau: '81',
  },
}
