import { foldWidth, INVISIBLE } from './fold'

/**
 * Whether mail can be sent to a text: `local@host.tld` of plain ASCII, one @, no white space, quotes or line
 * breaks (so no header can be smuggled in), local part ≤ 64 and all ≤ 254 characters (RFC 5321).
 */
export function checkEmail(email: string): boolean {
  const [local = '', host = '', ...more] = email.split('@')
  return (
    more.length === 0 &&
    email.length <= 254 &&
    local.length <= 64 &&
    /^[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*$/.test(local) &&
    /^([a-z\d]([a-z\d-]{0,61}[a-z\d])?\.)+[a-z]([a-z\d-]{0,61}[a-z\d])$/i.test(host)
  )
}

/** Whether a text is a mainland mobile number (11 digits from 13 to 19) or `+` and 6–15 digits (E.164). */
export function checkMobile(mobile: string): boolean {
  return /^(1[3-9]\d{9}|\+[1-9]\d{5,14})$/.test(mobile)
}

/** An e-mail address as typed or pasted: widths folded, no white space around, no invisible characters. */
export function normaliseEmail(text: string): string {
  return visible(text).trim()
}

/** A mobile number as typed: without spaces, hyphens, brackets; +86, 0086 before a mainland mobile left out. */
export function normaliseMobile(text: string): string {
  return visible(text)
    .replace(/[\s()\-‐-―−.]/g, '')
    .replace(/^(?:\+|00)86(?=1[3-9]\d{9}$)/, '')
}

const visible = (text: string) => foldWidth(text).replace(new RegExp(`[${INVISIBLE}]`, 'g'), '')
