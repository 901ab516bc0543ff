import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { textWidth } from './fonts'
import { fitBlock, shrinkToFit, wrapText } from './text-fit'

const words = fc.string({ unit: fc.constantFrom(...'江南小馆餐饮服务，。）AB12 -.'), maxLength: 120 })
const squeezed = (text: string) => text.replace(/\s/g, '')

describe('wrapText', () => {
  test('loses nothing but spaces, and no line is wider than the column', () => {
    fc.assert(
      fc.property(words, fc.integer({ min: 8, max: 60 }), (text, width) => {
        const lines = wrapText(text, width, 3)
        expect(squeezed(lines.join(''))).toBe(squeezed(text))
        for (const line of lines) {
          if ([...line].length > 1) expect(textWidth(line, 3)).toBeLessThanOrEqual(width + 3)
        }
      }),
    )
  })

  test('breaks between ideographs but not inside a Latin word that fits', () => {
    expect(wrapText('套餐 Lobster', 12, 3)).toEqual(['套餐', 'Lobster'])
    expect(wrapText('一二三四五六', 9, 3)).toEqual(['一二三', '四五六'])
  })

  test('no line begins with a closing mark', () => {
    expect(wrapText('一二三，四五', 9, 3)).toEqual(['一二', '三，四', '五'])
  })

  test('a word longer than the column is cut', () => {
    const lines = wrapText('W'.repeat(40), 20, 3)
    expect(lines.length).toBeGreaterThan(1)
    expect(lines.join('')).toBe('W'.repeat(40))
  })

  test('an empty text is one empty line', () => {
    expect(wrapText('', 10, 3)).toEqual([''])
  })
})

test('shrinkToFit keeps a size that fits and else fills the width exactly', () => {
  expect(shrinkToFit('一二', 6, 3)).toBe(3)
  expect(textWidth('一二三四', shrinkToFit('一二三四', 6, 3))).toBeCloseTo(6)
})

test('fitBlock always ends within the box, however long the text', () => {
  fc.assert(
    fc.property(fc.array(words, { maxLength: 12 }), (paragraphs) => {
      const { lines, pitch } = fitBlock(paragraphs, 60, 18, 3)
      expect(lines.length * pitch).toBeLessThanOrEqual(18)
    }),
    { numRuns: 50 },
  )
})
