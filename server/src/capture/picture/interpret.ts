import type { InvoiceQr, ReceivedField, ReceivedFieldName, ReceivedKind } from '@piaoma/shared/received'
import type { InvoiceCode } from './codes/find-codes'
import { corroborate } from './corroborate'
import { readAir } from './kinds/air'
import { readFiscal } from './kinds/fiscal'
import { readRail } from './kinds/rail'
import { readMachine, readQuota, readTaxi } from './kinds/ticket'
import { readVat } from './kinds/vat'
import { type Draft, DraftBuilder, type ToFile } from './layout/draft'
import type { PageText } from './layout/page-text'

type FormReader = (builder: DraftBuilder, page: PageText) => void

const FORMS: Readonly<Record<ReceivedKind, FormReader>> = {
  digital_special: readVat,
  digital_normal: readVat,
  electronic_special: readVat,
  electronic_normal: readVat,
  paper_special: readVat,
  paper_normal: readVat,
  roll: readVat,
  toll: readVat,
  rail: readRail,
  air: readAir,
  taxi: readTaxi,
  machine: readMachine,
  quota: readQuota,
  fiscal: readFiscal,
  other: readMachine,
}

/** Where a page's fields come from, besides its text. */
export interface PageFacts {
  kind: ReceivedKind
  code?: InvoiceCode
  toFile: ToFile
  page: number
}

/** The draft of one page: its fields and lines by the form of its kind; what the QR code says is put in and compared. */
export function interpret(text: PageText, facts: PageFacts): DraftBuilder {
  const builder = new DraftBuilder(facts.kind, facts.toFile, facts.page)
  if (text.lines.length > 0) FORMS[facts.kind](builder, text)
  if (facts.code) mergeCode(builder.draft, facts.code.meaning)
  corroborate(builder.draft)
  return builder
}

/** A reading of text as sure as this is not overruled by the code: the two differ, and a person must look. */
const FIRM = 0.97

/**
 * A QR code corrects its own errors, so what it says is as printed. It gives what the text lacks, confirms what agrees,
 * and takes the place of an unsure reading. A firm reading that differs stays: the cross-check then shows the pair.
 */
function mergeCode(draft: Draft, qr: InvoiceQr): void {
  const said: [ReceivedFieldName, string | number | undefined][] = [
    ['code', qr.code],
    ['number', qr.number],
    ['issuedOn', qr.issuedOn],
    ['checkCode', qr.checkCode],
    [qr.amountIs === 'total' ? 'totalFen' : 'amountFen', qr.amountFen],
  ]
  for (const [name, value] of said) {
    if (value === undefined) continue
    const read: ReceivedField<unknown> | undefined = draft.fields[name]
    if (read && read.value !== value && read.confidence >= FIRM) continue
    const place = read?.place ? { place: read.place } : {}
    Object.assign(draft.fields, { [name]: { value, confidence: 0.99, source: 'qr', ...place } })
  }
}
