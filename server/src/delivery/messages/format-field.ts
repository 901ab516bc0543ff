import { shanghaiDateTime } from '@piaoma/shared/invoice'

/** One longest value a field; a value over it would cost the whole message (47003, facts 3.3). */
const cut = (text: string, max: number) => {
  const characters = [...text]
  return characters.length <= max ? text : `${characters.slice(0, max - 1).join('')}…`
}

/** Formats of the fields of subscribe messages, by their type. Each answers something WeChat takes, whatever comes in. */
export const fieldFormats = {
  /** ≤ 20 characters, not empty. */
  thing: (text: string) => cut(text.replace(/\s+/g, ' ').trim(), 20) || '—',
  /** A currency sign and at most ten digits. */
  amount: (fen: number) => `¥${(Math.min(fen, 999_999_999_999) / 100).toFixed(2)}`,
  number: (count: number) => String(Math.max(0, Math.trunc(count))),
  /** ≤ 32 characters, no Chinese. */
  characterString: (text: string) => text.replace(/[^\x21-\x7e]/g, '').slice(0, 32) || '-',
  /** `2026-11-22 12:00` in Shanghai. */
  time: (epochMs: number) => shanghaiDateTime(epochMs).slice(0, 16),
} as const
