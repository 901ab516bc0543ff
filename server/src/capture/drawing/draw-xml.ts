import type { InvoiceLine, InvoiceModel } from '@piaoma/shared/invoice'
import type { ReceivedLine } from '@piaoma/shared/received'
import { parseTaxRate } from '@piaoma/shared/tax'
import { renderInvoicePdf } from '../../documents/render-pdf'
import { CAPTURE_LIMITS } from '../limits'
import type { Draft } from '../readers/draft'
import { readPdf } from '../readers/pdf'
import { readXmlInvoice } from '../readers/xml'
import { type Drawn, drawPdf } from './draw-pdf'

/** What is printed on no invoice needs no code; the renderer does not print it. */
const NO_CODE = '0000000000000000000'

/**
 * The page that a 数电票 of XML would have, by the project's own renderer and marked as drawn from the data, with the
 * places of its fields; undefined for other kinds of XML, which have no layout that we know.
 */
export async function drawXml(bytes: Uint8Array): Promise<Drawn | undefined> {
  const model = modelOf(readXmlInvoice(bytes))
  if (!model) return undefined
  const pdf = await renderInvoicePdf(model, { drawn: true })
  const drawn = await drawPdf(pdf, 1)
  const { drafts } = await readPdf(pdf, CAPTURE_LIMITS)
  const fields = Object.entries(drafts[0]?.fields ?? {})
  const places = Object.fromEntries(
    fields.flatMap(([name, field]) => (field.place ? [[name, field.place]] : [])),
  )
  return drawn && { ...drawn, places }
}

function modelOf({ kind, fields, lines }: Draft): InvoiceModel | undefined {
  const { number, issuedOn, amountFen, taxFen, totalFen, sellerName, buyerName, drawer, remark } = fields
  const isDigital = kind === 'digital_normal' || kind === 'digital_special'
  if (!isDigital || !number || !issuedOn || !amountFen || !taxFen || !totalFen) return undefined
  const party = (name: string | undefined, taxpayerId: string | undefined) => ({
    name: name ?? '',
    ...(taxpayerId ? { taxpayerId } : {}),
  })
  return {
    number: number.value,
    kind: kind === 'digital_special' ? 'special' : 'normal',
    issuedAt: Date.parse(`${issuedOn.value}T12:00:00+08:00`),
    seller: party(sellerName?.value, fields.sellerTaxpayerId?.value),
    buyer: party(buyerName?.value, fields.buyerTaxpayerId?.value),
    lines: lines.map(lineOf),
    amountFen: amountFen.value,
    taxFen: taxFen.value,
    totalFen: totalFen.value,
    drawer: drawer?.value ?? '',
    ...(remark ? { remark: remark.value } : {}),
  }
}

function lineOf({
  name,
  specification,
  unit,
  quantity,
  unitPrice,
  amountFen = 0,
  taxFen = 0,
  taxRate,
}: ReceivedLine) {
  const line: InvoiceLine = {
    nature: 'plain',
    name,
    amountFen,
    taxFen,
    totalFen: amountFen + taxFen,
    taxRate: parseTaxRate(taxRate ?? '') ?? 'not_taxed',
    taxCode: NO_CODE,
  }
  const printed = { specification, unit, quantity, unitPrice }
  return Object.assign(line, Object.fromEntries(Object.entries(printed).filter(([, value]) => value)))
}
