import { formatYuan } from '@piaoma/shared/money'
import { escapeXml } from '../documents/xml-text'

/** What the receiver's file says of one booked 数电票. */
export interface ReceiverVoucher {
  number: string
  issuedOn: string
  sellerName: string
  sellerTaxpayerId: string
  amountFen: number
  taxFen: number
  totalFen: number
  isVerified: boolean
  isPaid: boolean
  entityName: string
  entityTaxpayerId: string
  /** `YYYY-MM-DD` */
  postedOn: string
  summary: string
}

const NS = 'http://xbrl.mof.gov.cn/taxonomy/2023-12-31/einv'
const yesNo = (value: boolean): string => (value ? '是' : '否')

/**
 * 电子凭证会计数据标准, 数电票, the receiver's instance: facts are flat under `xbrl`, accounting entries in a tuple. Names of
 * elements, entry point and namespace follow the Ministry of Finance's taxonomy of 2023-12-31 (einv).
 */
export function receiverVoucher(voucher: ReceiverVoucher): string {
  const context = `As_Of_${voucher.postedOn.replaceAll('-', '_')}`
  const text = (name: string, value: string) =>
    `  <einv:${name} contextRef="${context}">${escapeXml(value)}</einv:${name}>`
  const money = (name: string, fen: number) =>
    `  <einv:${name} contextRef="${context}" decimals="2" unitRef="CNY">${formatYuan(fen)}</einv:${name}>`
  return `${[
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<xbrl xmlns="http://www.xbrl.org/2003/instance" xmlns:einv="${NS}" xmlns:iso4217="http://www.xbrl.org/2003/iso4217" xmlns:link="http://www.xbrl.org/2003/linkbase" xmlns:xlink="http://www.w3.org/1999/xlink">`,
    '  <link:schemaRef xlink:href="einv_entry_point_2023-12-31.xsd" xlink:type="simple"/>',
    `  <context id="${context}">`,
    `    <entity><identifier scheme="http://xbrl.mof.gov.cn">${escapeXml(voucher.entityTaxpayerId)}</identifier></entity>`,
    `    <period><instant>${voucher.postedOn}</instant></period>`,
    '  </context>',
    '  <unit id="CNY"><measure>iso4217:CNY</measure></unit>',
    text('InvoiceNumber', voucher.number),
    text('SellerName', voucher.sellerName),
    text('SellerIdNum', voucher.sellerTaxpayerId),
    money('TotalAmWithoutTax', voucher.amountFen),
    money('TotalTaxAm', voucher.taxFen),
    money('TotalTax-includedAmount', voucher.totalFen),
    text('RequestTime', voucher.issuedOn),
    text('WhetherEinvoiceIsRedEinvoice', yesNo(voucher.totalFen < 0)),
    text('WhetherEinvoiceHasBeenChecked', yesNo(voucher.isVerified)),
    text('WhetherEinvoiceHasBeenBooked', yesNo(true)),
    text('WhetherEinvoiceHasBeenPaid', yesNo(voucher.isPaid)),
    text('UnifiedSocialCreditCodeOfAccountingEntity', voucher.entityTaxpayerId),
    text('NameOfAccountingEntity', voucher.entityName),
    '  <einv:InformationOfAccountingDocumentsTuple>',
    text('PostingDate', voucher.postedOn),
    text('AccountingPeriod', voucher.postedOn.slice(0, 7)),
    text('SummaryOfAccountingDocuments', voucher.summary),
    '  </einv:InformationOfAccountingDocumentsTuple>',
    '</xbrl>',
  ].join('\n')}\n`
}
