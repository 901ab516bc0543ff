import { parseInvoiceDate } from '@piaoma/shared/received'
import type { DraftBuilder } from '../layout/draft'
import {
  behindLabel,
  type Found,
  findAll,
  findFirst,
  printedText,
  rightOf,
  type Span,
  spanText,
  wholeLine,
} from '../layout/find'
import type { Line, PageText } from '../layout/page-text'

/** A span as its text, parentheses as wide as they are printed. */
export const asText = (span: Span | undefined): Found<string> | undefined =>
  span && { value: printedText(span), span }

/** 发票号码: 20 digits of 数电, 8 of the rest. Behind its label, behind №, or the only such run in the head. */
export function putNumber(builder: DraftBuilder, page: PageText, digits: 8 | 10 | 20): void {
  const value = new RegExp(`(?<!\\d)(\\d{${digits}})(?!\\d)`)
  const span =
    behindLabel(page, /(发票|票据)?号码:?/, value) ??
    behindLabel(page, /N[o0°º.:]*|№/, value) ??
    findFirst(digits === 20 ? page.lines : headOf(page), value)
  builder.put('number', asText(span))
}

/** 发票代码: 10 or 12 digits; on paper without a label in the upper left. */
export function putCode(builder: DraftBuilder, page: PageText): void {
  const value = /(?<!\d)(\d{12}|\d{10})(?!\d)/
  const span = behindLabel(page, /(发票|票据)?代码:?/, value) ?? findFirst(codeLines(page), value)
  builder.put('code', asText(span))
}

const codeLines = (page: PageText) => headOf(page).filter(({ text }) => !/机器|编号|校验|电话|账/.test(text))

/** 开票日期 in any of its prints; the part after a label counts first. */
export function putDate(builder: DraftBuilder, page: PageText, label = /开票日期:?|日期:?/): void {
  builder.put('issuedOn', findDate(page, label))
}

const DATE = /(\d{4}\s*[年.\-/]\s*\d{1,2}\s*[月.\-/]\s*\d{1,2}日?|20\d{6})/

/** A day behind a label, else the first day on the page. */
export function findDate(page: PageText, label: RegExp): Found<string> | undefined {
  const labelled = behindLabel(page, label, DATE) ?? behindLabel(page, label, /(\d{4}年?\d{2}月?\d{2}日?)/)
  const spans = labelled ? [labelled] : findAll(page.lines, DATE)
  for (const span of spans) {
    const value = parseInvoiceDate(spanText(span))
    if (value) return { value, span }
  }
  return headlessDate(page)
}

/** The label of a slip covers the first digit of its year; no other century is possible. */
function headlessDate(page: PageText): Found<string> | undefined {
  const span = findFirst(page.lines, /(?<!\d)(0\d\d[年.-]\d\d[月.-]\d\d)(?!\d)/)
  const value = span && parseInvoiceDate(`2${spanText(span)}`)
  return value ? { value, span } : undefined
}

/** 校验码: 20 digits, printed in four groups of five. */
export function putCheckCode(builder: DraftBuilder, page: PageText): void {
  const span = behindLabel(page, /校验码:?|验码:?/, /(?<!\d)(\d{20})(?!\d)/)
  builder.put('checkCode', asText(span ?? groupsBehind(page)))
}

/** The groups may have become boxes of their own; then only a line that holds all of them counts. */
function groupsBehind(page: PageText): Span | undefined {
  const label = page.lines.find(({ text }) => /校验码/.test(text))
  const line = label && rightOf(page, label).find(({ text }) => /^\d{20}$/.test(text))
  return line && wholeLine(line)
}

/** 机器编号: 12 digits. */
export function putMachineNumber(builder: DraftBuilder, page: PageText): void {
  builder.put('machineNumber', asText(behindLabel(page, /机器编号:?|器编号:?/, /(?<!\d)(\d{12})(?!\d)/)))
}

/** 开票人, 收款人, 复核 at the foot. */
export function putPeople(builder: DraftBuilder, page: PageText): void {
  const value = /(?<=[:人核])([\p{Script=Han}A-Za-z0-9·]{1,20})$|^([\p{Script=Han}A-Za-z·]{2,20})$/u
  for (const [name, label] of [
    ['drawer', /开票人:?/],
    ['payee', /收款人:?/],
    ['reviewer', /复核人?:?/],
  ] as const) {
    builder.put(name, person(page, label, value))
  }
}

function person(page: PageText, label: RegExp, value: RegExp): Found<string> | undefined {
  for (const line of page.lines) {
    const match = label.exec(line.text)
    if (!match) continue
    const from = match.index + match[0].length
    const rest = line.text.slice(from)
    if (rest !== '') return { value: rest, span: { line, from, to: line.text.length } }
    const [next] = rightOf(page, line)
    if (next && value.test(next.text) && next.left - line.right < 8 * line.height && !/:/.test(next.text)) {
      return { value: next.text, span: wholeLine(next) }
    }
  }
  return undefined
}

/** Lines of the upper third. */
export const headOf = (page: PageText): Line[] =>
  page.lines.filter(({ y }) => y < page.top + (page.bottom - page.top) / 3)
