import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MAX_FEN, parseYuan } from '../money/fen'
import { KINDS } from './kinds'
import { INVOICE_KINDS } from './model'
import { buildQrPayload, crc16, crc16Hex } from './qr-payload'
import { shanghaiDateCompact } from './shanghai-time'

const RUNS = { numRuns: 10_000 }

/** CRC by the definition: the remainder of the message, followed by 16 zero bits, over x^16 + x^15 + x^2 + 1. */
function remainder(bytes: readonly number[]): number {
  const bits = [...bytes, 0, 0].flatMap((byte) => Array.from({ length: 8 }, (_, i) => (byte >> (7 - i)) & 1))
  let register = 0
  for (const bit of bits) {
    register = (register << 1) | bit
    if (register & 0x10000) register ^= 0x18005
  }
  return register
}
const ascii = (text: string) => Array.from(text, (character) => character.charCodeAt(0))

describe('crc16', { timeout: 60_000 }, () => {
  test('has the check value of the catalogue', () => {
    expect(crc16(ascii('123456789'))).toBe(0xfee8)
    expect(crc16([])).toBe(0)
    expect(crc16Hex('')).toBe('0000')
  })

  test('is the polynomial remainder for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        expect(crc16(bytes)).toBe(remainder([...bytes]))
      }),
      RUNS,
    )
  })

  test('notices any single wrong digit of a payload', () => {
    const payload = fc.stringMatching(/^01,3[12],,\d{20},\d{1,6}\.\d{2},2026\d{4},,$/)
    fc.assert(
      fc.property(payload, fc.nat(), fc.integer({ min: 1, max: 9 }), (text, seed, shift) => {
        const digits = [...text].flatMap((character, index) => (/\d/.test(character) ? [index] : []))
        const at = digits[seed % digits.length] ?? 0
        const digit = (Number(text[at]) + shift) % 10
        expect(crc16Hex(text.slice(0, at) + String(digit) + text.slice(at + 1))).not.toBe(crc16Hex(text))
      }),
      RUNS,
    )
  })
})

describe('buildQrPayload', { timeout: 60_000 }, () => {
  test('is the payload as printed on a 数电票', () => {
    const head = '01,32,,26311234567890123456,1234.50,20260610,,'
    const model = {
      number: '26311234567890123456',
      kind: 'normal',
      totalFen: 123450,
      issuedAt: Date.parse('2026-06-09T16:00:00Z'),
    } as const
    expect(buildQrPayload(model)).toBe(head + crc16Hex(head))
    expect(buildQrPayload({ ...model, kind: 'special' })).toMatch(/^01,31,,26311234567890123456,/)
    expect(buildQrPayload({ ...model, issuedAt: model.issuedAt - 1 })).toContain(',20260609,')
  })

  test.each([
    undefined,
    '',
    '123',
    '2631123456789012345',
    '２6311234567890123456',
    '2631123456789012345x',
  ])('refuses the number %j: a preview has no code', (number) => {
    const model = { kind: 'normal', totalFen: 1, issuedAt: 0 } as const
    expect(() => buildQrPayload({ ...model, ...(number === undefined ? {} : { number }) })).toThrow(
      RangeError,
    )
  })

  test('can be read back field by field, and its CRC holds', () => {
    const model = fc.record({
      number: fc.stringMatching(/^\d{20}$/),
      kind: fc.constantFrom(...INVOICE_KINDS),
      totalFen: fc.integer({ min: -MAX_FEN, max: MAX_FEN }),
      issuedAt: fc.integer({ min: Date.UTC(2021, 0), max: Date.UTC(2099, 0) }),
    })
    fc.assert(
      fc.property(model, (invoice) => {
        const payload = buildQrPayload(invoice)
        const fields = payload.split(',')
        expect(fields).toHaveLength(8)
        const [version, kind, code, number, total = '', date, check, crc = ''] = fields
        expect([version, kind, code, number]).toEqual(['01', KINDS[invoice.kind].qr, '', invoice.number])
        expect([parseYuan(total), date, check]).toEqual([
          invoice.totalFen,
          shanghaiDateCompact(invoice.issuedAt),
          '',
        ])
        expect(crc).toMatch(/^[0-9A-F]{4}$/)
        expect(Number.parseInt(crc, 16)).toBe(remainder(ascii(payload.slice(0, -4))))
      }),
      RUNS,
    )
  })

  const samples = new URL('../../../../shared/fixtures/qr/payloads.tsv', import.meta.url)
  test.runIf(existsSync(samples))('rebuilds real payloads of printed 数电票', () => {
    const kinds = { '31': 'special', '32': 'normal' } as const
    let rebuilt = 0
    for (const row of readFileSync(samples, 'utf8').split('\n').slice(1)) {
      const [payload = '', type, , number, amount = '', date = '', , , verdict] = row.split('\t')
      const isPlain = /^01,3[12],,\d{20},\d+\.\d\d,\d{8},,[0-9A-Fa-f]{4}$/.test(payload)
      if ((type !== '31' && type !== '32') || verdict !== 'ok(with comma)' || !isPlain) continue
      const totalFen = parseYuan(amount)
      if (totalFen === undefined || !number) return expect.fail(`unreadable row ${row}`)
      const issuedAt = Date.parse(`${date}T12:00:00+08:00`)
      expect(buildQrPayload({ number, kind: kinds[type], totalFen, issuedAt })).toBe(
        payload.slice(0, -4) + payload.slice(-4).toUpperCase(),
      )
      rebuilt += 1
    }
    expect(rebuilt).toBeGreaterThan(20)
  })
})

test('each kind has its own code in every outside system', () => {
  expect(KINDS.normal).toMatchObject({ qr: '32', nuonuo: 'pc', xml: '02', bureau: '82' })
  expect(KINDS.special).toMatchObject({ qr: '31', nuonuo: 'bs', xml: '01', bureau: '81' })
  expect(Object.keys(KINDS).sort()).toEqual([...INVOICE_KINDS].sort())
})
