import { type Fen, parseYuan } from '@piaoma/shared/money'
import { type Found, findAll } from './find'
import type { Line } from './page-text'

/**
 * Amounts of money in lines: `¥1,234.50`, `-0.05`, `42.00元`. The sign ¥ is often read as Y or dropped. A comma read
 * for the point (`12,50`) is taken back; without two decimals it is no amount.
 */
export function findAmounts(lines: readonly Line[]): Found<Fen>[] {
  const spans = findAll(
    lines,
    /(?<![\d.])(-?[¥Y]?-?\d{1,3}(?:[,.]\d{3})+[.,]\d{2}|-?[¥Y]?-?\d{1,9}[.,]\d{2})(?![\d.])/,
  )
  return spans.flatMap((span) => {
    const text = span.line.text.slice(span.from, span.to).replace(/[¥Y]/, '')
    const digits = text.replace(/[.,]/g, '')
    const value = parseYuan(`${digits.slice(0, -2)}.${digits.slice(-2)}`)
    return value === undefined ? [] : [{ value, span }]
  })
}

/** Whether the amount is printed with its currency sign. */
export const hasSign = ({ span: { line, from, to } }: Found<Fen>) =>
  /[¥Y]/.test(line.text.slice(Math.max(0, from - 1), to))
