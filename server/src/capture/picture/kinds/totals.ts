import { type Fen, parseCapitals } from '@piaoma/shared/money'
import { findAmounts, hasSign } from '../layout/amounts'
import type { DraftBuilder } from '../layout/draft'
import { type Found, findAll, findFirst, isSameRow, rightOf, type Span, spanText } from '../layout/find'
import type { Line, PageText } from '../layout/page-text'

const CAPITALS =
  /([负]?[零〇壹贰貳弍叁參参肆伍陆陸柒捌玖拾佰仟万亿]+[圆元圓][零壹贰叁参肆伍陆柒捌玖角分整正]*)/

/** Amounts of a VAT invoice: 合计 row (amount, tax), 价税合计 in capitals and figures. */
export function putTotals(builder: DraftBuilder, page: PageText): void {
  const capitals = findCapitals(page)
  builder.put('totalCapitals', capitals)
  const total = findTotal(page)
  const sum = sumRow(page, total)
  builder.put('totalFen', total)
  const chosen = chooseSum(sum, total?.value ?? (capitals && parseCapitals(capitals.value)))
  builder.put('amountFen', chosen.amount)
  builder.put('taxFen', chosen.tax)
}

/** The amount in capitals; ⊗ before it is read in many ways and left out. */
export function findCapitals(page: PageText): Found<string> | undefined {
  const span = findAll(page.lines, CAPITALS).find((each) => parseCapitals(capitalsOf(each)) !== undefined)
  return span && { value: capitalsOf(span), span }
}

/** A small 叁 is often read as 参, which stands in no amount. */
const capitalsOf = (span: Span) => spanText(span).replaceAll('参', '叁')

/** 价税合计 in figures, behind (小写); else the amount in the row of the capitals. */
export function findTotal(page: PageText): Found<Fen> | undefined {
  for (const { line, to } of findAll(page.lines, /(小写|写\))/)) {
    const found =
      findAmounts([line]).find(({ span }) => span.from >= to) ?? findAmounts(rightOf(page, line))[0]
    if (found) return found
  }
  const row = findFirst(page.lines, /(价税合计|大写)/)?.line ?? findCapitals(page)?.span.line
  return row && findAmounts(rightOf(page, row)).at(-1)
}

/** The y of the row that closes the goods: between buyer and seller of a tax-control invoice. */
export function totalRow(page: PageText): Line | undefined {
  return findFirst(page.lines, /(价税合计|[(]大写|小写[)])/)?.line ?? findCapitals(page)?.span.line
}

/** Amounts of the 合计 row from left to right. */
function sumRow(page: PageText, total: Found<Fen> | undefined): Found<Fen>[] {
  const below = totalRow(page) ?? total?.span.line
  const label = findAll(page.lines, /^(合计|计)$/).find(
    ({ line }) => !below || line.y < below.y - 0.5 * line.height,
  )?.line
  const above = page.lines.filter(
    (line) =>
      !below ||
      (line.y < below.y - 0.4 * below.height && line.y > below.y - 6 * Math.max(below.height, line.height)),
  )
  const signed = findAmounts(above).filter(hasSign)
  const inRow = label
    ? findAmounts(page.lines.filter((line) => line.x > label.x && isSameRow(line, label, 1)))
    : []
  const row = inRow.length > 0 ? inRow : lowestRow(signed)
  const stars = starred(page, row, label)
  return [...row, ...stars].sort((a, b) => a.span.line.x - b.span.line.x || a.span.from - b.span.from)
}

function lowestRow(amounts: readonly Found<Fen>[]): Found<Fen>[] {
  const lowest = amounts.reduce<Found<Fen> | undefined>(
    (low, next) => (!low || next.span.line.y > low.span.line.y ? next : low),
    undefined,
  )
  return lowest ? amounts.filter(({ span }) => isSameRow(span.line, lowest.span.line, 1)) : []
}

/** Tax-free: the tax is printed as stars. */
function starred(page: PageText, row: readonly Found<Fen>[], label: Line | undefined): Found<Fen>[] {
  const base = row[0]?.span.line ?? label
  if (!base || row.length !== 1) return []
  const line = page.lines.find(
    (other) => other.x > base.x && isSameRow(other, base, 1) && /^[¥*]{1,4}$/.test(other.text),
  )
  return line && /\*/.test(line.text) ? [{ value: 0, span: { line, from: 0, to: line.text.length } }] : []
}

interface Sum {
  amount?: Found<Fen>
  tax?: Found<Fen>
}

/** Of the amounts in the row the pair that makes the total; else its first and last as they stand. */
function chooseSum(row: readonly Found<Fen>[], total: Fen | undefined): Sum {
  for (const amount of row) {
    const tax = row.find(
      (other) =>
        other !== amount && total === amount.value + other.value && other.span.line.x >= amount.span.line.x,
    )
    if (tax) return { amount, tax }
  }
  const [amount, tax] = row
  return { amount, tax: row.length > 1 ? tax : undefined }
}
