import { kindOfXmlLabel, type ReceivedLine } from '@piaoma/shared/received'
import { findAll, findNode, type XmlNode } from '../../documents/xml-read'
import { FieldCollector, readLineMoney } from '../fields'
import { type Draft, lineOf } from './draft'
import { firstText, leavesOf } from './xml-document'

/** Whether a tree is the EInvoice XML of 数电票 (versions 0.2 to 0.32, with or without a namespace). */
export const isDigitalXml = (root: XmlNode): boolean =>
  /^einvoice$/i.test(root.name) && findNode(root, 'EInvoiceData', 'BasicInformation') !== undefined

/**
 * Reads the EInvoice XML of 数电票. The number is that of the supervising bureau, then the header's: never the first
 * element with "Number" in its name, which is a number plate on toll invoices. Amounts stand in BasicInformation only.
 */
export function readDigitalXml(root: XmlNode): Draft {
  const basic = findNode(root, 'EInvoiceData', 'BasicInformation')
  const supervision = findNode(root, 'TaxSupervisionInfo')
  const header = findNode(root, 'Header')
  const text = (node: XmlNode | undefined, name: string) => findNode(node, name)?.text
  const fields = new FieldCollector('xml', 1)
  fields.text('number', text(supervision, 'InvoiceNumber') || text(header, 'EIid'))
  fields.date('issuedOn', text(supervision, 'IssueTime') || text(basic, 'RequestTime'))
  fields.money('amountFen', text(basic, 'TotalAmWithoutTax'))
  fields.tax(text(basic, 'TotalTaxAm'))
  fields.money('totalFen', text(basic, 'TotalTax-includedAmount'))
  fields.text('totalCapitals', text(basic, 'TotalTax-includedAmountInChinese'))
  fields.text('drawer', text(basic, 'Drawer'))
  readParties(root, fields)
  fields.text('remark', findNode(root, 'EInvoiceData', 'AdditionalInformation', 'Remark')?.text)
  readSpecific(findNode(root, 'EInvoiceData', 'SpecificInformation'), fields)
  const label = findNode(header, 'InherentLabel', 'GeneralOrSpecialVAT', 'LabelCode')?.text ?? ''
  const specialBusiness = specialBusinessOf(root)
  return {
    kind: kindOfXmlLabel(label.padStart(2, '0')) ?? 'digital_normal',
    fields: fields.fields,
    lines: findAll(root, 'IssuItemInformation').map(readLine),
    pages: [1],
    ...(specialBusiness ? { specialBusiness } : {}),
  }
}

function readParties(root: XmlNode, fields: FieldCollector): void {
  const buyer = findNode(root, 'EInvoiceData', 'BuyerInformation')
  const seller = findNode(root, 'EInvoiceData', 'SellerInformation')
  fields.text('buyerName', findNode(buyer, 'BuyerName')?.text)
  fields.text('buyerTaxpayerId', findNode(buyer, 'BuyerIdNum')?.text)
  fields.text('sellerName', findNode(seller, 'SellerName')?.text)
  fields.text('sellerTaxpayerId', findNode(seller, 'SellerIdNum')?.text)
}

/** 特定要素: the elements of toll and passenger transport that the model has a place for. */
function readSpecific(specific: XmlNode | undefined, fields: FieldCollector): void {
  if (!specific) return
  const leaves = leavesOf(specific)
  fields.text('plate', firstText(leaves, 'PlateNumber', 'LicensePlateNumber'))
  fields.text('passenger', firstText(leaves, 'Traveler', 'TravelerName', 'PassengerName'))
  fields.text('fromPlace', firstText(leaves, 'PlaceOfDeparture', 'DeparturePlace'))
  fields.text('toPlace', firstText(leaves, 'PlaceOfArrival', 'Destination', 'ArrivalPlace'))
  fields.date('travelOn', firstText(leaves, 'TravelDate', 'DateOfTravel'))
}

const SPECIFIC_NAMES: readonly [RegExp, string][] = [
  [/^Toll$/i, '通行费'],
  [/Passenger|Travel/i, '旅客运输服务'],
  [/Lease|Rental/i, '不动产经营租赁服务'],
  [/Freight|Cargo|GoodsTransport/i, '货物运输服务'],
  [/Construction|Building/i, '建筑服务'],
  [/Oil|Petroleum/i, '成品油'],
]

function specialBusinessOf(root: XmlNode): string | undefined {
  const labels = findAll(root, 'Label').filter((label) =>
    /特定业务|特定要素/.test(findNode(label, 'LabelType')?.text ?? ''),
  )
  const named = findNode(labels[0], 'LabelName')?.text
  if (named) return named
  const block = findNode(root, 'EInvoiceData', 'SpecificInformation')?.children[0]?.name ?? ''
  return SPECIFIC_NAMES.find(([pattern]) => pattern.test(block))?.[1]
}

/** A decimal rate (`0.13`, `0.130000`) as printed (`13%`); words and what is printed already stay. */
export function printedRate(rate: string | undefined): string | undefined {
  const text = (rate ?? '').trim()
  if (!/^0?\.\d+$|^[01]$/.test(text)) return text || undefined
  const perMille = Math.round(Number(text) * 1000)
  return `${perMille / 10}%`
}

function readLine(node: XmlNode): ReceivedLine {
  const text = (name: string) => findNode(node, name)?.text
  return lineOf({
    name: text('ItemName'),
    specification: text('SpecMod'),
    unit: text('MeaUnits'),
    quantity: text('Quantity'),
    unitPrice: text('UnPrice'),
    amountFen: readLineMoney(text('Amount') ?? ''),
    taxRate: printedRate(text('TaxRate')),
    taxFen: readLineMoney(text('ComTaxAm') ?? ''),
  })
}
