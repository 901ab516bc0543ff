import type { OrderLine } from '../invoice/model'
import type { Fen } from '../money/fen'
import { sumLines, toInvoiceLines } from './lines'
import { piecesOf } from './split-line'
import { checkTolerance, INVOICE_TOLERANCE_FEN } from './tolerance'

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
export type SplitResult = { ok: true; parts: OrderLine[][] } | { ok: false; reason: SplitRefusal }

/**
 * Why an order cannot be split: a discounted line needs two rows, a differential line exceeds the limit alone, there
 * would be more than `maxParts`, or a part would hold nothing but wholly discounted lines (an invoice over 0.00).
 */
export type SplitRefusal =
  | 'max_lines_too_small'
  | 'deduction_not_divisible'
  | 'too_many_parts'
  | 'part_without_amount'

/** What one line takes of an invoice: rows, tax-exclusive amount net of the discount, error against the rate. */
interface Size {
  rows: number
  amountFen: Fen
  error: number
}

const NOTHING: Size = { rows: 0, amountFen: 0, error: 0 }

function sizeOf(line: OrderLine): Size {
  const printed = toInvoiceLines([line], { at: 0 })
  return {
    rows: printed.length,
    amountFen: sumLines(printed).amountFen,
    error: checkTolerance(printed).error,
  }
}

/**
 * Splits order lines over several invoices: every part within the limits and within the 1.27 yuan of summed line
 * errors, order kept, totals equal to the fen. A line larger than the limit is cut in several: at whole units where
 * the amount divides so, else by amount with the quantity cut in proportion (or left out when it does not multiply
 * back). A line of 差额征税 stays alone and is never cut. Sources: single-invoice limit (单张限额, tax-exclusive) and
 * row limit of the platforms, NuoNuo E9154. Expects lines that `validateOrderLines` accepts; throws RangeError for
 * limits that are no limits.
 */
export function splitOrderLines(lines: readonly OrderLine[], limits: SplitLimits): SplitResult {
  const { maxAmountFen, maxLines, maxParts = 1000 } = limits
  if (!Number.isSafeInteger(maxAmountFen) || maxAmountFen < 0)
    throw new RangeError('maxAmountFen must be ≥ 0')
  if (!Number.isSafeInteger(maxLines) || maxLines < 1) throw new RangeError('maxLines must be ≥ 1')
  const whole: Size = {
    rows: maxLines,
    amountFen: maxAmountFen || Number.POSITIVE_INFINITY,
    error: INVOICE_TOLERANCE_FEN * 1000,
  }
  const parts: OrderLine[][] = []
  let room = NOTHING
  for (const line of lines) {
    const size = sizeOf(line)
    const isAlone = line.deductionFen !== undefined
    if (size.rows > maxLines) return { ok: false, reason: 'max_lines_too_small' }
    const isTooLarge = size.amountFen > whole.amountFen
    if (isAlone && isTooLarge) return { ok: false, reason: 'deduction_not_divisible' }
    const pieces = isTooLarge ? piecesOf(line, maxAmountFen, maxParts) : [line]
    if (!pieces) return { ok: false, reason: 'too_many_parts' }
    for (const piece of pieces) {
      const taken = isTooLarge ? sizeOf(piece) : size
      const isNew = isAlone || isTooLarge || !fits(taken, room)
      if (isNew) parts.push([])
      parts[parts.length - 1]?.push(piece)
      room = isAlone ? NOTHING : minus(isNew ? whole : room, taken)
    }
    if (parts.length > maxParts) return { ok: false, reason: 'too_many_parts' }
  }
  const isEmpty = parts.some((part) => part.every((line) => line.amountFen === line.discountFen))
  return isEmpty ? { ok: false, reason: 'part_without_amount' } : { ok: true, parts }
}

function fits(size: Size, room: Size): boolean {
  return size.rows <= room.rows && size.amountFen <= room.amountFen && size.error <= room.error
}

function minus(room: Size, size: Size): Size {
  return {
    rows: room.rows - size.rows,
    amountFen: room.amountFen - size.amountFen,
    error: room.error - size.error,
  }
}
