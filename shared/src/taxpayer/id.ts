import { foldWidth, INVISIBLE } from './fold'

/** Forms of a 纳税人识别号 that are still met. */
export type TaxpayerIdForm = 'uscc' | 'old15' | 'old17' | 'old18' | 'old20' | 'agency15'

export type TaxpayerIdCheck =
  | { ok: true; form: TaxpayerIdForm; warning?: 'check_digit' | 'old_form' }
  | { ok: false; reason: 'length' | 'characters' }

// GB 32100-2015, table 2: no I O S V Z.
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'

/**
 * A tax number as compared and sent: full-width to half-width, capitals, without spaces, hyphens and
 * invisible characters. Anything else stays, for `checkTaxpayerId` to refuse.
 */
export function normaliseTaxpayerId(text: string): string {
  return foldWidth(text)
    .replace(new RegExp(`[\\s${INVISIBLE}\\-‐-―−]`, 'g'), '')
    .replace(/[a-z]/g, (char) => char.toUpperCase())
}

/**
 * Checks a normalised tax number. Wrong length or characters is an error; a wrong check digit is only a
 * warning (GB 32100-2015 has it, but real numbers with a wrong one exist and the bureau decides). The older
 * 15, 17, 18 and 20 character numbers have no check digit and get the `old_form` hint.
 */
export function checkTaxpayerId(id: string): TaxpayerIdCheck {
  if (!/^[0-9A-Z]*$/.test(id)) return { ok: false, reason: 'characters' }
  if (id.length === 18) return checkEighteen(id)
  if (id.length !== 15 && id.length !== 17 && id.length !== 20) return { ok: false, reason: 'length' }
  // Every old form holds a region code of six digits or a birth date: a word of letters is no number.
  if (id.replace(/\D/g, '').length < 6) return { ok: false, reason: 'characters' }
  if (/^\d{8}DK\d{5}$/.test(id)) return { ok: true, form: 'agency15' }
  return { ok: true, form: `old${id.length as 15 | 17 | 20}`, warning: 'old_form' }
}

function checkEighteen(id: string): TaxpayerIdCheck {
  if (isResidentId(id)) return { ok: true, form: 'old18', warning: 'old_form' }
  if (/[IOSVZ]/.test(id)) return { ok: false, reason: 'characters' }
  if (usccCheckDigit(id.slice(0, 17)) === id.charAt(17)) return { ok: true, form: 'uscc' }
  return { ok: true, form: 'uscc', warning: 'check_digit' }
}

/**
 * The 18th character of a 统一社会信用代码 from the first 17 (GB 32100-2015: weights 3^i mod 31).
 * Empty when the 17 are not 17 characters of the standard's alphabet.
 */
export function usccCheckDigit(first17: string): string {
  if (first17.length !== 17) return ''
  let sum = 0
  let weight = 1
  for (let i = 0; i < 17; i++) {
    const value = ALPHABET.indexOf(first17.charAt(i))
    if (value < 0) return ''
    sum += value * weight
    weight = (weight * 3) % 31
  }
  return ALPHABET.charAt((31 - (sum % 31)) % 31)
}

/** Whether the organisation code inside a 18-character code (positions 9–17) passes its own check, GB 11714. */
export function hasRightOrganisationCode(uscc: string): boolean {
  const weights = [3, 7, 9, 10, 5, 8, 4, 2]
  let sum = 0
  for (let i = 0; i < 8; i++) {
    const value = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'.indexOf(uscc.charAt(8 + i))
    if (value < 0 || uscc.length !== 18) return false
    sum += value * (weights[i] ?? 0)
  }
  return '0X987654321'.charAt(sum % 11) === uscc.charAt(16)
}

/**
 * Mends what reading by eye or camera confuses (O→0 I→1 S→5 Z→2, letters the standard never uses) when the
 * check digit then passes; otherwise the text comes back unchanged.
 */
export function repairTaxpayerId(id: string): string {
  if (id.length !== 18) return id
  const mended = id.replace(/[OISZ]/g, (char) => '0152'.charAt('OISZ'.indexOf(char)))
  return usccCheckDigit(mended.slice(0, 17)) === mended.charAt(17) ? mended : id
}

// GB 11643: region, birth date, sequence, check digit (ISO 7064 MOD 11-2). Sole traders had their resident
// id as tax number; without this a right one would be called a wrong social credit code.
function isResidentId(id: string): boolean {
  if (!/^[1-8]\d{5}(19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}[\dX]$/.test(id)) return false
  let remainder = 0
  for (let i = 0; i < 17; i++) remainder = ((remainder + Number(id.charAt(i))) * 2) % 11
  return '10X98765432'.charAt(remainder) === id.charAt(17)
}
