import type { Line } from './page-text'

/** Labels that forms print with wide gaps, so that the detector gives two boxes. */
const LABELS = new Set([
  ...['名称', '单位', '数量', '单价', '金额', '税额', '税率', '合计', '备注', '复核'],
  ...['电话', '车号', '证号', '日期', '上车', '下车', '里程', '等候', '状态', '小写'],
])

/** Joins a lone first character with the line to its right that begins with the second. */
export function joinLabels(lines: readonly Line[]): Line[] {
  const joined = new Set<Line>()
  const result: Line[] = []
  for (const first of lines) {
    if (first.text.length !== 1) continue
    const second = partnerOf(first, lines, joined)
    if (!second) continue
    joined.add(first).add(second)
    result.push(join(first, second))
  }
  return [...lines.filter((line) => !joined.has(line)), ...result]
}

function partnerOf(first: Line, lines: readonly Line[], taken: ReadonlySet<Line>): Line | undefined {
  if (taken.has(first)) return undefined
  return lines
    .filter((line) => LABELS.has(first.text + line.text.charAt(0)) && !taken.has(line))
    .filter((line) => line.left > first.x && line.left - first.right < 6 * first.height)
    .filter((line) => Math.abs(line.y - first.y) < 0.7 * Math.max(first.height, line.height))
    .sort((a, b) => a.left - b.left)[0]
}

/** The places of the second line's characters stay true; the first one's stands before them. */
const join = (first: Line, second: Line): Line => ({
  ...second,
  text: first.text + second.text,
  characters: [...first.characters.map((character) => ({ ...character, at: -0.01 })), ...second.characters],
  left: first.left,
})
