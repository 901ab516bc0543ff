import type { ProductCodeView } from '@piaoma/shared/contract'
import { expect, test } from 'vitest'
import {
  EMPTY_PRODUCT_CODE,
  type ProductCodeDraft,
  productCodeBody,
  productCodeChange,
  productCodeDraft,
  productCodeIssues,
} from './product-code-form'

const complete: ProductCodeDraft = {
  ...EMPTY_PRODUCT_CODE,
  title: '前台',
  name: '住宿服务',
  taxCode: '3070402000000000000',
}
const codes = (draft: ProductCodeDraft) => productCodeIssues(draft).map(({ path, code }) => `${path} ${code}`)

test('a complete form has no issues, an empty one says all of them', () => {
  expect(productCodeIssues(complete)).toEqual([])
  expect(codes(EMPTY_PRODUCT_CODE)).toEqual([
    'title field.required',
    'line.name field.required',
    'line.taxCode line.tax_code_form',
  ])
})

test('limits and dates must be in order', () => {
  expect(codes({ ...complete, minAmount: '100', maxAmount: '50' })).toEqual([
    'minAmountFen amount.above_maximum',
  ])
  expect(codes({ ...complete, minAmount: '0', maxAmount: 'x' })).toEqual([
    'minAmountFen amount.not_positive',
    'maxAmountFen number.form',
  ])
  expect(codes({ ...complete, validFrom: '2026-12-02', validUntil: '2026-12-01' })).toEqual([
    'validUntil time.order',
  ])
})

test('a limit or date that was emptied is cleared, the others stand', () => {
  const change = productCodeChange({ ...complete, minAmount: '5', validFrom: '' })
  expect(change).toMatchObject({ minAmountFen: 500, maxAmountFen: null, validFrom: null, validUntil: null })
})

test('what is sent has fen and whole days of Shanghai', () => {
  expect(
    productCodeBody({ ...complete, kinds: ['normal'], minAmount: '0.01', validUntil: '2026-12-31' }),
  ).toEqual({
    title: '前台',
    line: { name: '住宿服务', taxRate: '0.06', taxCode: '3070402000000000000' },
    kinds: ['normal'],
    validUntil: '2026-12-31T15:59:59.000Z',
    minAmountFen: 1,
  })
})

test('a code comes back from the form as it was', () => {
  const code = {
    title: '前台',
    storeId: '01JD0000000000000000000000',
    line: { name: '住宿服务', unit: '间', taxRate: '0.06', taxCode: '3070402000000000000' },
    kinds: ['normal', 'special'],
    validUntil: '2026-12-31T15:59:59.000Z',
    maxAmountFen: 500000,
  } as ProductCodeView
  const { title, storeId, line, kinds, validUntil, maxAmountFen } = code
  expect(productCodeBody(productCodeDraft(code))).toEqual({
    title,
    storeId,
    line,
    kinds,
    validUntil,
    maxAmountFen,
  })
})
