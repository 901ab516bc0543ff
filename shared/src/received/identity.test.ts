import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { identityKey, invoiceIdentity } from './identity'
import { RECEIVED_KIND_INFO } from './kinds'
import { RECEIVED_KINDS, type ReceivedFields, type ReceivedKind } from './model'

const field = (value: string) => ({ value, confidence: 1, source: 'xml' as const })
const keyOf = (kind: ReceivedKind, number?: string, code?: string) => {
  const fields: ReceivedFields = {
    ...(number === undefined ? {} : { number: field(number) }),
    ...(code === undefined ? {} : { code: field(code) }),
  }
  return identityKey({ kind, fields })
}

describe('what names an invoice', () => {
  test('数电 has a number alone, 税控 its code and number', () => {
    expect(keyOf('digital_normal', '26440000000012345678')).toBe('|26440000000012345678')
    expect(keyOf('electronic_normal', '41057150', '044031800111')).toBe('044031800111|41057150')
  })

  test('20 digits of a kind with a code are code and number joined, however they came', () => {
    const joined = '04403180011141057150'
    expect(keyOf('electronic_normal', joined)).toBe('044031800111|41057150')
    expect(keyOf('electronic_normal', joined, '044031800111')).toBe('044031800111|41057150')
    expect(keyOf('other', joined)).toBe('044031800111|41057150')
    expect(keyOf('digital_normal', joined)).toBe(`|${joined}`)
    expect(keyOf('other', '26440000000012345678')).toBe('|26440000000012345678')
  })

  test('without its number, or the code that it needs, a reading equals no other', () => {
    for (const kind of RECEIVED_KINDS) expect(keyOf(kind)).toBeUndefined()
    expect(keyOf('taxi', '14038986')).toBeUndefined()
    expect(keyOf('digital_normal', '没有')).toBeUndefined()
  })

  test('two different invoices of one kind never share a key', () => {
    const kinds = fc.constantFrom(
      ...RECEIVED_KINDS.filter((kind) => RECEIVED_KIND_INFO[kind].identity === 'code_number'),
    )
    const code = fc.stringMatching(/^[01]\d{11}$/)
    const number = fc.stringMatching(/^\d{8}$/)
    fc.assert(
      fc.property(kinds, code, number, code, number, (kind, codeA, numberA, codeB, numberB) => {
        const isSame = codeA === codeB && numberA === numberB
        expect(keyOf(kind, numberA, codeA) === keyOf(kind, numberB, codeB)).toBe(isSame)
        expect(keyOf(kind, codeA + numberA)).toBe(keyOf(kind, numberA, codeA))
      }),
      { numRuns: 2000 },
    )
  })

  test('blanks inside printed numbers do not matter', () => {
    expect(invoiceIdentity('electronic_normal', '4105 7150', '0440 3180 0111')).toEqual({
      code: '044031800111',
      number: '41057150',
    })
  })
})
