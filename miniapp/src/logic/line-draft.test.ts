import { FIELD_CODES } from '@piaoma/shared/messages'
import { expect, test } from 'vitest'
import { changeLine, emptyLine, type LineDraft, lineIssues } from './line-draft'

const line = (change: Partial<LineDraft> = {}): LineDraft => ({
  ...emptyLine('l', { taxRate: '0.06', taxCode: '3070401000000000000' }),
  name: '餐饮服务',
  amount: '268.00',
  ...change,
})

test('quantity times price fills the amount', () => {
  expect(changeLine(line({ unitPrice: '12.5' }), { quantity: '3' }).amount).toBe('37.50')
  expect(changeLine(line({ unitPrice: '12.5', quantity: '3' }), { quantity: '' }).amount).toBe('268.00')
})

test('an amount that quantity and price do not give takes the price off', () => {
  const priced = line({ quantity: '2', unitPrice: '134' })
  expect(changeLine(priced, { amount: '100' })).toMatchObject({ amount: '100', quantity: '2', unitPrice: '' })
  expect(changeLine(priced, { amount: '268' }).unitPrice).toBe('134')
  expect(changeLine(line({ quantity: '2' }), { amount: '5' }).quantity).toBe('2')
})

test('price, quantity and amount must agree in what is sent', () => {
  expect(lineIssues([line({ quantity: '2', unitPrice: '134' })])).toEqual([])
  expect(lineIssues([line({ quantity: '2', unitPrice: '100' })])).toEqual([
    { path: 'lines.0.unitPrice', code: 'line.unit_price_mismatch' },
  ])
})

test('a field has one issue, and every issue has words', () => {
  const wrong = lineIssues([
    line({ amount: 'x', discount: '1e2', deduction: '-5', quantity: 'two', taxCode: '1' }),
    line({ name: '', amount: '' }),
  ])
  const amounts = wrong.filter((issue) => issue.path === 'lines.0.amountFen')
  expect(amounts).toEqual([{ path: 'lines.0.amountFen', code: 'number.form' }])
  expect(wrong.filter((issue) => !FIELD_CODES.includes(issue.code))).toEqual([])
})
