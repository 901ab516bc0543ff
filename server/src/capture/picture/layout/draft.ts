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
import type { ReadCharacter } from '../ocr/engine'
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
  if (probabilities.length === 0) return 0
  return hasHole(characters) ? Math.min(HOLED, ...probabilities) : Math.min(...probabilities)
}

/** A text with a hole is never sure, however clear the rest is. */
const HOLED = 0.5
/** Chinese characters stand one as far from the next as the other; more than this many times as far is room for one. */
const HOLE = 1.6

/**
 * Whether a Chinese character was left out between two others: one that the recogniser does not know (鑫 it knows, 垚 it
 * does not) often leaves no letter at all, only its room.
 */
function hasHole(characters: readonly ReadCharacter[]): boolean {
  const gaps = characters.flatMap((character, index) => {
    const next = characters[index + 1]
    return next && isChinese(character) && isChinese(next) ? [next.at - character.at] : []
  })
  const usual = [...gaps].sort((a, b) => a - b)[gaps.length >> 1] ?? 0
  return gaps.length >= MIN_GAPS && gaps.some((gap) => gap > HOLE * usual)
}

const MIN_GAPS = 3
const isChinese = ({ text }: ReadCharacter) => /\p{Script=Han}/u.test(text)

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
