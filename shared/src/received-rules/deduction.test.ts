import fc from 'fast-check'
import { expect, test } from 'vitest'
import { noDeductionMessage } from '../messages'
import { RECEIVED_KINDS } from '../received/model'
import { DEDUCTION_RULES, deductibleTax } from './deduction'

const of = (subject: Partial<Parameters<typeof deductibleTax>[0]>) =>
  deductibleTax({ kind: 'digital_special', issuedOn: '2026-11-18', lineNames: [], ...subject })

test('a special invoice gives the tax it prints', () => {
  expect(of({ taxFen: 1_234 })).toMatchObject({ deductibleFen: 1_234, rule: 'special', isPrinted: true })
  expect(of({})).toEqual({ deductibleFen: 0, reason: 'values_missing' })
  expect(of({ taxFen: 0 })).toEqual({ deductibleFen: 0, reason: 'no_tax' })
})

test('rail gives fare ÷ 1.09 × 9 %, or what the voucher prints', () => {
  expect(of({ kind: 'rail', totalFen: 10_900 })).toMatchObject({
    deductibleFen: 900,
    rule: 'rail',
    isPrinted: false,
  })
  expect(of({ kind: 'rail', fareFen: 55_350, totalFen: 55_350 })).toMatchObject({ deductibleFen: 4_570 })
  expect(of({ kind: 'rail', totalFen: 18_100, taxFen: 1_495 })).toMatchObject({
    deductibleFen: 1_495,
    isPrinted: true,
  })
})

test('air gives (fare + fuel) ÷ 1.09 × 9 %, without the airport fund', () => {
  expect(of({ kind: 'air', fareFen: 100_000, fuelFen: 9_000, totalFen: 114_000 })).toMatchObject({
    deductibleFen: 9_000,
    rule: 'air',
  })
  expect(of({ kind: 'air', totalFen: 114_000 })).toEqual({ deductibleFen: 0, reason: 'values_missing' })
})

test('coach and ferry give 3 % when they name the passenger; a taxi gives nothing', () => {
  expect(of({ kind: 'machine', totalFen: 10_300, passenger: '李示例' })).toMatchObject({ deductibleFen: 300 })
  expect(of({ kind: 'machine', totalFen: 10_300 })).toEqual({ deductibleFen: 0, reason: 'kind' })
  expect(of({ kind: 'taxi', totalFen: 10_300, passenger: '李示例' })).toEqual({
    deductibleFen: 0,
    reason: 'kind',
  })
})

test('toll and passenger transport give the printed tax, other normal invoices nothing', () => {
  expect(of({ kind: 'toll', taxFen: 100 })).toMatchObject({ deductibleFen: 100, rule: 'toll' })
  const ride = { kind: 'digital_normal', taxFen: 100, specialBusiness: '旅客运输服务' } as const
  expect(of(ride)).toMatchObject({ deductibleFen: 100, rule: 'passenger_service' })
  expect(of({ ...ride, specialBusiness: undefined })).toEqual({ deductibleFen: 0, reason: 'kind' })
})

test('meals are not deductible, not even on a special invoice, under the old short name or the new', () => {
  for (const name of ['*餐饮服务*餐费', '*生产生活服务*餐饮服务']) {
    expect(of({ taxFen: 600, lineNames: [name] })).toEqual({ deductibleFen: 0, reason: 'excluded_service' })
  }
  expect(of({ taxFen: 600, lineNames: ['*餐饮服务*餐费', '*住宿服务*房费'] })).toMatchObject({
    deductibleFen: 600,
  })
})

test('before a rule was in force it gives nothing', () => {
  expect(of({ kind: 'rail', issuedOn: '2019-03-31', totalFen: 10_900 })).toEqual({
    deductibleFen: 0,
    reason: 'kind',
  })
})

test('every rule names its source; every reason has words', () => {
  for (const { source } of DEDUCTION_RULES) expect(source.length).toBeGreaterThan(8)
  for (const reason of ['kind', 'excluded_service', 'no_tax', 'values_missing'] as const) {
    expect(noDeductionMessage(reason, 'en')).not.toBe(noDeductionMessage(reason, 'zh-CN'))
  }
})

test('never negative, never more than the total, whole fen', () => {
  const fen = fc.option(fc.integer({ min: -10_000_000, max: 10_000_000 }), { nil: undefined })
  fc.assert(
    fc.property(fc.constantFrom(...RECEIVED_KINDS), fen, fen, fen, (kind, totalFen, fareFen, fuelFen) => {
      const { deductibleFen } = of({ kind, totalFen, fareFen, fuelFen, passenger: '李示例' })
      expect(Number.isSafeInteger(deductibleFen)).toBe(true)
      expect(deductibleFen).toBeGreaterThanOrEqual(0)
      const paid = kind === 'air' ? (fareFen ?? 0) + (fuelFen ?? 0) : Math.max(fareFen ?? 0, totalFen ?? 0)
      expect(deductibleFen).toBeLessThanOrEqual(Math.max(paid, 0))
    }),
    { numRuns: 5_000 },
  )
})
