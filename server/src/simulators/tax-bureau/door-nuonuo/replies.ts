import type { ProblemCode } from '../core/types'

/** What the door does with a request. */
export type Reply =
  | { kind: 'json'; body: unknown }
  | { kind: 'page'; status: number; html: string }
  | { kind: 'silence' }
  | { kind: 'reset' }

export interface Coded {
  code: string
  describe: string
}

export function ok(describe: string, result?: unknown): Reply {
  return { kind: 'json', body: { code: 'E0000', describe, ...(result === undefined ? {} : { result }) } }
}

export function fail(code: string, describe: string): Reply {
  return { kind: 'json', body: { code, describe } }
}

export function errorPage(status: number): Reply {
  return {
    kind: 'page',
    status,
    html: `<html><head><title>${status}</title></head><body>nginx</body></html>`,
  }
}

/**
 * What NuoNuo checks itself and answers at once; every other problem comes back later as a failed result in the
 * bureau's words. Source: 返回码说明 of requestBillingNew. E9100 is this simulator's, for fields that are no fields.
 */
export const PROMPT_CODES: Partial<Record<ProblemCode, string>> = {
  seller_unknown: 'E9301',
  no_lines: 'E9122',
  too_many_lines: 'E9100',
  line_text: 'E9100',
  price_quantity: 'E9123',
  line_sum: 'E9130',
  line_tolerance: 'E9131',
  invoice_tolerance: 'E9131',
  discount_name: 'E9105',
  discount_position: 'E9108',
  discount_amount: 'E9110',
  discount_rate: 'E9112',
}
