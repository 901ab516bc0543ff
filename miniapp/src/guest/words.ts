import type { Phrases } from '@piaoma/shared/guest'
import { phrases as en } from '@piaoma/shared/guest/phrases/en'
import { phrases as first } from '@piaoma/shared/guest/phrases/zh-CN'
import { phrases as later } from '@piaoma/shared/guest/phrases/zh-CN.later'
import { useLanguage } from '@/words'

const zh: Phrases = { ...first, ...later }

/** The words that the guest's web page and the mini-program share, in the language in use. */
export function usePhrases(): Phrases {
  return useLanguage() === 'en' ? en : zh
}
