import {
  checkReading,
  identityKey,
  mergeReadings,
  type Reading,
  type ReadOutcome,
} from '@piaoma/shared/received'
import { type PictureOptions, readPicture } from './picture'
import { type ReadOptions, readOriginal } from './read-original'

export interface ReadFileOptions extends ReadOptions, Omit<PictureOptions, 'page'> {
  /** Told before each picture is looked at, which takes seconds; not at all for an original with text. */
  onPicture?: (progress: { picture: number; pictures: number }) => void
}

/**
 * Reads one file from outside, whatever it is: as an electronic original, and where that gives no text, as pictures.
 * Pages of one invoice become one reading. Never throws for what the file contains.
 */
export async function readFile(bytes: Uint8Array, options: ReadFileOptions): Promise<ReadOutcome> {
  const original = await readOriginal(bytes, options)
  if (original.outcome !== 'picture') return original
  const readings = [...original.readings]
  let refusal: ReadOutcome | undefined
  for (const [index, image] of original.pages.entries()) {
    options.onPicture?.({ picture: index + 1, pictures: original.pages.length })
    const outcome = await readPicture(image, { ...options, page: original.pageNumbers[index] ?? index + 1 })
    if (outcome.outcome === 'read') readings.push(...outcome.readings)
    else refusal ??= outcome
  }
  if (readings.length > 0) return { outcome: 'read', readings: joinTwins(readings, options.now) }
  return refusal ?? { outcome: 'unread', reason: 'not_invoice' }
}

/** The same invoice on two pages of one file (original and copy, front and list) is one reading. */
function joinTwins(readings: readonly Reading[], now: number): Reading[] {
  const byKey = new Map<string, Reading>()
  const nameless: Reading[] = []
  for (const reading of readings) {
    const key = identityKey(reading)
    const twin = key === undefined ? undefined : byKey.get(key)
    if (key === undefined) nameless.push(reading)
    else if (!twin) byKey.set(key, reading)
    else {
      const pages = [...new Set([...twin.pages, ...reading.pages])].sort((a, b) => a - b)
      byKey.set(key, checkReading({ ...mergeReadings(twin, reading, now), pages }, now))
    }
  }
  return [...byKey.values(), ...nameless]
}
