import type { OrderLine } from '../invoice/model'
import type { Fen } from '../money/fen'
import { sumLines, toInvoiceLines } from './lines'
import { piecesOf } from './split-line'

/** Limits of one invoice. */
export interface SplitLimits {
  /** Largest 合计金额 (tax-exclusive, discounts taken off) of one invoice in fen; 0 means no limit. */
  maxAmountFen: Fen
  /** Most rows of one invoice, discount rows included. */
  maxLines: number
  /** Most parts before the order is refused. Default 1000. */
  maxParts?: number
}

/** The parts in order, or why the order cannot be split. */
export type SplitResult =
  | { ok: true; parts: OrderLine[][] }
  | { ok: false; reason: 'max_lines_too_small' | 'deduction_not_divisible' | 'too_many_parts' }

/** Tax-exclusive amount of a line net of its discount, as it will be printed. */
export function netAmount(line: OrderLine): Fen {
  return sumLines(toInvoiceLines([line], { at: 0 })).amountFen
}

const rowsOf = (line: OrderLine): number => (line.discountFen ? 2 : 1)

/**
 * Splits order lines over several invoices: every part within the limits, order kept, totals equal to the fen. A
 * line larger than the limit is cut in several: at whole units where the amount divides so, else by amount with
 * the quantity cut in proportion (or left out when it does not multiply back). A line of 差额征税 stays alone and is
 * never cut. Sources: single-invoice limit (单张限额, tax-exclusive) and row limit of the platforms, NuoNuo E9154.
 * Expects lines that `validateOrderLines` accepts; throws RangeError for limits that are no limits.
 */
export function splitOrderLines(lines: readonly OrderLine[], limits: SplitLimits): SplitResult {
  const { maxAmountFen, maxLines, maxParts = 1000 } = limits
  if (!Number.isSafeInteger(maxAmountFen) || maxAmountFen < 0)
    throw new RangeError('maxAmountFen must be ≥ 0')
  if (!Number.isSafeInteger(maxLines) || maxLines < 1) throw new RangeError('maxLines must be ≥ 1')
  const parts: OrderLine[][] = []
  let room = { rows: 0, amountFen: 0 }
  const place = (line: OrderLine, isAlone: boolean) => {
    const rows = rowsOf(line)
    const amountFen = netAmount(line)
    const current = parts.at(-1)
    if (current && !isAlone && rows <= room.rows && amountFen <= room.amountFen) {
      current.push(line)
      room = { rows: room.rows - rows, amountFen: room.amountFen - amountFen }
    } else {
      parts.push([line])
      const limit = maxAmountFen || Number.POSITIVE_INFINITY
      room = isAlone ? { rows: 0, amountFen: 0 } : { rows: maxLines - rows, amountFen: limit - amountFen }
    }
  }
  for (const line of lines) {
    if (rowsOf(line) > maxLines) return { ok: false, reason: 'max_lines_too_small' }
    const isDifferential = line.deductionFen !== undefined
    const isTooLarge = maxAmountFen > 0 && netAmount(line) > maxAmountFen
    if (isDifferential && isTooLarge) return { ok: false, reason: 'deduction_not_divisible' }
    const pieces = isTooLarge ? piecesOf(line, maxAmountFen, maxParts) : [line]
    if (!pieces) return { ok: false, reason: 'too_many_parts' }
    if (isTooLarge) room = { rows: 0, amountFen: 0 }
    for (const piece of pieces) place(piece, isDifferential)
    if (parts.length > maxParts) return { ok: false, reason: 'too_many_parts' }
  }
  return { ok: true, parts }
}
