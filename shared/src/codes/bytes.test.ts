import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fromBase64, toBase64, toBase64Url, utf8Bytes, utf8Text } from './bytes'

// Ten thousand cases and more take a while on a busy machine.
const SLOW = { timeout: 120_000 }

const RUNS = { numRuns: 10_000 }
const bytes = fc.uint8Array({ maxLength: 120, size: 'max' })
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60, size: 'max' }),
  fc
    .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 40, size: 'max' })
    .map((units) => String.fromCharCode(...units)),
  fc.string({ unit: 'grapheme' }),
)

test('UTF-8 is written as the platform writes it, lone surrogates included', SLOW, () => {
  fc.assert(
    fc.property(text, (value) => {
      expect(Array.from(utf8Bytes(value))).toEqual(Array.from(new TextEncoder().encode(value)))
    }),
    RUNS,
  )
})

test('UTF-8 is read as the platform reads it strictly, and refused where it refuses', SLOW, () => {
  const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  const platform = (value: Uint8Array) => {
    try {
      return strict.decode(value)
    } catch {
      return undefined
    }
  }
  const nearly = fc
    .tuple(text, fc.nat(), fc.nat(255))
    .map(([value, at, byte]) => utf8Bytes(value).map((old, i, all) => (i === at % all.length ? byte : old)))
  const odd = fc
    .array(
      fc.constantFrom(
        0xc0,
        0xc2,
        0xe0,
        0xed,
        0xef,
        0xf0,
        0xf4,
        0xf5,
        0x80,
        0x8f,
        0x90,
        0x9f,
        0xa0,
        0xbf,
        0x41,
      ),
      { maxLength: 6, size: 'max' },
    )
    .map((list) => Uint8Array.from(list))
  fc.assert(
    fc.property(fc.oneof(bytes, nearly, odd, text.map(utf8Bytes)), (value) => {
      expect(utf8Text(value)).toBe(platform(value))
    }),
    { numRuns: 30_000 },
  )
})

test('base64 agrees with the platform and reads back either alphabet, padded or not', SLOW, () => {
  fc.assert(
    fc.property(bytes, (value) => {
      const buffer = Buffer.from(value)
      expect(toBase64(value)).toBe(buffer.toString('base64'))
      expect(toBase64Url(value)).toBe(buffer.toString('base64url'))
      for (const written of [
        toBase64(value),
        toBase64Url(value),
        toBase64(value).replace(/(.{7})/g, '$1\r\n '),
      ])
        expect(Array.from(fromBase64(written) ?? [256])).toEqual(Array.from(value))
    }),
    RUNS,
  )
})

test.each([
  'A',
  'AAAAA',
  'AA*A',
  'AAA=A',
  '====',
  'AA===',
  'ＡＡＡＡ',
  'AA.A',
])('%j is no base64', (value) => {
  expect(fromBase64(value)).toBeUndefined()
})
