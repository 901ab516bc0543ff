import { isTollCode, kindOfCode, type ReceivedLine } from '@piaoma/shared/received'
import { findAll, findNode, type XmlNode } from '../../documents/xml-read'
import { FieldCollector, isNoTax, readLineMoney } from '../fields'
import { type Draft, lineOf } from './draft'
import { firstText, leavesOf } from './xml-document'

/** Whether a tree is `original_invoice.xml` of a tax-control OFD (fp:*, edrm.org.cn 2019), by its own elements. */
export const isOriginalXml = (root: XmlNode): boolean =>
  /^e-?invoice$/i.test(root.name) &&
  findAll(root, 'InvoiceNo').length > 0 &&
  findAll(root, 'TaxInclusiveTotalAmount').length > 0

/** Reads `original_invoice.xml`. `GraphCode` is the QR payload (one producer writes a picture there instead). */
export function readOriginalXml(root: XmlNode): Draft {
  const leaves = leavesOf(root)
  const fields = new FieldCollector('xml', 1)
  const text = (name: string) => firstText(leaves, name)
  fields.text('code', text('InvoiceCode'))
  fields.text('number', text('InvoiceNo'))
  fields.date('issuedOn', text('IssueDate'))
  fields.text('checkCode', text('InvoiceCheckCode'))
  fields.text('machineNumber', text('MachineNo'))
  fields.text('buyerName', text('BuyerName'))
  fields.text('buyerTaxpayerId', text('BuyerTaxID'))
  fields.text('sellerName', text('SellerName'))
  fields.text('sellerTaxpayerId', text('SellerTaxID'))
  fields.money('totalFen', text('TaxInclusiveTotalAmount'))
  fields.money('amountFen', text('TaxExclusiveTotalAmount'))
  fields.tax(text('TaxTotalAmount'))
  fields.text('remark', text('Note'))
  fields.text('drawer', text('InvoiceClerk'))
  fields.text('payee', text('Payee'))
  fields.text('reviewer', text('Checker'))
  const code = fields.fields.code?.value ?? ''
  const qr = text('GraphCode')
  const kind = kindOfCode(code) ?? (text('DocID') === '03' ? 'electronic_special' : 'electronic_normal')
  return {
    kind: isTollCode(code) ? 'toll' : kind,
    fields: fields.fields,
    lines: findAll(root, 'GoodsInfo').map(readLine),
    pages: [1],
    ...(qr && /^\d\d,/.test(qr) ? { qr } : {}),
  }
}

function readLine(node: XmlNode): ReceivedLine {
  const text = (name: string) => findNode(node, name)?.text
  const tax = text('TaxAmount')
  return lineOf({
    name: text('Item'),
    specification: text('Specification'),
    unit: text('MeasurementDimension'),
    quantity: text('Quantity'),
    unitPrice: text('Price'),
    amountFen: readLineMoney(text('Amount') ?? ''),
    taxRate: text('TaxScheme'),
    taxFen: tax !== undefined && isNoTax(tax) ? 0 : readLineMoney(tax ?? ''),
  })
}
