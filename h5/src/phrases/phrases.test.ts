import { type PhraseKey, say } from '@piaoma/shared/guest'
import { phrases as en } from '@piaoma/shared/guest/phrases/en'
import { phrases as first } from '@piaoma/shared/guest/phrases/zh-CN'
import { phrases as later } from '@piaoma/shared/guest/phrases/zh-CN.later'
import { describe, expect, test } from 'vitest'
import { LANGUAGE_TAGS, languageAtHand, languageName, loadLanguage, pickLanguage } from './index'

const marks = (phrase: string) => (phrase.match(/\{\w+\}/g) ?? []).sort()
const zh = { ...first, ...later }
const keys = Object.keys(zh) as PhraseKey[]

describe('every language', () => {
  test('is found by its file, with its own name', () => {
    expect(LANGUAGE_TAGS).toEqual(['zh-CN', 'en'])
    expect(LANGUAGE_TAGS.map(languageName)).toEqual(['中文', 'English'])
    expect(languageName('fr-CA')).toBe('français')
  })
  test.each(LANGUAGE_TAGS)('%s has all phrases, none empty, with the same marks', async (tag) => {
    const { all } = await loadLanguage(tag)
    if (!all) throw new Error('a loaded language has all its phrases')
    expect(Object.keys(all).sort()).toEqual([...keys].sort())
    for (const key of keys) {
      expect(all[key].trim(), key).not.toBe('')
      expect(marks(all[key]), key).toEqual(marks(zh[key]))
    }
  })
  test('no Chinese phrase is in both halves', () => {
    expect(Object.keys(first).filter((key) => key in later)).toEqual([])
  })
  test('Chinese is at hand and speaks for a language that does not exist', async () => {
    expect(languageAtHand('zh-CN')?.phrases).toBe(first)
    expect(languageAtHand('en')).toBeUndefined()
    expect((await loadLanguage('xx')).tag).toBe('zh-CN')
  })
  test('each phrase is used by some page', () => {
    const sources = import.meta.glob<string>(
      ['../**/*.{ts,tsx}', '../../../shared/src/guest/*.ts', '!../phrases/**', '!**/*.test.ts'],
      {
        query: '?raw',
        import: 'default',
        eager: true,
      },
    )
    const code = Object.values(sources).join('\n')
    // The title and body of a notice are looked up by the notice's name.
    const isUsed = (key: string) =>
      new RegExp(`\\b${key}\\b`).test(code) || code.includes(`'${key.replace(/(Title|Body)$/, '')}'`)
    expect(keys.filter((key) => !isUsed(key))).toEqual([])
  })
  test('English holds no Chinese except the names of things on the paper', () => {
    const han = Object.values(en).filter((phrase) =>
      /\p{Script=Han}/u.test(phrase.replace(/[（(].*?[)）]/g, '')),
    )
    expect(han).toEqual([])
  })
})

describe('picking a language', () => {
  const pick = (...wishes: (string | null)[]) => pickLanguage(LANGUAGE_TAGS, wishes)
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
