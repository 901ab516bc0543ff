/** Radicals and compatibility ideographs: drawn like, but not equal to, the characters people mean. */
const HAS_UNIFIED_TWIN = /[\u2e80-\u2fdf\uf900-\ufaff\u{2f800}-\u{2fa1f}]/gu
const SPACES = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Zs}]+/gu
const LONE_SURROGATE = /[\ud800-\udfff]/gu

/**
 * Text as it is put on paper: composed (NFC), look-alike radicals as their unified characters, runs of spaces,
 * control and invisible characters (also those that turn the reading direction) as one space, half surrogates as 〓.
 */
export function printable(text: string): string {
  return text
    .normalize('NFC')
    .replace(HAS_UNIFIED_TWIN, (character) => character.normalize('NFKC'))
    .replace(SPACES, ' ')
    .replace(LONE_SURROGATE, '〓')
    .trim()
}

/** Lines of a text that may hold line breaks, each printable; blank lines at the end are dropped. */
export function printableLines(text: string): string[] {
  const lines = text.split(/\r\n|[\n\r\u2028\u2029]/u).map(printable)
  while (lines.length > 0 && lines.at(-1) === '') lines.pop()
  return lines
}
