import type { phrases as chinese } from './zh-CN'
import type { phrases as chineseLater } from './zh-CN.later'

/** The phrases of the form, which every page starts with. */
export type FirstPhrases = Record<keyof typeof chinese, string>
/** All phrases: what a language file must have, no more and no less. */
export type Phrases = FirstPhrases & Record<keyof typeof chineseLater, string>
export type PhraseKey = keyof Phrases

/** A phrase with its `{name}` marks filled in. */
export function say(phrase: string, values: Record<string, string | number>): string {
  return phrase.replace(/\{(\w+)\}/g, (mark, name: string) => String(values[name] ?? mark))
}
