import { describe, expect, test } from 'vitest'
import { createFaultBoard } from './board'
import { faultSpec } from './types'

const spec = (input: unknown) => faultSpec.parse(input)

describe('faults', () => {
  test('strike as often as they were asked to, the oldest first', () => {
    const board = createFaultBoard()
    board.add(spec({ kind: 'http_error', status: 500, times: 1 }))
    board.add(spec({ kind: 'http_error', status: 503 }))
    expect(board.take('http_error', {})?.status).toBe(500)
    expect(board.take('http_error', {})?.status).toBe(503)
    expect(board.take('http_error', {})?.status).toBe(503)
    expect(board.list()).toHaveLength(1)
  })

  test('strike only whom they are meant for', () => {
    const board = createFaultBoard()
    board.add(spec({ kind: 'missing_file', taxNum: 'T', buyerName: '甲', format: 'pdf' }))
    const subject = { taxNum: 'T', orderNo: 'A', buyerName: '甲', format: 'pdf' }
    expect(board.take('missing_file', { ...subject, taxNum: 'U' })).toBeUndefined()
    expect(board.take('missing_file', { ...subject, buyerName: '乙' })).toBeUndefined()
    expect(board.take('missing_file', { ...subject, format: 'ofd' })).toBeUndefined()
    expect(board.take('missing_file', {})).toBeUndefined()
    expect(board.take('wrong_file', subject)).toBeUndefined()
    expect(board.take('missing_file', subject)).toBeDefined()
  })

  test('are not used up by a look that does not fit', () => {
    const board = createFaultBoard()
    board.add(spec({ kind: 'connection_reset', isAccepted: true, times: 1 }))
    expect(board.take('connection_reset', {}, (fault) => !fault.isAccepted)).toBeUndefined()
    expect(board.take('connection_reset', {}, (fault) => fault.isAccepted)).toBeDefined()
    expect(board.list()).toEqual([])
  })

  test('can be taken away one by one or all together', () => {
    const board = createFaultBoard()
    const [first] = [board.add(spec({ kind: 'callback_lost' })), board.add(spec({ kind: 'out_of_order' }))]
    expect(board.remove(first?.id)).toBe(1)
    expect(board.remove(99)).toBe(0)
    expect(board.remove()).toBe(1)
    expect(board.list()).toEqual([])
  })

  test.each([
    {},
    { kind: 'earthquake' },
    { kind: 'http_error', status: 200 },
    { kind: 'late_result', ms: -1 },
    { kind: 'callback_lost', times: 0 },
    { kind: 'callback_lost', tax: 'T' },
  ])('are refused when misspelt: %j', (input) => {
    expect(faultSpec.safeParse(input).success).toBe(false)
  })
})
