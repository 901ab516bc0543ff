import type { ReadCharacter } from './ocr/engine'

/** What was seen of a run of digits: for each place how likely each of 0 to 9 is. */
export type DigitWeights = readonly (readonly number[])[]

/** A place less likely than this is no digit: a letter, a sign, a stain. */
const IS_DIGIT = 0.5
/** Below it a digit was not seen at all, and no rule makes it the right one. */
const SEEN = 0.03
/** Values that are weighed; of a run that is nothing but doubt the rest says nothing. */
const MAX_VALUES = 5000

/** The digits among characters, everything else left out. Empty when the engine does not tell. */
export function digitsOf(characters: readonly ReadCharacter[]): DigitWeights {
  return characters.flatMap(({ digits = [] }) => {
    const sum = digits.reduce((total, each) => total + each, 0)
    return sum < IS_DIGIT ? [] : [digits.map((each) => each / sum)]
  })
}

/**
 * Several looks at the same digits as one: the median of each, so that a single odd look counts for nothing. Looks with
 * another number of places are not of the same digits.
 */
export function medianOf(looks: readonly DigitWeights[], places: number): DigitWeights {
  const same = looks.filter(({ length }) => length === places)
  return Array.from({ length: places }, (_, place) => {
    const medians = Array.from({ length: 10 }, (_, digit) =>
      median(same.map((look) => look[place]?.[digit] ?? 0)),
    )
    const sum = medians.reduce((total, each) => total + each, 0)
    return medians.map((each) => each / sum)
  })
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const [low = 0, high = low] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]]
  return (low + high) / 2
}

/** A value that the digits may mean and its share of the weight of all that are possible. */
export interface Likeliest<T> {
  value: T
  share: number
}

/**
 * The likeliest value of the digits among those that are possible at all: a meter's zero with a stroke looks like an 8,
 * but no day is the 85th. `undefined` when no possible value was seen.
 */
export function likeliest<T>(
  weights: DigitWeights,
  toValue: (digits: string) => T | undefined,
): Likeliest<T> | undefined {
  let runs: { digits: string; weight: number }[] = [{ digits: '', weight: 1 }]
  for (const place of weights) {
    const seen = place.filter((share) => share >= SEEN).length
    if (runs.length * seen > MAX_VALUES) return undefined
    runs = runs.flatMap(({ digits, weight }) =>
      place.flatMap((share, digit) =>
        share < SEEN ? [] : [{ digits: digits + digit, weight: weight * share }],
      ),
    )
  }
  let sum = 0
  let best: { value: T; weight: number } | undefined
  for (const { digits, weight } of runs) {
    const value = toValue(digits)
    if (value === undefined) continue
    sum += weight
    if (!best || weight > best.weight) best = { value, weight }
  }
  return best && { value: best.value, share: best.weight / sum }
}
