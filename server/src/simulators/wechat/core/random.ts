import { createHash } from 'node:crypto'

/** Numbers that look random and are the same in every run with the same seed. For a simulator only. */
export interface SeededRandom {
  bytes(count: number): Buffer
  /** Lower-case hexadecimal digits. */
  hex(digits: number): string
  /** Decimal digits, the first one not 0. */
  digits(count: number): string
  /** An integer in `[0, below)`. */
  int(below: number): number
  shuffle<Item>(items: readonly Item[]): Item[]
}

export function createSeededRandom(seed: string): SeededRandom {
  let counter = 0
  let pool = Buffer.alloc(0)

  function bytes(count: number): Buffer {
    while (pool.length < count) {
      pool = Buffer.concat([pool, createHash('sha256').update(`${seed}:${counter}`).digest()])
      counter += 1
    }
    const taken = pool.subarray(0, count)
    pool = pool.subarray(count)
    return Buffer.from(taken)
  }

  const int = (below: number) => bytes(6).readUIntBE(0, 6) % below

  return {
    bytes,
    hex: (digits) =>
      bytes(Math.ceil(digits / 2))
        .toString('hex')
        .slice(0, digits),
    digits: (count) =>
      Array.from({ length: count }, (_, index) => (index === 0 ? 1 + int(9) : int(10))).join(''),
    int,
    shuffle(items) {
      return items
        .map((item) => ({ item, rank: int(2 ** 40) }))
        .sort((a, b) => a.rank - b.rank)
        .map(({ item }) => item)
    },
  }
}
