/** What of a list can be seen: pixels from its top. */
export interface Viewport {
  top: number
  height: number
}

/** A block of rows that nobody has measured yet. */
const GUESS = 800

/** Which blocks to draw: what can be seen and a screen above and below. Heights are measured ones, else their mean. */
export function windowOf(
  viewport: Viewport,
  blocks: number,
  heights: ReadonlyMap<number, number>,
): { first: number; last: number } {
  const guess = meanOf(heights)
  const [from, until] = [viewport.top - viewport.height, viewport.top + 2 * viewport.height]
  let [top, first, last] = [0, 0, 0]
  for (let block = 0; block < blocks; block++) {
    const bottom = top + (heights.get(block) ?? guess)
    if (bottom < from) first = block + 1
    if (top <= until) last = block
    top = bottom
  }
  return { first: Math.max(0, Math.min(first, last)), last: Math.max(0, last) }
}

/** The heights of what is not drawn, above and below. */
export function gapsOf(first: number, last: number, blocks: number, heights: ReadonlyMap<number, number>) {
  const guess = meanOf(heights)
  let [above, below] = [0, 0]
  for (let block = 0; block < blocks; block++) {
    if (block < first) above += heights.get(block) ?? guess
    else if (block > last) below += heights.get(block) ?? guess
  }
  return { above: Math.round(above), below: Math.round(below) }
}

function meanOf(heights: ReadonlyMap<number, number>): number {
  if (heights.size === 0) return GUESS
  let sum = 0
  for (const height of heights.values()) sum += height
  return sum / heights.size
}
