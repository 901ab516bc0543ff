import type { FieldCollector } from '../fields'
import type { Sheet, Stretch } from './sheet'

const HEADS = {
  passenger: /出行人/,
  travelOn: /出行日期/,
  fromPlace: /出发地/,
  toPlace: /到达地/,
} as const

/** The first traveller of 旅客运输服务: the table 出行人 … 交通工具类型, when it is filled in. */
export function readTravel(sheet: Sheet, fields: FieldCollector): void {
  const head = sheet.first(HEADS.passenger)
  if (!head) return
  const end = sheet.first(/价税合计/)?.y ?? head.y + head.size * 3
  const [row] = sheet.lines({
    x0: 0,
    x1: sheet.width,
    top: head.y + head.size * 0.6,
    bottom: end - head.size,
  })
  if (!row) return
  const cells = sheet.cells(row.y, row.size * 0.6)
  for (const [name, pattern] of Object.entries(HEADS) as [keyof typeof HEADS, RegExp][]) {
    const label = sheet.find(pattern).find(({ y }) => Math.abs(y - head.y) < head.size)
    const cell = label && nearest(cells, label)
    if (!cell) continue
    if (name === 'travelOn') fields.date(name, cell.text, sheet.place(cell))
    else fields.text(name, cell.text, sheet.place(cell))
  }
}

function nearest(cells: readonly Stretch[], label: Stretch): Stretch | undefined {
  const centre = (stretch: Stretch) => (stretch.x0 + stretch.x1) / 2
  const best = [...cells].sort(
    (a, b) => Math.abs(centre(a) - centre(label)) - Math.abs(centre(b) - centre(label)),
  )[0]
  return best && Math.abs(centre(best) - centre(label)) < 45 ? best : undefined
}
