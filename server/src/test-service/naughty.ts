/** Texts that break programs, our own list. `refused`: no invoice can carry it, so every text field must say so. */
export const NAUGHTY: readonly { name: string; text: string; isRefused: boolean }[] = [
  { name: 'emoji', text: '餐厅😀一号', isRefused: true },
  { name: 'a family joined by zero-width joiners', text: '👨‍👩‍👧', isRefused: true },
  { name: 'a rare 4-byte hanzi', text: '𠮷野家', isRefused: true },
  { name: 'right-to-left override', text: 'a\u202egnp.exe', isRefused: true },
  { name: 'isolates', text: 'a\u2066b\u2069c', isRefused: true },
  { name: 'zero-width space', text: '上\u200b海', isRefused: true },
  { name: 'byte order mark inside', text: '上\ufeff海', isRefused: true },
  { name: 'lone high surrogate', text: 'a\ud83db', isRefused: true },
  { name: 'lone low surrogate', text: 'a\ude00b', isRefused: true },
  { name: 'NUL', text: 'a\u0000b', isRefused: true },
  { name: 'escape', text: 'a\u001b[2Jb', isRefused: true },
  { name: 'delete', text: 'a\u007fb', isRefused: true },
  { name: 'non-character', text: 'a\uffffb', isRefused: true },
  { name: '10,000 characters', text: '长'.repeat(10_000), isRefused: true },
  { name: 'nothing but spaces', text: '   \u3000 ', isRefused: false },
  { name: 'header injection', text: 'a@b.test\r\nBcc: all@evil.test', isRefused: false },
  { name: 'SQL', text: `'; DROP TABLE code; -- " \\`, isRefused: false },
  { name: 'SQL wildcards', text: '100%_\\', isRefused: false },
  { name: 'HTML', text: '<script>alert(1)</script>', isRefused: false },
  { name: 'an attribute', text: '" onmouseover="alert(1)', isRefused: false },
  { name: 'a template', text: `{{7*7}} \${7*7} %s %n`, isRefused: false },
  { name: 'a path', text: '../../../../etc/passwd', isRefused: false },
  { name: 'a log line', text: 'a\n{"level":60,"msg":"forged"}', isRefused: false },
  { name: 'formula =', text: '=1+1', isRefused: false },
  { name: 'formula +', text: '+1+1', isRefused: false },
  { name: 'formula -', text: '-1+1', isRefused: false },
  { name: 'formula @', text: '@SUM(A1)', isRefused: false },
  { name: 'a word of the language', text: 'constructor', isRefused: false },
  { name: 'a prototype', text: '__proto__', isRefused: false },
  { name: 'null in words', text: 'null', isRefused: false },
  { name: 'combining marks', text: `Z${'\u0351'.repeat(60)}`, isRefused: false },
  { name: 'many widths', text: 'ｆｕｌｌ　ｗｉｄｔｈ', isRefused: false },
]

/** What is no integer number of fen above zero. */
export const BAD_FEN: readonly unknown[] = [
  1.5,
  -1,
  0,
  1e21,
  2 ** 53,
  0.1 + 0.2,
  '100',
  '1e3',
  true,
  null,
  [1],
  {},
]

/** A copy of a form with one field replaced; `path` is dotted. */
export function withField(form: unknown, path: string, value: unknown): unknown {
  const copy = structuredClone(form) as Record<string, unknown>
  const parts = path.split('.')
  let at: Record<string, unknown> = copy
  for (const part of parts.slice(0, -1)) at = at[part] as Record<string, unknown>
  at[parts.at(-1) ?? ''] = value
  return copy
}
