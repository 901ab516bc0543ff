import { expect, test } from 'vitest'
import { verifyOutcomeMessage } from '../messages'
import type { FieldSource, ReceivedFields } from '../received/model'
import {
  fieldDifferences,
  isAskableOn,
  isSameQuestion,
  isTrySpent,
  planVerification,
  VERIFY_OUTCOMES,
  withChecked,
} from './verification'

const read = <T>(value: T, source: FieldSource = 'pdf') => ({ value, source, confidence: 0.9 })
const fields: ReceivedFields = {
  code: read('031002600111'),
  number: read('12345678'),
  issuedOn: read('2026-11-18'),
  amountFen: read(9_434),
  taxFen: read(566),
  totalFen: read(10_000),
  checkCode: read('12345678901234567890'),
}

test.each([
  ['digital_normal', { totalFen: 10_000 }],
  ['digital_special', { totalFen: 10_000 }],
  ['rail', { totalFen: 10_000 }],
  ['air', { totalFen: 10_000 }],
  ['electronic_special', { code: '031002600111', amountFen: 9_434 }],
  ['paper_special', { code: '031002600111', amountFen: 9_434 }],
  ['electronic_normal', { code: '031002600111', checkCode: '567890' }],
  ['paper_normal', { code: '031002600111', checkCode: '567890' }],
  ['roll', { code: '031002600111', checkCode: '567890' }],
  ['toll', { code: '031002600111', checkCode: '567890' }],
  ['fiscal', { code: '031002600111', checkCode: '567890', totalFen: 10_000 }],
] as const)('%s is asked by the value the tax side compares', (kind, values) => {
  expect(planVerification(kind, fields)).toEqual({
    plan: 'ask',
    question: { kind, number: '12345678', issuedOn: '2026-11-18', ...values },
  })
})

test('taxis, slips of fixed value and unknown kinds cannot be verified', () => {
  for (const kind of ['taxi', 'machine', 'quota', 'other'] as const) {
    expect(planVerification(kind, fields)).toEqual({ plan: 'unsupported' })
  }
})

test('what is missing or doubtful is named and nothing is asked; what a person typed is not doubtful', () => {
  const { checkCode: _, ...without } = fields
  expect(planVerification('toll', without)).toEqual({ plan: 'incomplete', fields: ['checkCode'] })
  expect(planVerification('toll', fields, ['checkCode', 'taxFen'])).toEqual({
    plan: 'incomplete',
    fields: ['checkCode'],
  })
  const typed = { ...fields, checkCode: read('12345678901234567890', 'person') }
  expect(planVerification('toll', typed, ['checkCode']).plan).toBe('ask')
})

test('only what the bureau numbers itself is asked about on its day', () => {
  expect(isAskableOn('digital_normal', '2026-11-22', '2026-11-22')).toBe(true)
  expect(isAskableOn('electronic_normal', '2026-11-22', '2026-11-22')).toBe(false)
  expect(isAskableOn('electronic_normal', '2026-11-21', '2026-11-22')).toBe(true)
  expect(isAskableOn('digital_normal', '2026-11-23', '2026-11-22')).toBe(false)
})

test('another value makes another question', () => {
  const plan = planVerification('digital_normal', fields)
  if (plan.plan !== 'ask') throw new Error('no question')
  expect(isSameQuestion(plan.question, { ...plan.question })).toBe(true)
  expect(isSameQuestion(plan.question, { ...plan.question, totalFen: 10_001 })).toBe(false)
})

test('what may have reached the service counts as a try', () => {
  expect(VERIFY_OUTCOMES.filter((outcome) => isTrySpent(outcome))).toEqual([
    'found',
    'mismatch',
    'no_record',
    'voided',
    'reversed',
    'unknown',
  ])
  expect(isTrySpent(null)).toBe(true)
})

test('the tax side’s values replace what machines read, never what a person typed, and differences are told', () => {
  const before: ReceivedFields = {
    sellerName: { ...read('杭州示例(集团)有限公司', 'ocr'), place: { page: 1, corners: [[0, 0]] } },
    taxFen: read(566, 'ocr'),
    remark: read('出差', 'person'),
  }
  const checked = { sellerName: '杭州示例（集团）有限公司', taxFen: 560, remark: '', drawer: '王示例' }
  expect(fieldDifferences(before, checked)).toEqual([
    { field: 'taxFen', read: 566, checked: 560 },
    { field: 'remark', read: '出差', checked: '' },
  ])
  const after = withChecked(before, { ...checked, remark: '别的' })
  expect(after.sellerName).toEqual({
    value: '杭州示例（集团）有限公司',
    confidence: 1,
    source: 'checked',
    place: { page: 1, corners: [[0, 0]] },
  })
  expect(after.taxFen?.value).toBe(560)
  expect(after.remark).toEqual(before.remark)
  expect(after.drawer).toEqual({ value: '王示例', confidence: 1, source: 'checked' })
})

test('every outcome has words in both languages', () => {
  for (const outcome of VERIFY_OUTCOMES) {
    expect(verifyOutcomeMessage(outcome, 'zh-CN')).not.toBe(verifyOutcomeMessage(outcome, 'en'))
  }
})
