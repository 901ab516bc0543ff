/** One line of the report. */
export interface Figure {
  name: string
  value: number
  unit: string
  baseline?: { value: number; what: string }
  /** Of the value to its baseline. */
  ratio?: number
  /** What the ratio (or, without one, the value) must not fall below or exceed. */
  target?: { atLeast: number } | { atMost: number }
  /** A further number worth knowing. */
  note?: string
}

/** Whether a figure holds its target; one without a target always does. */
export function isMet({ value, ratio, target }: Figure): boolean {
  const measured = ratio ?? value
  if (!target) return true
  return 'atLeast' in target ? measured >= target.atLeast : measured <= target.atMost
}

const number = (value: number): string =>
  value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3)

function targetOf({ target }: Figure): string {
  if (!target) return ''
  return 'atLeast' in target ? `≥ ${target.atLeast}` : `≤ ${target.atMost.toLocaleString('en')}`
}

/** The figures as a table for a terminal. */
export function tableOf(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => [
    figure.name,
    `${number(figure.value)} ${figure.unit}`,
    figure.baseline ? `${number(figure.baseline.value)} ${figure.unit}` : '',
    figure.ratio === undefined ? '' : figure.ratio.toFixed(2),
    targetOf(figure) && `${targetOf(figure)} ${isMet(figure) ? 'met' : 'MISSED'}`,
    [figure.baseline && `against ${figure.baseline.what}`, figure.note].filter(Boolean).join('; '),
  ])
  const all = [['figure', 'ours', 'baseline', 'ratio', 'target', ''], ...rows]
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)))
  return all
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
