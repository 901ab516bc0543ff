import { describe, expect, test } from 'vitest'
import { CODE_STATES } from '../contract'
import { ERRORS, type ErrorCode } from '../errors'
import { isPassing, noticeOfCode, noticeOfProblem } from './notice'
import { phrases } from './phrases/en'

describe('a code that cannot be invoiced has its page', () => {
  test.each(CODE_STATES.filter((state) => state !== 'open'))('%s', (state) => {
    const notice = noticeOfCode({ state })
    expect(phrases).toHaveProperty(`${notice}Title`)
    expect(phrases).toHaveProperty(`${notice}Body`)
  })
  test('an open code has the form', () => {
    expect(noticeOfCode({ state: 'open' })).toBeUndefined()
  })
})

describe('a failed request has its page', () => {
  test.each(Object.keys(ERRORS) as ErrorCode[])('%s has words', (code) => {
    const notice = noticeOfProblem({ code, status: ERRORS[code].status })
    expect(phrases).toHaveProperty(`${notice}Title`)
    expect(phrases).toHaveProperty(`${notice}Body`)
  })
  test('no answer is no network, whatever code it carries', () => {
    expect(noticeOfProblem({ code: 'server.busy', status: 0 })).toBe('offline')
    expect(noticeOfProblem({ code: 'server.busy', status: 503 })).toBe('broken')
  })
  test('the states of a code mean the same whether they come as a view or as a problem', () => {
    for (const state of ['spent', 'expired', 'inactive', 'unpaid', 'not_started'] as const) {
      expect(noticeOfProblem({ code: `code.${state}`, status: 409 })).toBe(noticeOfCode({ state }))
    }
  })
  test('trying again is offered only where it can help', () => {
    expect(isPassing('offline')).toBe(true)
    expect(isPassing('limited')).toBe(true)
    expect(isPassing('unknown')).toBe(false)
    expect(isPassing('tooOld')).toBe(false)
  })
})
