import { describe, expect, test } from 'vitest'
import { REASON_CODES } from '../messages'
import { APPLICATION_STATUSES } from '../states'
import { buildApplication } from './build-application'
import { phrases } from './phrases/en'
import { canApplyAgain, expectation, isSettled, isUpToGuest, progressOf } from './progress'

describe('each state has its heading and steps', () => {
  test.each(APPLICATION_STATUSES)('%s', (status) => {
    const { title, steps } = progressOf(status)
    expect(phrases[title]).toBeTruthy()
    expect(steps.filter((step) => step.state === 'now').length).toBeLessThanOrEqual(1)
  })
  test('review is a step of its own only while it goes on', () => {
    expect(progressOf('reviewing').steps.map((step) => step.state)).toEqual(['done', 'now', 'next', 'next'])
    expect(progressOf('issuing').steps.map((step) => step.state)).toEqual(['done', 'now', 'next'])
  })
  test('an issued one has all steps behind it, a refused one shows none', () => {
    expect(progressOf('issued').steps.every((step) => step.state === 'done')).toBe(true)
    expect(progressOf('refused').steps).toEqual([])
  })
})

describe('watching ends when nothing more can happen', () => {
  const [invoice] = buildApplication().invoices
  test('issued with all files and deliveries settled', () => {
    expect(isSettled(buildApplication())).toBe(true)
  })
  test('not while a file is missing', () => {
    if (!invoice) throw new Error('the built application has an invoice')
    const files = { ...invoice.files, ofd: null }
    expect(isSettled(buildApplication({ invoices: [{ ...invoice, files }] }))).toBe(false)
  })
  test('not while a mail is on its way', () => {
    const delivery = {
      id: 'd',
      channel: 'email' as const,
      to: 'a***@b.cn',
      at: '2026-11-22T04:00:00.000Z',
    }
    expect(isSettled(buildApplication({ deliveries: [{ ...delivery, status: 'sending' }] }))).toBe(false)
    expect(isSettled(buildApplication({ deliveries: [{ ...delivery, status: 'failed' }] }))).toBe(true)
  })
  test('a rejection is the end, a refusal may be mended by the merchant', () => {
    expect(isSettled(buildApplication({ status: 'rejected' }))).toBe(true)
    expect(isSettled(buildApplication({ status: 'refused' }))).toBe(false)
    expect(isSettled(buildApplication({ status: 'waiting' }))).toBe(false)
  })
})

test('applying again is offered where the codes are free again', () => {
  for (const status of APPLICATION_STATUSES) {
    const isFree = ['refused', 'rejected', 'cancelled'].includes(status)
    expect(canApplyAgain(buildApplication({ status })), status).toBe(isFree)
  }
  expect(canApplyAgain(buildApplication({ status: 'refused', codes: [] }))).toBe(false)
})

test('what the guest typed he can mend, what the merchant set up he cannot', () => {
  const because = (code: string) => isUpToGuest({ reason: { code, text: '' } })
  expect(because('refused_guest')).toBe(true)
  expect(because('rejected_by_merchant')).toBe(true)
  expect(because('refused_merchant')).toBe(false)
  expect(because('limit.lineName')).toBe(false)
  for (const code of ['refused_guest', 'rejected_by_merchant']) expect(REASON_CODES).toContain(code)
})

describe('the promise about time is honest', () => {
  test('within the usual time, then late, never a number that has passed', () => {
    expect(expectation({ status: 'issuing', expectedSeconds: 10 }, 3)).toEqual({
      key: 'expectSoon',
      seconds: 10,
    })
    expect(expectation({ status: 'issuing', expectedSeconds: 10 }, 11)?.key).toBe('expectLate')
  })
  test('a review without an estimate is up to the merchant; other states then promise nothing', () => {
    expect(expectation({ status: 'reviewing' }, 0)?.key).toBe('expectOpen')
    expect(expectation({ status: 'waiting' }, 0)).toBeUndefined()
    expect(expectation({ status: 'issued', expectedSeconds: 5 }, 0)).toBeUndefined()
  })
})
