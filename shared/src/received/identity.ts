import { RECEIVED_KIND_INFO } from './kinds'
import type { Reading, ReceivedKind } from './model'

/** What names an invoice for good: the number alone (数电, rail, air) or code and number. */
export interface InvoiceIdentity {
  code?: string
  number: string
}

/**
 * Code and number of an invoice in their one spelling. XBRL and some exports join a 12-digit code and an 8-digit number
 * into 20 digits, so 20 digits are no proof of 数电票: they are split when the kind has a code, or when they begin with
 * 0 or 1 (a tax-control code; a 数电 number begins with its year) and nothing says that they are 数电.
 * `undefined` when it cannot be told which invoice this is.
 */
export function invoiceIdentity(kind: ReceivedKind, number = '', code = ''): InvoiceIdentity | undefined {
  const digits = number.replace(/\s/g, '')
  const ownCode = code.replace(/\s/g, '')
  if (!/^[0-9A-Za-z]{4,25}$/.test(digits)) return undefined
  const { identity } = RECEIVED_KIND_INFO[kind]
  if (identity === 'number') return { number: digits }
  if (/^\d{20}$/.test(digits)) {
    if (ownCode && digits.startsWith(ownCode)) return { code: ownCode, number: digits.slice(ownCode.length) }
    if (kind !== 'other' || /^[01]/.test(digits))
      return { code: digits.slice(0, 12), number: digits.slice(12) }
    return { number: digits }
  }
  return ownCode ? { code: ownCode, number: digits } : undefined
}

/**
 * The key under which an invoice exists once: `CODE|NUMBER`, with an empty code for what has none, so that it is never
 * null. `undefined` when number (or the code of a kind that needs one) was not read: such a reading equals no other.
 */
export function identityKey(reading: Pick<Reading, 'kind' | 'fields'>): string | undefined {
  const { kind, fields } = reading
  const identity = invoiceIdentity(kind, fields.number?.value, fields.code?.value)
  return identity && `${identity.code ?? ''}|${identity.number}`
}
