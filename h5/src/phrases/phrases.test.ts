import { describe, expect, test } from 'vitest'
import { phrases as en } from './en'
import { LANGUAGES, pickLanguage, say } from './index'
import { phrases as zh } from './zh-CN'

const marks = (phrase: string) => (phrase.match(/\{\w+\}/g) ?? []).sort()

describe('every language', () => {
  test('is found by its file, with its own name', () => {
    expect(LANGUAGES.map(({ tag, name }) => [tag, name])).toEqual([
      ['en', 'English'],
      ['zh-CN', '中文'],
    ])
  })
  test.each(
    LANGUAGES.map((language) => [language.tag, language.phrases] as const),
  )('%s has all phrases, none empty, with the same marks', (_, phrases) => {
    expect(Object.keys(phrases).sort()).toEqual(Object.keys(zh).sort())
    for (const key of Object.keys(zh) as (keyof typeof zh)[]) {
      expect(phrases[key].trim(), key).not.toBe('')
      expect(marks(phrases[key]), key).toEqual(marks(zh[key]))
    }
  })
  test('English holds no Chinese except the names of things on the paper', () => {
    const han = Object.values(en).filter((phrase) =>
      /\p{Script=Han}/u.test(phrase.replace(/[（(].*?[)）]/g, '')),
    )
    expect(han).toEqual([])
  })
})

describe('picking a language', () => {
  const pick = (...wishes: (string | null)[]) => pickLanguage(LANGUAGES, wishes).tag
  test('the first wish that fits wins', () => {
    expect(pick('en', 'zh-CN')).toBe('en')
    expect(pick(null, 'zh-CN', 'en-US')).toBe('zh-CN')
    expect(pick('fr-FR', 'zh-CN')).toBe('zh-CN')
  })
  test('a regional form fits its language', () => {
    expect(pick('en-GB')).toBe('en')
    expect(pick('zh-TW')).toBe('zh-CN')
    expect(pick('ZH')).toBe('zh-CN')
  })
  test('a language nobody wrote means English, no wish at all Chinese', () => {
    expect(pick('fr-FR')).toBe('en')
    expect(pick(null)).toBe('zh-CN')
    expect(pick('')).toBe('zh-CN')
  })
})

test('marks are filled in, unknown ones stay visible', () => {
  expect(say('共 {n} 项，{n}', { n: 3 })).toBe('共 3 项，3')
  expect(say('{a}', {})).toBe('{a}')
})
