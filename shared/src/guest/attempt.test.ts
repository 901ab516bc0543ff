import { describe, expect, test } from 'vitest'
import { keyFor, settleKey } from './attempt'
import { memoryStore } from './store'

function setUp() {
  const store = memoryStore()
  let made = 0
  return {
    key: (content: string) => keyFor(store, content, () => `key-${++made}`),
    settle: (status: number) => settleKey(store, status),
  }
}

describe('the Idempotency-Key of a submission', () => {
  test('stays for the same content through every unknown outcome', () => {
    const attempt = setUp()
    const first = attempt.key('content')
    for (const status of [0, 500, 502, 503, 408, 409, 425, 429]) {
      attempt.settle(status)
      expect(attempt.key('content'), `after ${status}`).toBe(first)
    }
  })
  test('is new for other content', () => {
    const attempt = setUp()
    expect(attempt.key('content')).not.toBe(attempt.key('other'))
  })
  test('ends with a known outcome, so that the same content can be sent again on purpose', () => {
    for (const status of [201, 400, 410, 422]) {
      const attempt = setUp()
      const first = attempt.key('content')
      attempt.settle(status)
      expect(attempt.key('content'), `after ${status}`).not.toBe(first)
    }
  })
})
