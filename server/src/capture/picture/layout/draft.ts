import type {
  FieldSource,
  ReceivedField,
  ReceivedFieldName,
  ReceivedFields,
  ReceivedKind,
  ReceivedLine,
  ReceivedValues,
} from '@piaoma/shared/received'
import { type Quad, sliceQuad } from '../geometry'
import type { Found, Span } from './find'

/** What a form's parser found, before codes, checks and grade. */
export interface Draft {
  kind: ReceivedKind
  fields: ReceivedFields
  lines: ReceivedLine[]
  specialBusiness?: string
}

/** Comes back from the upright page to the pixels of the file. */
export type ToFile = (quad: Quad) => [number, number][]

/** Collects the fields of one page; the first value of a field stays. */
export class DraftBuilder {
  readonly draft: Draft
  /** Where each field was read. */
  readonly spans = new Map<ReceivedFieldName, Span>()
  readonly #toFile: ToFile
  readonly #page: number

  constructor(kind: ReceivedKind, toFile: ToFile, page: number) {
    this.draft = { kind, fields: {}, lines: [] }
    this.#toFile = toFile
    this.#page = page
  }

  /** Notes a value with its place; nothing when there is none or the field is known already. */
  put<K extends ReceivedFieldName>(name: K, found: Found<ReceivedValues[K]> | undefined): void {
    if (!found || found.value === '' || this.draft.fields[name]) return
    const field: ReceivedField<ReceivedValues[K]> = {
      value: found.value,
      confidence: confidenceOf(found.span),
      source: 'ocr' satisfies FieldSource,
      place: { page: this.#page, corners: this.#toFile(cornersOfSpan(found.span)) },
    }
    Object.assign(this.draft.fields, { [name]: field })
    this.spans.set(name, found.span)
  }
}

/**
 * How sure a reading is: its least sure letter or digit decides, for one wrong character makes a wrong value. Signs
 * between them (¥ , .) do not count: their shape is checked by the pattern that found the value.
 */
export function confidenceOf({ line, from, to }: Span): number {
  const characters = line.characters.slice(from, to)
  // Stars stand for "no tax"; there is nothing to confuse them with.
  if (characters.length > 0 && characters.every(({ text }) => /[*¥Y]/.test(text))) return 0.95
  const probabilities = characters
    .filter(({ text }) => /[\p{L}\p{N}]/u.test(text) && text !== 'Y')
    .map(({ probability }) => probability)
  return probabilities.length === 0 ? 0 : Math.min(...probabilities)
}

/** The corners of a part of a line, a little wider than its letters. */
export function cornersOfSpan({ line, from, to }: Span): Quad {
  const first = line.characters[from]
  const last = line.characters[to - 1]
  if (!first || !last) return line.corners
  const pitch = line.characters.length > 1 ? spread(line.characters.map(({ at }) => at)) : 1
  return sliceQuad(line.corners, Math.max(0, first.at - pitch), Math.min(1, last.at + pitch))
}

const spread = (places: readonly number[]) =>
  (Math.max(...places) - Math.min(...places)) / Math.max(1, places.length - 1)
