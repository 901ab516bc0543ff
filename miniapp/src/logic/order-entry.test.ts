import { expect, test } from 'vitest'
import { emptyLine } from './line-draft'
import { type EntryGoods, isCountable, moreOf, orderLines, orderTotal } from './order-entry'

const FOOD = '3070401000000000000'
const goods: EntryGoods[] = [
  { id: 'a', name: '双人套餐', unit: '份', unitPrice: '128.5', taxRate: '0.06', taxCode: FOOD },
  { id: 'b', name: '餐费', taxRate: '0.06', taxCode: FOOD },
]
const typed = (name: string, amount: string) => ({
  ...emptyLine('t', { taxRate: '0.06', taxCode: FOOD }),
  name,
  amount,
})

test('picked goods are counted, the typed line comes after them', () => {
  const lines = orderLines(goods, { a: 2 }, typed('茶位费', '12'))
  expect(lines).toEqual([
    {
      name: '双人套餐',
      unit: '份',
      quantity: '2',
      unitPrice: '128.5',
      amountFen: 25700,
      taxRate: '0.06',
      taxCode: FOOD,
    },
    { name: '茶位费', amountFen: 1200, taxRate: '0.06', taxCode: FOOD },
  ])
  expect(orderTotal(lines)).toBe(26900)
})

test('goods without a price are not counted, and an empty amount is no line', () => {
  expect(orderLines(goods, { b: 3, a: 0 }, typed('茶位费', ' '))).toEqual([])
  expect(goods.map(isCountable)).toEqual([true, false])
})

test('a price of no money cannot be counted', () => {
  expect(isCountable({ id: 'c', name: '赠品', unitPrice: '0', taxRate: '0', taxCode: FOOD })).toBe(false)
})

test('what is left empty is left to the merchant’s usual settings', () => {
  expect(moreOf({ orderNo: ' ', kinds: [], validUntil: '', remark: '' })).toEqual({})
  expect(moreOf({ orderNo: ' A-1 ', kinds: ['normal'], validUntil: '2026-12-31', remark: '包间' })).toEqual({
    orderNo: 'A-1',
    kinds: ['normal'],
    validUntil: '2026-12-31T15:59:59.000Z',
    remark: '包间',
  })
})
