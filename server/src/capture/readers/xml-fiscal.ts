import { findNode, type XmlNode } from '../../documents/xml-read'
import { FieldCollector } from '../fields'
import type { Draft } from './draft'
import { firstText, leavesOf } from './xml-document'

/** Whether a tree is a 财政电子票据: an EInvoice whose main part has a ticket code, or whose tag says CZ-EI. */
export const isFiscalXml = (root: XmlNode): boolean =>
  /^einvoice$/i.test(root.name) &&
  (/^CZ-EI/.test(findNode(root, 'Header', 'EInvoiceTag')?.text ?? '') ||
    findNode(root, 'EInvoiceData', 'Main', 'EInvoiceNumber') !== undefined)

/** Reads a 财政电子票据: code, number, 校验码 (`RandomNumber`), parties and the one amount it has. */
export function readFiscalXml(root: XmlNode): Draft {
  const leaves = leavesOf(root)
  const fields = new FieldCollector('xml', 1)
  fields.text('code', firstText(leaves, 'EInvoiceCode'))
  fields.text('number', firstText(leaves, 'EInvoiceNumber'))
  fields.text('checkCode', firstText(leaves, 'RandomNumber'))
  fields.date('issuedOn', firstText(leaves, 'IssueDate'))
  fields.money('totalFen', firstText(leaves, 'TotalAmount'))
  fields.text('totalCapitals', firstText(leaves, 'TotalAmountCapital'))
  fields.text('sellerName', firstText(leaves, 'InvoicingPartyName'))
  fields.text('sellerTaxpayerId', firstText(leaves, 'InvoicingPartyCode'))
  fields.text('buyerName', firstText(leaves, 'PayerPartyName'))
  fields.text('buyerTaxpayerId', firstText(leaves, 'PayerPartyCode'))
  fields.text('drawer', firstText(leaves, 'HandlingPerson'))
  fields.text('payee', firstText(leaves, 'Payee', 'RecName'))
  fields.text('reviewer', firstText(leaves, 'Checker'))
  fields.text('remark', firstText(leaves, 'Remark'))
  return { kind: 'fiscal', fields: fields.fields, lines: [], pages: [1] }
}
