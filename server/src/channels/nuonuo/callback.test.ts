import { describe, expect, test } from 'vitest'
import { NUONUO_CALLBACK_REFUSED, NUONUO_CALLBACK_TAKEN, parseNuonuoCallback } from './callback'

const form = (fields: Record<string, string>) => new URLSearchParams(fields).toString()

describe('callback', () => {
  test('gives the serial and nothing else', () => {
    const content = JSON.stringify({ c_status: '1', c_orderno: 'ANOTHER', c_hjse: '1000000.00' })
    expect(parseNuonuoCallback(form({ operater: 'callback', orderno: 'PM0001', content }))).toEqual({
      serial: 'PM0001',
    })
  })

  test.each([
    ['', 'empty'],
    [form({ operater: 'callback' }), 'no order number'],
    [form({ operater: 'other', orderno: 'PM0001' }), 'another operation'],
    [form({ operater: 'callback', orderno: 'x'.repeat(21) }), 'an order number longer than any of ours'],
    [form({ operater: 'callback', orderno: '订单一' }), 'characters we never use'],
    [form({ operater: 'callback', orderno: 'PM 1' }), 'a blank'],
    ['{"operater":"callback","orderno":"PM0001"}', 'JSON instead of a form'],
    [form({ operater: 'callback', orderno: 'PM0001', content: 'x'.repeat(300_000) }), 'too large a form'],
  ])('is ignored: %#', (body, _why) => {
    expect(parseNuonuoCallback(body)).toBeUndefined()
  })

  test('answers are the ones NuoNuo looks for', () => {
    expect(JSON.stringify(NUONUO_CALLBACK_TAKEN)).toBe('{"status":"0000","message":"同步成功"}')
    expect(NUONUO_CALLBACK_REFUSED.status).toBe('0001')
  })
})
