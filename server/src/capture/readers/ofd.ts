import type { ReceivedKind } from '@piaoma/shared/received'
import type { XmlNode } from '../../documents/xml-read'
import { FieldCollector } from '../fields'
import { readSheet, refusalOf } from '../layout/read-sheet'
import { kindOfNumbers } from '../layout/vat'
import { type CaptureLimits, UnreadError } from '../limits'
import type { UnpackBudget } from '../unpack'
import { combineDrafts, overlay } from './combine'
import { type Draft, kindOfTitle } from './draft'
import { type OfdPackage, openOfd } from './ofd-package'
import { sealOf } from './seal'
import { readXmlInvoice } from './xml'

/**
 * Reads an invoice OFD of both families. What leads: values by CustomTag reference, then the CustomData of OFD.xml, then
 * an attached `original_invoice.xml` or XBRL, then the printed text by its places. Parts that contradict each other make
 * a value doubtful. Its seal is judged by every part that was read.
 */
export function readOfdInvoice(bytes: Uint8Array, limits: CaptureLimits, budget: UnpackBudget): Draft[] {
  const ofd = openOfd(bytes, limits, budget)
  const printed = readPages(ofd)
  const attached = ofd.attachments.flatMap(readAttachment)
  const named = [readTags(ofd), readData(ofd)].filter((draft) => draft !== undefined)
  const drafts =
    named.length > 0 ? [layered([...named, ...attached, ...printed])] : combineDrafts(printed, attached)
  const readable = drafts.filter(({ fields }) => fields.number !== undefined)
  if (readable.length === 0)
    throw refusalOf(ofd.pages.flatMap(({ words }) => words.map(({ text }) => text)).join(''))
  const seal = sealOf(ofd)
  return readable.map((draft) => ({ ...draft, seal }))
}

/** All layers speak of the one invoice that tags and CustomData name. */
function layered(layers: readonly Draft[]): Draft {
  const [first, ...rest] = layers
  if (!first) throw new UnreadError('not_invoice', 'nothing was read')
  const draft = rest.reduce(overlay, first)
  const kind = layers.map((layer) => layer.kind).find((each) => each !== 'other') ?? 'other'
  return { ...draft, kind }
}

function readPages({ pages }: OfdPackage): Draft[] {
  const drafts: Draft[] = []
  for (const page of pages) {
    const reading = readSheet(page, 'ofd')
    const last = drafts.at(-1)
    if (reading.outcome === 'invoice') drafts.push(reading.draft)
    else if (reading.outcome === 'list' && last) {
      last.lines = [...last.lines.filter(({ name }) => !/详见.*清单/.test(name)), ...reading.lines]
      last.pages = [...last.pages, page.number]
    }
  }
  return combineDrafts(drafts, [])
}

function readAttachment(content: Uint8Array): Draft[] {
  try {
    const draft = readXmlInvoice(content)
    const fields = Object.entries(draft.fields).map(([name, field]) => [name, { ...field, source: 'ofd' }])
    return [{ ...draft, fields: Object.fromEntries(fields) as Draft['fields'] }]
  } catch (error) {
    // Anything may be attached; only a document that would be an attack is a reason to refuse the whole.
    if (error instanceof UnreadError && error.reason !== 'forbidden_content') return []
    throw error
  }
}

/** The kind by the words on the pages, for layers that do not know it themselves. */
function kindOf(ofd: OfdPackage, fields: FieldCollector): ReceivedKind {
  const text = ofd.pages
    .slice(0, 1)
    .flatMap(({ words }) => words.map((word) => word.text))
    .join('')
    .replace(/\s/g, '')
  return kindOfTitle(text) ?? kindOfNumbers(fields) ?? 'other'
}

const asDraft = (ofd: OfdPackage, fields: FieldCollector): Draft | undefined =>
  fields.has('number')
    ? {
        kind: kindOf(ofd, fields),
        fields: fields.fields,
        lines: [],
        pages: ofd.pages.map(({ number }) => number),
      }
    : undefined

function readData(ofd: OfdPackage): Draft | undefined {
  const { data } = ofd
  const fields = new FieldCollector('ofd', 0.99)
  fields.text('number', data.get('发票号码'))
  fields.text('code', data.get('发票代码'))
  fields.date('issuedOn', data.get('开票日期'))
  fields.text('checkCode', data.get('校验码'))
  fields.text('machineNumber', data.get('机器编号'))
  fields.money('amountFen', data.get('合计金额'))
  fields.tax(data.get('合计税额'))
  fields.money('totalFen', data.get('价税合计'))
  fields.text('buyerName', data.get('购买方名称'))
  fields.text('buyerTaxpayerId', data.get('购买方纳税人识别号'))
  fields.text('sellerName', data.get('销售方名称'))
  fields.text('sellerTaxpayerId', data.get('销售方纳税人识别号'))
  fields.text('drawer', data.get('开票人'))
  return asDraft(ofd, fields)
}

/** The texts behind each tag in the order of their references: each once, and of the first page that bears one. */
function taggedTexts(ofd: OfdPackage): Map<string, string[]> {
  const found = new Map<string, { page: string; refs: Set<string>; texts: string[] }>()
  const visit = (node: XmlNode) => {
    for (const child of node.children) {
      const isRef = child.name === 'ObjectRef'
      if (!isRef && child.name !== 'ObjectData') {
        visit(child)
        continue
      }
      const page = child.attributes.PageRef ?? ''
      const entry = found.get(node.name) ?? { page, refs: new Set(), texts: [] }
      const text = isRef ? ofd.objects.get(`${page}:${child.text}`)?.text : child.text
      if (text && entry.page === page && !entry.refs.has(child.text)) entry.texts.push(text)
      entry.refs.add(child.text)
      found.set(node.name, entry)
    }
  }
  ofd.tags.forEach(visit)
  return new Map([...found].map(([name, { texts }]) => [name, texts]))
}

function readTags(ofd: OfdPackage): Draft | undefined {
  const texts = taggedTexts(ofd)
  // An amount is one object (`¥264.00`) or two (`¥`, `264.00`); a long name is wrapped over several.
  const all = (name: string) => texts.get(name)?.join('')
  const one = (name: string) => texts.get(name)?.[0]
  const fields = new FieldCollector('ofd', 0.99)
  fields.text('number', one('InvoiceNo'))
  fields.text('code', one('InvoiceCode'))
  fields.date('issuedOn', all('IssueDate'))
  fields.text('checkCode', one('InvoiceCheckCode'))
  fields.text('machineNumber', one('MachineNo'))
  fields.text('buyerName', all('BuyerName'))
  fields.text('buyerTaxpayerId', one('BuyerTaxID'))
  fields.text('sellerName', all('SellerName'))
  fields.text('sellerTaxpayerId', one('SellerTaxID'))
  fields.money('amountFen', all('TaxExclusiveTotalAmount'))
  fields.tax(all('TaxTotalAmount'))
  fields.money('totalFen', all('TaxInclusiveTotalAmount'))
  fields.text('drawer', one('InvoiceClerk'))
  fields.text('payee', one('Payee'))
  fields.text('reviewer', one('Checker'))
  return asDraft(ofd, fields)
}
