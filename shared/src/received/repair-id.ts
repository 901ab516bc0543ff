import { checkTaxpayerId, hasRightOrganisationCode, usccCheckDigit } from '../taxpayer/id'

/** Letters that the standard never uses have one reading only. */
const FORCED: Readonly<Record<string, string>> = { O: '0', I: '1', S: '5', Z: '2', V: 'U' }
/** Characters of the standard that an eye or a camera takes for another. */
const CONFUSED: Readonly<Record<string, string>> = {
  '0': 'QD',
  Q: '0',
  D: '0',
  '8': 'B',
  B: '8',
  '6': 'G',
  G: '6',
  '1': 'L',
  L: '1',
}

const isRight = (id: string) => usccCheckDigit(id.slice(0, 17)) === id.charAt(17)

/**
 * A 统一社会信用代码 as it must have been when what a camera read fails its check digit: letters outside the standard's
 * alphabet are put right, then at most one confusable character, and only when exactly one way makes both check digits
 * pass (GB 32100-2015, GB 11714). Otherwise the text comes back unchanged: it is shown, never guessed.
 */
export function repairReadTaxpayerId(id: string): string {
  if (!/^[0-9A-Z]{18}$/.test(id) || isRight(id)) return id
  const check = checkTaxpayerId(id)
  if (check.ok && check.form !== 'uscc') return id
  const plain = id.replace(/[OISZV]/g, (character) => FORCED[character] ?? character)
  if (isRight(plain)) return plain
  const candidates = new Set<string>()
  Array.from(plain).forEach((character, index) => {
    for (const other of CONFUSED[character] ?? '') {
      const candidate = plain.slice(0, index) + other + plain.slice(index + 1)
      if (isRight(candidate) && hasRightOrganisationCode(candidate)) candidates.add(candidate)
    }
  })
  const [only] = candidates
  return candidates.size === 1 && only !== undefined ? only : id
}
