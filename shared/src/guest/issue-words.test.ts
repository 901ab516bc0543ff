import { describe, expect, test } from 'vitest'
import { BUYER_ISSUES } from '../taxpayer'
import { controlOf, issueWords } from './issue-words'
import { phrases as en } from './phrases/en'
import { phrases } from './phrases/zh-CN'

const form = { taxpayerId: '123', type: 'company' as const }

describe('words at a field', () => {
  test.each(BUYER_ISSUES)('%s has its own', (code) => {
    const words = issueWords({ path: 'buyer.name', code }, form, phrases)
    expect(words).not.toBe(phrases.issueOther)
    expect(words).not.toMatch(/[{}]/)
  })
  test("the server's own words win, an unknown code is not silent", () => {
    expect(issueWords({ path: 'email', code: 'email.form', message: '请改' }, form, phrases)).toBe('请改')
    expect(issueWords({ path: 'x', code: 'brand.new' }, form, en)).toBe(en.issueOther)
  })
  test('limits and counts are filled in', () => {
    expect(issueWords({ path: 'remark', code: 'text.too_long' }, form, phrases)).toContain('200')
    expect(issueWords({ path: 'buyer.taxpayerId', code: 'buyer.taxpayer_id_length' }, form, en)).toContain(
      'has 3',
    )
  })
})

test('each path of the request belongs to a control of the page', () => {
  const control = (path: string, type: 'company' | 'person' = 'company') => controlOf(path, { type })
  expect(control('buyer.name')).toBe('companyName')
  expect(control('buyer.name', 'person')).toBe('personName')
  for (const field of ['taxpayerId', 'address', 'phone', 'bankName', 'bankAccount']) {
    expect(control(`buyer.${field}`)).toBe(field)
  }
  for (const field of ['email', 'mobile', 'remark', 'kind']) expect(control(field)).toBe(field)
  expect(control('amountFen')).toBe('amount')
  expect(control('codes.1')).toBeUndefined()
})
