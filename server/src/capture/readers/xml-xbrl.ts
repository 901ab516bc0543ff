import { invoiceIdentity, kindOfCode, type ReceivedKind, type ReceivedLine } from '@piaoma/shared/received'
import { findAll, findNode, type XmlNode } from '../../documents/xml-read'
import { FieldCollector, isNoTax, readLineMoney } from '../fields'
import { type Draft, lineOf } from './draft'
import { printedRate } from './xml-digital'
import { firstText, leavesOf } from './xml-document'

/** Taxonomies of 财政部 电子凭证会计数据标准 by the last part of their namespace; receiver files have the same facts. */
const TAXONOMIES: readonly [RegExp, ReceivedKind | 'none'][] = [
  [/^rai/, 'rail'],
  [/^atr/, 'air'],
  [/^einv_spcl/, 'digital_special'],
  [/^einv/, 'digital_normal'],
  [/^inv_spcl/, 'electronic_special'],
  [/^inv_tlf/, 'toll'],
  [/^inv/, 'electronic_normal'],
  [/^(?:ntrev|efi)/, 'fiscal'],
  [/^(?:bker|bkrs)/, 'none'],
]

/** The element that each field stands in, in the spellings of the taxonomies. */
const TEXTS = {
  code: ['CodeOfInvoice', 'InvoiceCode', 'EInvoiceCode'],
  number: [
    'ElectronicInvoiceRailwayETicketNumber',
    'ElectronicInvoiceAirTransportReceiptNumber',
    'NumberOfInvoice',
    'InvoiceNumber',
    'EInvoiceNumber',
  ],
  checkCode: ['IdentifyingCode', 'RandomNumber'],
  machineNumber: ['NumberOfInvoiceMachine'],
  totalCapitals: ['TaxIncludedAmountInWords', 'TotalTax-includedAmountInChinese', 'TotalAmountCapital'],
  buyerName: ['NameOfPurchaser', 'BuyerName', 'PayerPartyName'],
  buyerTaxpayerId: [
    'UnifiedSocialCreditCodeOfPurchaser',
    'TaxpayerIdentificationNumberUnifiedSocialCreditCodeOfPurchaser',
    'BuyerIdNum',
    'PayerPartyCode',
  ],
  sellerName: ['NameOfSeller', 'SellerName', 'InvoicingPartyName', 'IssueParty'],
  sellerTaxpayerId: [
    'UnifiedSocialCreditCodeOfSeller',
    'TaxpayerIdentificationNumberUnifiedSocialCreditCodeOfSeller',
    'SellerIdNum',
    'InvoicingPartyCode',
  ],
  remark: ['Remarks', 'Remark'],
  drawer: ['Issuer', 'Drawer', 'HandlingPerson'],
  payee: ['Payee'],
  reviewer: ['Reviewer', 'Checker'],
  passenger: ['PassengerName', 'Name'],
  fromPlace: ['DepartureStation'],
  toPlace: ['DestinationStation'],
  vehicle: ['TrainNumber', 'Flight'],
  ticketNumber: ['ETicketNumber', 'ElectronicTicketNum'],
  plate: ['PlateNumber', 'LicensePlateNumber'],
} as const

const MONEY = {
  amountFen: ['TotalAmountExcludingTax', 'TotalAmWithoutTax'],
  totalFen: ['TaxIncludedAmountInFigures', 'TotalTax-includedAmount', 'TotalAmount'],
  fareFen: ['Fare'],
  fuelFen: ['FuelSurcharge'],
  fundFen: ['CivilAviationDevelopmentFund'],
} as const

const taxonomyOf = (root: XmlNode): string | undefined => {
  for (const value of Object.values(root.attributes)) {
    const id = /xbrl\.mof\.gov\.cn\/taxonomy\/[\d-]+\/([\w-]+)/.exec(value)?.[1]
    if (id) return id
  }
  const reference = findAll(root, 'schemaRef')[0]?.attributes.href
  return reference && /^([a-z_]+?)_(?:issuer|receiver|entry)/.exec(reference.split('/').at(-1) ?? '')?.[1]
}

