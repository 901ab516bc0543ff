import { buildTitleQr } from '@piaoma/shared/taxpayer'
import { expect, test } from 'vitest'
import {
  buyerOfCustomer,
  draftOfForm,
  emptyManual,
  formOf,
  isTyped,
  manualBody,
  manualIssues,
  readTitle,
} from './manual-draft'

const NUMBER = '91310115MA9999999F'
const line = {
  name: '餐费',
  amount: '100.00',
  discount: '5',
  taxRate: '0.06' as const,
  taxCode: '3070401000000000000',
}

function typed() {
  const draft = emptyManual('01ARZ3NDEKTSV4RRFFQ69G5FAV')
  const [first] = draft.lines
  return {
    ...draft,
    name: '上海示例贸易有限公司',
    taxpayerId: NUMBER,
    lines: first ? [{ ...first, ...line }] : [],
  }
}

test('what is kept and read again is what was typed', () => {
  const draft = typed()
  expect(draftOfForm(formOf(draft))).toEqual(draft)
})

test('an untouched form is nothing to keep, whatever store and kind are chosen', () => {
  expect(isTyped({ ...emptyManual('x'), kind: 'special' })).toBe(false)
  expect(isTyped({ ...emptyManual(), remark: 'a' })).toBe(true)
})

test('the body carries discount and draft; a missing store is an issue', () => {
  const body = manualBody(typed(), 'draft')
  expect(body).toMatchObject({ draftId: 'draft', lines: [{ amountFen: 10_000, discountFen: 500 }] })
  expect(body).not.toHaveProperty('version')
  expect(manualIssues({ ...typed(), storeId: '' })).toContainEqual({
    path: 'storeId',
    code: 'field.required',
  })
})

test('a title QR and a pasted block are read, a link is not', () => {
  const title = {
    type: 'company' as const,
    name: '上海示例贸易有限公司',
    taxpayerId: NUMBER,
    address: '示例路1号',
  }
  expect(readTitle(buildTitleQr(title))).toMatchObject({
    name: title.name,
    taxpayerId: NUMBER,
    address: '示例路1号',
  })
  expect(readTitle(`名称：${title.name}\n税号：${NUMBER}`)).toMatchObject({
    name: title.name,
    taxpayerId: NUMBER,
  })
  expect(readTitle('https://example.com/s/abc')).toBeUndefined()
  expect(readTitle('$01!!!$')).toBeUndefined()
})

test('a customer without addresses leaves the ones typed', () => {
  const customer = { id: 'x', name: '甲', source: 'console' as const, invoiceCount: 0 }
  expect(buyerOfCustomer(customer)).not.toHaveProperty('email')
})
