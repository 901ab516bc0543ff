import { checkTaxpayerId } from './id'

/**
 * A tax number for showing to others: the first two and last four characters of a credit code. The older
 * numbers may be made of a resident id, so only the last two of them remain.
 */
export function maskTaxpayerId(id: string): string {
  const check = checkTaxpayerId(id)
  const tail = check.ok && check.form !== 'uscc' ? 2 : 4
  return id.length < 10 ? stars(id.length) : id.slice(0, 2) + stars(id.length - 2 - tail) + id.slice(-tail)
}

/**
 * A buyer name for showing who spent a code: enough for himself to know it, too little for a stranger.
 * The length of a long name is not told. The word 个人 names nobody and stays.
 */
export function maskName(name: string): string {
  const trimmed = name.trim()
  if (trimmed === '个人') return trimmed
  const chars = Array.from(trimmed)
  const { length } = chars
  if (length < 2) return stars(length)
  if (length < 5) return (chars[0] ?? '') + stars(length - 1)
  // Ends of long Chinese names are common to thousands (上海…公司); Latin letters tell more.
  const isCommon = length >= 8 && !/^[\u0020-\u024f]+$/.test(trimmed)
  return `${chars.slice(0, isCommon ? 3 : 1).join('')}****${chars.slice(isCommon ? -2 : -1).join('')}`
}

/** `zhang@example.com` → `z***@example.com`. */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@')
  return at < 1 ? '***' : `${Array.from(email)[0] ?? ''}***${email.slice(at)}`
}

/** `13812345678` → `138****5678`; of other numbers the last two (short) or four remain. */
export function maskPhone(phone: string): string {
  if (phone.length < 7) return '****'
  return phone.length < 11 ? `****${phone.slice(-2)}` : `${phone.slice(0, 3)}****${phone.slice(-4)}`
}

const stars = (count: number) => '*'.repeat(count)
