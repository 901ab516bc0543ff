import { advanceOf, type FaceName, type TextRun } from './fonts'
import type { Color, InvoiceField, Mark, PathMark, PathStep, TextMark } from './marks'
import { element, type Xml } from './xml-text'

/** Where a value stands on the pages: the OFD's CustomTag points at these objects. */
export interface ObjectRef {
  page: number
  object: number
}

/** What all pages of one OFD share while they are painted. */
export interface OfdContext {
  /** Ids are unique in a document; MaxUnitID names the highest. */
  nextId: () => number
  fontIds: Readonly<Record<FaceName, number>>
  /** Characters used of each face, for the embedded subsets. */
  used: Record<FaceName, Set<string>>
  refs: Map<InvoiceField, ObjectRef[]>
}

/** Lengths in the file: a tenth of a micrometre is finer than any device. */
const short = (length: number): string => String(Math.round(length * 10_000) / 10_000)
const colorText = (color: Color): string => color.join(' ')

/** The objects of one page, in painting order. */
export function paintObjects(marks: readonly Mark[], page: number, context: OfdContext): Xml[] {
  return marks.flatMap((mark) =>
    mark.kind === 'text' ? textObjects(mark, page, context) : [pathObject(mark, context)],
  )
}

/** One object for each face a text needs; all of them belong to the text's field. */
function textObjects(mark: TextMark, page: number, context: OfdContext): Xml[] {
  let x = mark.x
  return mark.runs.map((run) => {
    const object = context.nextId()
    const advances = [...run.text].map(
      (character) => advanceOf(run.face, character) * mark.size + (mark.tracking ?? 0),
    )
    const width = advances.reduce((sum, advance) => sum + advance, 0)
    const xml = textObject(run, { ...mark, x, width }, advances, object, context.fontIds[run.face])
    for (const character of run.text) context.used[run.face].add(character)
    if (mark.field) {
      const refs = context.refs.get(mark.field) ?? []
      context.refs.set(mark.field, [...refs, { page, object }])
    }
    x += width
    return xml
  })
}

function textObject(
  run: TextRun,
  { x, y, size, width, color }: TextMark,
  advances: readonly number[],
  id: number,
  font: number,
): Xml {
  const top = y - size * 1.1
  const deltas = deltaX(advances.slice(0, -1))
  return element(
    'ofd:TextObject',
    [
      element('ofd:FillColor', undefined, { Value: colorText(color) }),
      element('ofd:TextCode', run.text, { X: '0', Y: short(size * 1.1), DeltaX: deltas }),
    ],
    {
      ID: id,
      Boundary: [x, top, width, size * 1.45].map(short).join(' '),
      Font: font,
      Size: short(size),
    },
  )
}

/** Distances from glyph to glyph; equal neighbours are written `g COUNT DISTANCE`. */
function deltaX(advances: readonly number[]): string | undefined {
  const words: string[] = []
  for (let index = 0; index < advances.length; ) {
    const value = short(advances[index] ?? 0)
    let count = 1
    while (index + count < advances.length && short(advances[index + count] ?? 0) === value) count++
    words.push(count > 2 ? `g ${count} ${value}` : Array(count).fill(value).join(' '))
    index += count
  }
  return words.length > 0 ? words.join(' ') : undefined
}

interface Box {
  left: number
  top: number
  right: number
  bottom: number
}

function boundaryOf(steps: readonly PathStep[], margin: number): Box {
  const box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity }
  for (const [, ...numbers] of steps) {
    for (let index = 0; index + 1 < numbers.length; index += 2) {
      const [x, y] = [numbers[index] ?? 0, numbers[index + 1] ?? 0]
      box.left = Math.min(box.left, x - margin)
      box.right = Math.max(box.right, x + margin)
      box.top = Math.min(box.top, y - margin)
      box.bottom = Math.max(box.bottom, y + margin)
    }
  }
  return box
}

function pathObject(mark: PathMark, context: OfdContext): Xml {
  const lineWidth = mark.lineWidth ?? 0
  const box = boundaryOf(mark.steps, lineWidth / 2)
  const data = mark.steps
    .map(([name, ...numbers]) => {
      if (name === 'Z') return 'C'
      return `${name} ${numbers.map((value, index) => short(value - (index % 2 === 0 ? box.left : box.top))).join(' ')}`
    })
    .join(' ')
  return element(
    'ofd:PathObject',
    [
      mark.stroke ? element('ofd:StrokeColor', undefined, { Value: colorText(mark.stroke) }) : undefined,
      mark.fill ? element('ofd:FillColor', undefined, { Value: colorText(mark.fill) }) : undefined,
      element('ofd:AbbreviatedData', data),
    ],
    {
      ID: context.nextId(),
      Boundary: [box.left, box.top, box.right - box.left, box.bottom - box.top].map(short).join(' '),
      LineWidth: mark.lineWidth ? short(mark.lineWidth) : undefined,
      DashPattern: mark.dash ? `${short(mark.dash)} ${short(mark.dash)}` : undefined,
      Stroke: mark.stroke ? undefined : 'false',
      Fill: mark.fill ? 'true' : undefined,
    },
  )
}
