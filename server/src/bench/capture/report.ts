import type { FileScore } from './score'

const sum = (scores: readonly FileScore[], value: (score: FileScore) => number) =>
  scores.reduce((total, score) => total + value(score), 0)

export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

const share = (right: number, total: number) =>
  total === 0 ? '–' : `${right}/${total} ${((100 * right) / total).toFixed(1)}%`

const HEAD = [
  'files',
  'read',
  'green',
  'whole',
  'key fields',
  'all fields',
  'lines',
  'confident wrong',
  'ms median',
  'p95',
]

function row(name: string, scores: readonly FileScore[]): string[] {
  const times = scores.map(({ ms }) => ms)
  return [
    name,
    String(scores.length),
    String(scores.filter(({ isRead }) => isRead).length),
    String(scores.filter(({ isGreen }) => isGreen).length),
    String(scores.filter(({ isWhole }) => isWhole).length),
    share(
      sum(scores, (s) => s.keyRight),
      sum(scores, (s) => s.keyTotal),
    ),
    share(
      sum(scores, (s) => s.right),
      sum(scores, (s) => s.total),
    ),
    share(
      sum(scores, (s) => s.linesRight),
      sum(scores, (s) => s.linesTotal),
    ),
    String(sum(scores, (s) => s.wrongAndConfident)),
    quantile(times, 0.5).toFixed(0),
    quantile(times, 0.95).toFixed(0),
  ]
}

function grouped(scores: readonly FileScore[], key: (score: FileScore) => string): [string, FileScore[]][] {
  const groups = new Map<string, FileScore[]>()
  for (const score of scores) groups.set(key(score), [...(groups.get(key(score)) ?? []), score])
  return [...groups].sort(([a], [b]) => a.localeCompare(b))
}

/** Chinese characters take two columns of a terminal. */
const widthOf = (text: string) =>
  Array.from(text).reduce((width, char) => width + (char >= '\u2e80' ? 2 : 1), 0)
const pad = (text: string, width: number) => text + ' '.repeat(Math.max(0, width - widthOf(text)))

function table(rows: string[][]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((cells) => widthOf(cells[column] ?? ''))),
  )
  return rows
    .map((cells) =>
      cells
        .map((cell, column) => pad(cell, widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** The report as text: by source, by source and kind, every miss, every file without a reading. */
export function reportText(
  scores: readonly FileScore[],
  untold: readonly { file: string; outcome: string }[],
): string {
  const bySource = grouped(scores, ({ source }) => source).map(([name, own]) => row(name, own))
  const byKind = grouped(scores, ({ source, kind }) => `${source}  ${kind}`).map(([name, own]) =>
    row(name, own),
  )
  const misses = scores.flatMap(({ file, misses: own }) =>
    own
      .slice(0, 12)
      .map(({ field, expected, got }) => `  ${file}  ${field}: ${expected} ≠ ${got || '(nothing)'}`),
  )
  const unread = scores.flatMap(({ file, reason }) => (reason ? [`  ${file}  ${reason}`] : []))
  return [
    table([['source', ...HEAD], ...bySource]),
    table([['source and kind', ...HEAD], ...byKind]),
    ['misses:', ...misses].join('\n'),
    ['unread:', ...unread].join('\n'),
    ['without truth:', ...untold.map(({ file, outcome }) => `  ${file}  ${outcome}`)].join('\n'),
  ].join('\n\n')
}
