const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const SHAPE = /^[0-9A-HJ-NPQRTUWXY]{18}$/

/** Whether the 18th character is right: weights 3^i mod 31 (GB 32100-2015, 统一社会信用代码). */
export function hasValidCheckDigit(id: string): boolean {
  if (!SHAPE.test(id)) return false
  let sum = 0
  let weight = 1
  for (const character of id.slice(0, 17)) {
    sum += ALPHABET.indexOf(character) * weight
    weight = (weight * 3) % 31
  }
  return ALPHABET[(31 - (sum % 31)) % 31] === id[17]
}

/** Whether 18 characters are a citizen's number: its last one is a check character (GB 11643, ISO 7064 MOD 11-2). */
function isCitizenNumber(id: string): boolean {
  if (!/^\d{17}[\dX]$/.test(id)) return false
  const sum = [...id.slice(0, 17)].reduce(
    (total, digit, index) => total + Number(digit) * (2 ** (17 - index) % 11),
    0,
  )
  return '10X98765432'[sum % 11] === id[17]
}

/**
 * What the bureau takes as a 纳税人识别号: 18 characters starting with a registering department (1, 5, 8, 9) must
 * pass the check digit, or be a citizen's number; the older forms of 15, 17, 18 and 20 characters are taken as they are.
 */
export function isAcceptableTaxpayerId(id: string): boolean {
  if (id.length === 18 && /^[1589]/.test(id)) return hasValidCheckDigit(id) || isCitizenNumber(id)
  return /^[0-9A-Z]{15}$|^[0-9A-Z]{17,18}$|^[0-9A-Z]{20}$/.test(id)
}
