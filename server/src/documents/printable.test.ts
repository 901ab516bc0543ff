import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { printable, printableLines } from './printable'

test('radicals and compatibility ideographs become the characters people mean', () => {
  expect(printable('⼀⾦')).toBe('一金')
  expect(printable('\uf9d8')).toBe('\u5f8b')
})

test('control, invisible and direction characters become one space', () => {
  expect(printable('  江\u0000南\u202e小\u200b馆\t\n')).toBe('江 南 小 馆')
})

test('half a surrogate pair becomes 〓, a whole one is kept', () => {
  expect(printable('a\ud83d')).toBe('a〓')
  expect(printable('𬭎')).toBe('𬭎')
})

test('lines keep their breaks and lose blank ends', () => {
  expect(printableLines('一\r\n\n二\u2028三\n\n')).toEqual(['一', '', '二', '三'])
  expect(printableLines('')).toEqual([])
})

test('printing twice changes nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => printable(printable(text)) === printable(text)),
  )
})
