import { formatYuan, parseYuan } from '../money'

/** 10 billion yuan, the contract's largest amount. */
const MAX_AMOUNT_FEN = 1_000_000_000_000

export type AmountIssue = 'amount.required' | 'amount.form' | 'amount.not_positive' | 'amount.too_large'

/** Yuan as typed to fen, exactly, or why not. */
export function readAmount(
  text: string,
): { fen: number; issue?: undefined } | { fen?: undefined; issue: AmountIssue } {
  if (text.trim() === '') return { issue: 'amount.required' }
  const fen = parseYuan(text)
  // parseYuan refuses what is beyond its own limit, too: tell a large number from a wrong one.
  if (fen === undefined)
    return { issue: /^\d{12,}(\.\d{1,2})?$/.test(text.trim()) ? 'amount.too_large' : 'amount.form' }
  if (fen <= 0) return { issue: 'amount.not_positive' }
  if (fen > MAX_AMOUNT_FEN) return { issue: 'amount.too_large' }
  return { fen }
}

/** What the field shows when it is left: `88` becomes `88.00`; what is no amount stays for the guest to mend. */
export function tidyAmount(text: string): string {
  const { fen } = readAmount(text)
  return fen === undefined ? text : formatYuan(fen)
}
