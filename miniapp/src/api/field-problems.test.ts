import { expect, test } from 'vitest'
import { fieldProblems } from './field-problems'

test('a field is told in the words of the service, else in ours', () => {
  const problemOf = fieldProblems(
    [
      { path: 'email', code: 'email.form' },
      { path: 'lines.0.taxCode', code: 'line.tax_code_unknown', message: 'Not in the table.' },
    ],
    'en',
  )
  expect(problemOf('lines.0.taxCode')).toBe('Not in the table.')
  expect(problemOf('email')).toMatch(/e-mail/)
  expect(problemOf('buyer.name')).toBeUndefined()
})

test('the first issue of a field is the one that is shown', () => {
  const issues = [
    { path: 'name', code: 'field.required' },
    { path: 'name', code: 'text.too_long' },
  ]
  expect(fieldProblems(issues, 'zh-CN')('name')).toBe('请填写此项。')
})
