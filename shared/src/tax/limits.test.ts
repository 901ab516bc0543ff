import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { gbkByteLength, isGbk } from './gbk'
import { checkText } from './limits'

const RUNS = { numRuns: 10_000 }
const codes = (...args: Parameters<typeof checkText>) => checkText(...args).map(({ code }) => code)

/** The two-byte characters as this runtime's own GBK decoder knows them. */
function decodedGbk(): Set<number> {
  const decoder = new TextDecoder('gbk')
  const result = new Set<number>()
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      const text = decoder.decode(new Uint8Array([lead, trail]))
      const codePoint = text.codePointAt(0) ?? 0
      if (trail !== 0x7f && text.length === 1 && codePoint !== 0xfffd) result.add(codePoint)
    }
  }
  return result
}

describe('GBK', { timeout: 60_000 }, () => {
  test('the table is that of the decoder, private use aside', () => {
    const known = decodedGbk()
    expect(known.size).toBeGreaterThan(23_000)
    for (let codePoint = 0x80; codePoint <= 0xffff; codePoint++) {
      const isPrivate = codePoint >= 0xd800 && codePoint <= 0xf8ff
      expect([codePoint, isGbk(codePoint)]).toEqual([codePoint, !isPrivate && known.has(codePoint)])
    }
  })

  test.each([
    ['', 0],
    ['abc', 3],
    ['餐费', 4],
    ['餐费 A', 6],
    ['ＡＢ', 4],
    ['·《》￥', 8],
    ['㐀', 4],
    ['ö', 4],
    ['😀', 4],
    ['𠮷', 4],
  ])('%j takes %i bytes', (text, bytes) => {
    expect(gbkByteLength(text)).toBe(bytes)
  })

  test('bytes add up, and lie between one and four a character', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[\u4e00-\u9fa5a-z]*$/))
    fc.assert(
      fc.property(text, text, (a, b) => {
        // A pair of lone surrogates that meet would become one character.
        fc.pre(!/[\ud800-\udbff]$/.test(a))
        expect(gbkByteLength(a + b)).toBe(gbkByteLength(a) + gbkByteLength(b))
        const { length } = Array.from(a)
        expect(gbkByteLength(a) >= length && gbkByteLength(a) <= 4 * length).toBe(true)
      }),
      RUNS,
    )
  })

  test('text of GBK decodes from as many bytes as were counted', () => {
    const lead = fc.integer({ min: 0xb0, max: 0xd6 })
    const trail = fc.integer({ min: 0xa1, max: 0xfe })
    const character = fc.oneof(
      fc.tuple(lead, trail).map((pair) => pair as number[]),
      fc.integer({ min: 0x20, max: 0x7e }).map((byte) => [byte]),
    )
    const decoder = new TextDecoder('gbk')
    fc.assert(
      fc.property(fc.array(character), (characters) => {
        const bytes = characters.flat()
        expect(gbkByteLength(decoder.decode(new Uint8Array(bytes)))).toBe(bytes.length)
      }),
      RUNS,
    )
  })
})

describe('checkText', { timeout: 60_000 }, () => {
  test('accepts ordinary text', () => {
    for (const text of ['餐费', 'Café au lait (大)', '可乐 330ml×2', '朝阳区建国路1号 010-12345678', '']) {
      expect(checkText(text, { characters: 50, gbkBytes: 60 })).toEqual([])
    }
  })

  test('counts characters and bytes', () => {
    expect(codes('餐'.repeat(10), { characters: 10, gbkBytes: 20 })).toEqual([])
    expect(codes('餐'.repeat(11), { characters: 10, gbkBytes: 20 })).toEqual([
      'text.too_long',
      'text.too_many_bytes',
    ])
    expect(codes('餐'.repeat(10), { characters: 10, gbkBytes: 19 })).toEqual(['text.too_many_bytes'])
    expect(codes('𠮷', { characters: 1 })).toEqual(['text.four_byte_character'])
  })

  test('reports each kind of bad character once, with the offenders', () => {
    expect(checkText('a\u0000b\u0000c\u202e<😀>', {})).toEqual([
      { code: 'text.control_character', characters: ['\u0000', '\u202e'] },
      { code: 'text.angle_bracket', characters: ['<', '>'] },
      { code: 'text.four_byte_character', characters: ['😀'] },
    ])
  })

  test.each([
    '\t',
    '\n',
    '\u007f',
    '\u0085',
    '\u00ad',
    '\u200b',
    '\u2028',
    '\ufeff',
    '\ud800',
    '\ue000',
    '\ufe0f',
  ])('refuses %j', (character) => {
    expect(codes(`餐${character}费`)).toEqual(['text.control_character'])
  })

  test('a remark may have line breaks, nothing else of the kind', () => {
    expect(codes('一\r\n二', { isMultiline: true })).toEqual([])
    expect(codes('一\t二', { isMultiline: true })).toEqual(['text.control_character'])
  })

  test('blank text fails only where text is required', () => {
    expect(codes('  ', { isRequired: true })).toEqual(['text.required'])
    expect(codes('  ')).toEqual([])
  })

  test('what passes is printable in GBK when the channel asks for it', () => {
    expect(codes('Müller', { isGbkOnly: true })).toEqual([])
    expect(codes('Björk', { isGbkOnly: true })).toEqual(['text.not_gbk'])
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const issues = checkText(text, { isGbkOnly: true })
        const bad = new Set(issues.flatMap(({ characters }) => characters ?? []))
        for (const character of text) {
          const codePoint = character.codePointAt(0) ?? 0
          const isPlain =
            codePoint < 0xffff &&
            isGbk(codePoint) &&
            codePoint >= 0x20 &&
            codePoint !== 0x7f &&
            !'<>'.includes(character)
          expect(bad.has(character)).toBe(!isPlain)
        }
      }),
      RUNS,
    )
  })
})
