import type { Reading, ReceivedKind, ReceivedLine } from '@piaoma/shared/received'

/** A reading as the readers make it: not yet checked and graded. */
export type Draft = Omit<Reading, 'checks' | 'grade' | 'doubtful'>

/** A line without empty texts. */
export function lineOf(
  line: Omit<ReceivedLine, 'confidence' | 'name'> & { name: string | undefined; confidence?: number },
): ReceivedLine {
  const { confidence = 1, name = '', ...rest } = line
  const kept = Object.entries(rest).filter(([, value]) => value !== undefined && value !== '')
  return { name: name.trim(), ...Object.fromEntries(kept), confidence }
}

/** Kind and label are told by the words of the form, wherever they stand. */
export const titleKinds: readonly [RegExp, ReceivedKind][] = [
  [/铁路电子客票/, 'rail'],
  [/航空运输电子客票行程单/, 'air'],
  [/电子发票[（(]增值税专用发票[)）]/, 'digital_special'],
  [/电子发票[（(]普通发票[)）]/, 'digital_normal'],
  [/增值税电子专用发票/, 'electronic_special'],
  [/增值税电子普通发票/, 'electronic_normal'],
  [/增值税普通发票[（(]卷票[)）]/, 'roll'],
  [/增值税专用发票/, 'paper_special'],
  [/增值税普通发票/, 'paper_normal'],
]

export const kindOfTitle = (text: string): ReceivedKind | undefined =>
  titleKinds.find(([pattern]) => pattern.test(text))?.[1]
