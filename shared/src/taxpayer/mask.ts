/** A tax number for showing to others: first two and last four of a credit code; numbers that hold a resident id show less. */
export function maskTaxpayerId(id: string): string {
  const isPersonal = /^\d{14,17}[\dX]?\d{0,2}$/.test(id) && id.length !== 15 && !id.startsWith('9')
  const tail = isPersonal ? 2 : 4
  return id.length < 10 ? stars(id.length) : id.slice(0, 2) + stars(id.length - 2 - tail) + id.slice(-tail)
}

/**
 * A buyer name for showing who spent a code: enough for himself to know it, too little for a stranger.
 * The length of a long name is not told. The word 个人 names nobody and stays.
 */
export function maskName(name: string): string {
  const chars = Array.from(name.trim())
  const { length } = chars
  if (name.trim() === '个人') return '个人'
  if (length <= 4) return (chars[0] ?? '') + stars(Math.max(length - 1, 1))
  const isLong = length >= 8 && !/^[\u0020-\u024f]+$/.test(name.trim())
  return `${chars.slice(0, isLong ? 3 : 1).join('')}****${chars.slice(isLong ? -2 : -1).join('')}`
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
