import type { FieldSource, ReceivedLine } from '@piaoma/shared/received'
import { FieldCollector } from '../fields'
import { UnreadError } from '../limits'
import { type Draft, kindOfTitle } from '../readers/draft'
import { readAirForm } from './air'
import { readLines } from './lines'
import { readPlainForm } from './plain'
import { readRailForm } from './rail'
import { type Page, Sheet } from './sheet'
import { kindOfNumbers, readVatForm } from './vat'

/** Text read off a page is right as printed; the doubt is whether it was taken from the right place. */
const CONFIDENCE = 0.97

/** What one page of text is: an invoice, the list (清单) that belongs to one, or neither with the reason. */
export type SheetReading =
  | { outcome: 'invoice'; draft: Draft }
  | { outcome: 'list'; lines: ReceivedLine[] }
  | { outcome: 'none'; refusal: UnreadError }

const TITLE = /电子发票[（(]|增值税(?:电子)?(?:普通|专用)发票|电子客票行程单/

/** Reads one page of positioned text, whatever file it came from. Two invoices printed on one sheet are read apart. */
export function readPageText(page: Page, source: FieldSource): SheetReading[] {
  const titles = page.words
    .filter(({ text }) => TITLE.test(text.replace(/\s/g, '')))
    .sort((a, b) => a.y - b.y)
  const starts = titles
    .filter(({ y }, index) => index === 0 || y - (titles[index - 1]?.y ?? 0) > 150)
    .map(({ y, size }) => y - size * 2.5)
  if (starts.length < 2) return [readSheet(page, source)]
  const bounds = [Number.NEGATIVE_INFINITY, ...starts.slice(1), Number.POSITIVE_INFINITY]
  return starts.map((_, index) => {
    const [top = 0, bottom = 0] = bounds.slice(index, index + 2)
    const words = page.words.filter(({ y }) => y >= top && y < bottom)
    return readSheet({ ...page, words }, source)
  })
}

/** Reads one form. */
export function readSheet(page: Page, source: FieldSource): SheetReading {
  const sheet = new Sheet(page)
  const fields = new FieldCollector(source, CONFIDENCE)
  const text = sheet.text
  if (/服务清单|销货清单/.test(text) && /所属增值税|清单.*小计/s.test(text)) {
    return { outcome: 'list', lines: readLines(sheet, fields) }
  }
  const draft = readForm(sheet, fields)
  if (draft && (draft.fields.number || draft.fields.totalFen)) return { outcome: 'invoice', draft }
  return { outcome: 'none', refusal: refusalOf(text) }
}

function readForm(sheet: Sheet, fields: FieldCollector): Draft | undefined {
  const { text } = sheet
  const kind = kindOfTitle(text)
  if (kind === 'rail') return readRailForm(sheet, fields)
  if (kind === 'air') return readAirForm(sheet, fields)
  if (kind) return readVatForm(sheet, kind, fields)
  if (/票据代码[:：]/.test(text) && /票据号码[:：]/.test(text)) return readPlainForm(sheet, 'fiscal', fields)
  if (/出租(?:汽)?车/.test(text) && /发票/.test(text)) return readPlainForm(sheet, 'taxi', fields)
  if (/定额发票/.test(text)) return readPlainForm(sheet, 'quota', fields)
  if (/通用.{0,4}发票|机打发票/.test(text)) return readPlainForm(sheet, 'machine', fields)
  if (!/发票号码/.test(text)) return undefined
  // The title is a picture on some forms: the numbers tell the kind.
  const draft = readVatForm(sheet, 'other', fields)
  const told = kindOfNumbers(fields)
  return told || /统一发票|区块链/.test(text) ? { ...draft, kind: told ?? 'other' } : undefined
}

/** What a page that is no invoice is, by name where it can be told. */
export function refusalOf(text: string): UnreadError {
  if (/回单|交易流水|对账单/.test(text)) return new UnreadError('bank_receipt', 'a slip of a bank')
  if (/統一發票|电子發票證明聯|電子發票證明聯/.test(text)) {
    return new UnreadError('not_mainland', 'an invoice of another tax system')
  }
  return new UnreadError('not_invoice', 'the text is not that of an invoice')
}