/** Whether a tree is an XBRL instance of that standard. */
export const isXbrl = (root: XmlNode): boolean => root.name === 'xbrl' && taxonomyOf(root) !== undefined

/** The kind that an instance speaks of; `none` for bank slips and statements. */
export function kindOfXbrl(root: XmlNode): ReceivedKind | 'none' {
  const id = taxonomyOf(root) ?? ''
  return TAXONOMIES.find(([pattern]) => pattern.test(id))?.[1] ?? 'other'
}

/** Reads an XBRL instance: its facts are flat and carry the same names in every taxonomy that has them. */
export function readXbrl(root: XmlNode, kind: ReceivedKind): Draft {
  const leaves = leavesOf(root)
  const fields = new FieldCollector('xml', 1)
  for (const [name, elements] of Object.entries(TEXTS)) {
    fields.text(name as keyof typeof TEXTS, firstText(leaves, ...elements))
  }
  for (const [name, elements] of Object.entries(MONEY)) {
    fields.money(name as keyof typeof MONEY, firstText(leaves, ...elements))
  }
  fields.date('issuedOn', firstText(leaves, 'DateOfIssue', 'IssueDate', 'IssueTime', 'RequestTime'))
  fields.date('travelOn', firstText(leaves, 'TravelDate', 'CarrierDate'))
  fields.tax(firstText(leaves, 'TaxAmount', 'TotalTaxAmount', 'TotalTaxAm', 'VatTaxAmount'))
  const carriage = firstText(leaves, 'Carriage') ?? ''
  fields.text('seat', carriage + (firstText(leaves, 'Seat') ?? '') || firstText(leaves, 'Class'))
  if (kind === 'rail') fields.money('totalFen', firstText(leaves, 'Fare'))
  splitUniqueCode(leaves, kind, fields)
  return {
    kind: kindFromCode(kind, fields),
    fields: fields.fields,
    lines: findAll(root, 'InformationOfTaxableGoodsOrServicesDetailItemsTuple').map(readLine),
    pages: [1],
  }
}

/** `UniqueCodeOfInvoice` joins code and number when they do not stand apart. */
function splitUniqueCode(
  leaves: ReadonlyMap<string, string[]>,
  kind: ReceivedKind,
  fields: FieldCollector,
): void {
  const joined = firstText(leaves, 'UniqueCodeOfInvoice')
  if (!joined) return
  if (/^\d{18}$/.test(joined)) {
    fields.text('code', joined.slice(0, 10))
    fields.text('number', joined.slice(10))
    return
  }
  const identity = invoiceIdentity(kind, joined)
  fields.text('code', identity?.code)
  fields.text('number', identity?.number)
}

function kindFromCode(kind: ReceivedKind, fields: FieldCollector): ReceivedKind {
  const isTaxControl = kind === 'electronic_normal' || kind === 'electronic_special'
  return (isTaxControl && kindOfCode(fields.fields.code?.value ?? '')) || kind
}

function readLine(node: XmlNode): ReceivedLine {
  const text = (...names: string[]) => names.map((name) => findNode(node, name)?.text).find((value) => value)
  const tax = text('TaxAmount', 'ComTaxAm')
  return lineOf({
    name: text('NameOfGoodsOrServices', 'NameOfTaxableGoodsOrServices', 'ItemName', 'Item'),
    specification: text('SpecificationAndModel', 'Specification', 'SpecMod'),
    unit: text('UnitOfMeasurement', 'Unit', 'MeaUnits'),
    quantity: text('Quantity'),
    unitPrice: text('UnitPrice', 'Price', 'UnPrice'),
    amountFen: readLineMoney(text('AmountExcludingTax', 'Amount') ?? ''),
    taxRate: printedRate(text('TaxRate')),
    taxFen: tax !== undefined && isNoTax(tax) ? 0 : readLineMoney(tax ?? ''),
  })
}
