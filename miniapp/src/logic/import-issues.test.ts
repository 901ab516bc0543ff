import { expect, test } from 'vitest'
import { rowIssues } from './import-issues'

test('issues come in the order of the table, those of the table itself first', () => {
  expect(
    rowIssues([
      { path: 'rows.12.taxRate', code: 'line.tax_rate_unknown' },
      { path: 'rows.3', code: 'order_no.repeated', message: '表格里有相同的订单号。' },
      { path: 'file', code: 'field.required' },
    ]),
  ).toEqual([
    { field: 'file', code: 'field.required', message: undefined },
    { row: 3, field: '', code: 'order_no.repeated', message: '表格里有相同的订单号。' },
    { row: 12, field: 'taxRate', code: 'line.tax_rate_unknown', message: undefined },
  ])
})
