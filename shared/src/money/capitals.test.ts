import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatCapitals, parseCapitals } from './capitals'
import { MAX_FEN } from './fen'

const RUNS = { numRuns: 10_000 }
const anyFen = fc.oneof(
  fc.integer({ min: -MAX_FEN, max: MAX_FEN }),
  fc.integer({ min: -1_000_000, max: 1_000_000 }),
  // Few digits that are not zero: where the 零 rules bite.
  fc
    .array(fc.tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 1, max: 9 })), { maxLength: 3 })
    .map((digits) => digits.reduce((sum, [place, digit]) => sum + digit * 10 ** place, 0))
    .filter((fen) => fen <= MAX_FEN),
)

/** The schoolbook way, digit by digit and then zeros folded away: an independent second opinion. */
function schoolbook(fen: number): string {
  const digits = String(Math.abs(fen)).padStart(3, '0')
  const whole = digits.slice(0, -2)
  const places = ['', '拾', '佰', '仟']
  let text = Array.from(whole, (digit, index) => {
    const place = whole.length - 1 - index
    const section = place % 4 === 0 ? (['', '万', '亿', '万'][place / 4] ?? '') : ''
    return (
      (digit === '0' ? '零' : '零壹贰叁肆伍陆柒捌玖'[Number(digit)] + (places[place % 4] ?? '')) + section
    )
  }).join('')
  // Zeros fold into one; a section that is wholly empty leaves 零 before what follows it.
  text = text
    .replace(/零+/g, '零')
    .replace(/零([万亿])/g, '$1')
    .replace(/亿万/g, '亿零')
  text = text.replace(/零+/g, '零').replace(/零$/, '')
  const [jiao = '0', cents = '0'] = digits.slice(-2)
  let tail = jiao === '0' ? '' : `${'零壹贰叁肆伍陆柒捌玖'[Number(jiao)]}角`
  if (cents !== '0') tail += `${jiao === '0' && text ? '零' : ''}${'零壹贰叁肆伍陆柒捌玖'[Number(cents)]}分`
  if (!text && !tail) text = '零'
  return `${fen < 0 ? '负' : ''}${text ? `${text}圆` : ''}${tail}${cents === '0' ? '整' : ''}`
}

describe('formatCapitals', { timeout: 60_000 }, () => {
  test.each([
    [0, '零圆整'],
    [26800, '贰佰陆拾捌圆整'],
    [7320, '柒拾叁圆贰角整'],
    [3974, '叁拾玖圆柒角肆分'],
    [10705, '壹佰零柒圆零伍分'],
    [-10000, '负壹佰圆整'],
    [5, '伍分'],
    [50, '伍角整'],
    [1000, '壹拾圆整'],
    [168032, '壹仟陆佰捌拾圆叁角贰分'],
    [140950, '壹仟肆佰零玖圆伍角整'],
    [600714, '陆仟零柒圆壹角肆分'],
    [10_050_00, '壹万零伍拾圆整'],
    [105_000_00, '壹拾万伍仟圆整'],
    [1_000_000_00, '壹佰万圆整'],
    [100_000_001_00, '壹亿零壹圆整'],
    [110_000_000_00, '壹亿壹仟万圆整'],
    [100_050_000_00, '壹亿零伍万圆整'],
    [100_010_500_00, '壹亿零壹万零伍佰圆整'],
    [9_999_999_999_999, '玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖圆玖角玖分'],
    [90_000_000_000_000_00, '玖拾万亿圆整'],
    [90_071_992_547_409_91, '玖拾万零柒佰壹拾玖亿玖仟贰佰伍拾肆万柒仟肆佰零玖圆玖角壹分'],
  ])('%i fen is printed as %s', (fen, printed) => {
    expect(formatCapitals(fen)).toBe(printed)
    expect(parseCapitals(printed)).toBe(fen)
  })

  test('agrees with the schoolbook way', () => {
    fc.assert(
      fc.property(anyFen, (fen) => {
        expect(formatCapitals(fen)).toBe(schoolbook(fen))
      }),
      RUNS,
    )
  })

  test('refuses what is not fen', () => {
    expect(() => formatCapitals(0.5)).toThrow(RangeError)
    expect(() => formatCapitals(Number.NaN)).toThrow(RangeError)
  })
})

describe('parseCapitals', { timeout: 60_000 }, () => {
  test('reads back every amount, also with 元, without 整, without 零 before 分, in traditional characters', () => {
    const traditional: Record<string, string> = { 贰: '貳', 叁: '參', 陆: '陸', 万: '萬', 亿: '億', 圆: '圓' }
    fc.assert(
      fc.property(anyFen, (fen) => {
        const printed = formatCapitals(fen)
        expect(parseCapitals(printed)).toBe(fen)
        expect(parseCapitals(`⊗ ${printed.replace('圆', '元').replace('整', '')}`)).toBe(fen)
        expect(parseCapitals(printed.replace('圆零', '圆').replace('整', '正'))).toBe(fen)
        expect(parseCapitals(Array.from(printed, (c) => traditional[c] ?? c).join(' '))).toBe(fen)
      }),
      RUNS,
    )
  })

  test.each([
    ['元陆角壹分', 61],
    ['玖元伍角', 950],
    ['壹仟零柒拾陆元玖角整', 107690],
    ['拾伍圆整', 1500],
    ['人民币壹佰圆整', 10000],
    ['（负数）壹佰圆整', -10000],
    ['ⓧ壹佰圆零角伍分', 10005],
    ['壹万伍仟', undefined],
    ['伍圆陆', undefined],
    ['壹贰圆整', undefined],
    ['佰圆整', undefined],
    ['伍拾佰圆整', undefined],
    ['万圆整', undefined],
    ['伍分陆角', undefined],
    ['圆整圆', undefined],
    ['整', undefined],
    ['', undefined],
    ['100圆', undefined],
    ['玖'.repeat(100), undefined],
  ])('%s is %s', (text, fen) => {
    expect(parseCapitals(text)).toBe(fen)
  })

  test('never invents an amount: what it reads of any text prints to the same amount', () => {
    const near = fc.stringMatching(/^[负零壹贰叁肆玖拾佰仟万亿圆角分整]{0,14}$/)
    fc.assert(
      fc.property(near, (text) => {
        const fen = parseCapitals(text)
        if (fen !== undefined) expect(parseCapitals(formatCapitals(fen))).toBe(fen)
      }),
      RUNS,
    )
  })
})
