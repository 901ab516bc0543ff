import { describe, expect, test } from 'vitest'
import { buildCode } from './build-code'
import { amountOf, commonKinds, refuseMerge, totalFen } from './merge'

const first = buildCode()
const second = buildCode({ code: 'code-2', amountFen: 100 })

describe('adding a code to the application', () => {
  test('an open order of the same seller joins, from another store too', () => {
    expect(refuseMerge([first], buildCode({ code: 'code-2', storeName: '二店' }))).toBeUndefined()
  })
  test.each([
    ['mergeTwice', { code: 'code-1' }],
    ['mergeProduct', { kind: 'product' as const }],
    ['mergeState', { state: 'spent' as const }],
    ['mergeSeller', { sellerName: '别家' }],
  ])('%s', (refusal, overrides) => {
    expect(refuseMerge([first], buildCode({ code: 'code-2', ...overrides }))).toBe(refusal)
  })
  test('kinds must overlap', () => {
    const special = buildCode({ code: 'code-2', kinds: ['special'] })
    expect(refuseMerge([first], special)).toBeUndefined()
    expect(commonKinds([first, special])).toEqual(['special'])
    expect(refuseMerge([buildCode({ kinds: ['normal'] })], special)).toBe('mergeKind')
  })
  test('twenty are the most', () => {
    const many = Array.from({ length: 20 }, (_, index) => buildCode({ code: `c${index}` }))
    expect(refuseMerge(many, buildCode({ code: 'c20' }))).toBe('mergeTooMany')
  })
})

test('the sum is in fen; a product code has none', () => {
  expect(totalFen([first, second])).toBe(26900)
  expect(totalFen([buildCode({ kind: 'product', amountFen: undefined })])).toBeUndefined()
})

test('the amount is typed only for a product code', () => {
  expect(amountOf([first, second], '1')).toBe(26900)
  const product = buildCode({ kind: 'product', amountFen: undefined })
  expect(amountOf([product], '88.5')).toBe(8850)
  expect(amountOf([product], 'x')).toBeUndefined()
})
