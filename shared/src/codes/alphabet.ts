/**
 * The characters of codes that people type from a receipt. 0 O, 1 I L are left out because thermal print
 * makes them alike. What remains is 31 characters, and 31 is prime, which lets one check character catch
 * every single slip and every swap (see `checkCharacter`).
 */
export const CODE_ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'

/**
 * Check character over `CODE_ALPHABET`: the position weights are powers of 3 modulo 31, as GB 32100-2015
 * weighs a taxpayer id. 3 generates all 30 residues, so within 30 characters (the check character
 * included) all weights differ and none is zero: every single substitution and every transposition of two
 * different characters, neighbours or not, changes the sum.
 *
 * Refuses (RangeError) characters outside the alphabet and more than 29 characters.
 */
export function checkCharacter(body: string): string {
  return CODE_ALPHABET.charAt((31 - weightedSum(body, 29)) % 31)
}

/** Whether the last character is the check character of those before it; false for foreign characters. */
export function hasRightCheckCharacter(code: string): boolean {
  const last = code.length - 1
  for (let i = 0; i <= last; i++) if (CODE_ALPHABET.indexOf(code.charAt(i)) < 0) return false
  return last >= 1 && last <= 29 && checkCharacter(code.slice(0, last)) === code.charAt(last)
}

// The check character has weight 1; weights grow towards the left, whatever the length.
function weightedSum(body: string, longest: number): number {
  if (body.length > longest) throw new RangeError(`at most ${longest} characters have a check character`)
  let sum = 0
  let weight = 1
  for (let i = body.length - 1; i >= 0; i--) {
    const value = CODE_ALPHABET.indexOf(body.charAt(i))
    if (value < 0) throw new RangeError('a character outside the code alphabet')
    weight = (weight * 3) % 31
    sum = (sum + value * weight) % 31
  }
  return sum
}
