import { readFileSync, statSync } from 'node:fs'
import { create } from 'fontkit'
import iconv from 'iconv-lite'
import { describe, expect, test } from 'vitest'
import { assetPath } from './asset-path'
import { openFont, textRuns, textWidth, unprintableCharacters } from './fonts'

const sizeOf = (name: string) => statSync(assetPath(`fonts/${name}`)).size

/** Every two-byte character of GB 2312. */
function gb2312(): string[] {
  const characters: string[] = []
  for (let lead = 0xa1; lead <= 0xf7; lead++) {
    for (let trail = 0xa1; trail <= 0xfe; trail++) {
      const character = iconv.decode(Buffer.from([lead, trail]), 'gbk')
      if (character !== '\ufffd' && !/\p{Co}/u.test(character)) characters.push(character)
    }
  }
  return characters
}

describe('the committed fonts', () => {
  test('stay within their budget and come with their licence', () => {
    expect(sizeOf('piaoma-sans.ttf')).toBeLessThanOrEqual(2.5 * 1024 * 1024)
    expect(sizeOf('piaoma-sans-bold.ttf')).toBeLessThanOrEqual(300 * 1024)
    expect(sizeOf('piaoma-sans-rare.ttf.br')).toBeLessThanOrEqual(6 * 1024 * 1024)
    expect(readFileSync(assetPath('fonts/OFL.txt'), 'utf8')).toContain('SIL OPEN FONT LICENSE Version 1.1')
  })

  test('hold every ideograph of GB 2312 and the signs of an invoice in the first face', () => {
    const ideographs = gb2312().filter((character) => /\p{Script=Han}/u.test(character))
    expect(ideographs.length).toBeGreaterThanOrEqual(6763)
    const missing = [...ideographs, ...'⊗¥￥①②㎡℃×÷·—…（）：％éü'].filter(
      (character) => textRuns(character)[0]?.face !== 'regular',
    )
    expect(missing).toEqual([])
  })

  test('never draw two characters with one glyph, so that extracted text is what was written', () => {
    for (const name of ['regular', 'rare', 'bold'] as const) {
      const font = openFont(name)
      const glyphs = font.characterSet.map((codePoint) => font.glyphForCodePoint(codePoint).id)
      expect(new Set(glyphs).size).toBe(glyphs.length)
    }
  })

  test('are whole TrueType files', () => {
    expect(create(readFileSync(assetPath('fonts/piaoma-sans-bold.ttf'))).unitsPerEm).toBe(1000)
  })
})

describe('text runs', () => {
  test('legal but rare name characters go to the rare face', () => {
    const names = '䶮㛃𬭎龑喆堃祎昇珺𬱖㙦'
    expect(unprintableCharacters(names)).toEqual([])
    expect(textRuns('杭州䶮喆科技')).toEqual([
      { face: 'regular', text: '杭州' },
      { face: 'rare', text: '䶮喆' },
      { face: 'regular', text: '科技' },
    ])
  })

  test('what no face can draw becomes 〓 and is reported once', () => {
    expect(textRuns('好😀吃')).toEqual([{ face: 'regular', text: '好〓吃' }])
    expect(unprintableCharacters('好😀吃😀🍜')).toEqual(['😀', '🍜'])
  })

  test('width is the sum of the advances: an ideograph is one em', () => {
    expect(textWidth('发票', 10)).toBeCloseTo(20)
    expect(textWidth('发票1', 10)).toBeCloseTo(20 + textWidth('1', 10))
    expect(textWidth('', 10)).toBe(0)
  })
})
