import { distance, type Point, type Quad } from './geometry'
import { type Picture, type QuarterTurns, turnPicture, turnQuad } from './load-picture'
import { upsideDown } from './ocr/cut-strip'
import type { OcrEngine, TextBox, TextLine } from './ocr/engine'

/** A page set upright with the text on it. */
export interface ReadPage {
  picture: Picture
  /** Clockwise quarter turns that were made. */
  turns: QuarterTurns
  lines: TextLine[]
}

/** Why reading stopped early. */
export type PageOutcome = { outcome: 'read'; page: ReadPage } | { outcome: 'unreadable' }

const SAMPLE = 8
/** Lines below it are guesses: of blurred pages a sample scores 0.2 to 0.6, of the worst readable one 0.88. */
const READABLE_SAMPLE = 0.7
const MIN_LINE_SCORE = 0.3
const MAX_BOXES = 400

/**
 * Sets a page upright and reads its text. Without a code to tell the turn, the shape of the boxes and a sample read
 * both ways do. A page whose sample is nonsense either way is `unreadable`, told before the rest is read.
 */
export async function readPage(
  engine: OcrEngine,
  picture: Picture,
  knownTurns?: QuarterTurns,
): Promise<PageOutcome> {
  if (knownTurns !== undefined) {
    const upright = await turnPicture(picture, knownTurns)
    const lines = await readBoxes(engine, upright, await engine.detect(upright))
    return { outcome: 'read', page: { picture: upright, turns: knownTurns, lines } }
  }
  const boxes = await engine.detect(picture)
  const turns = await turnsFromSample(engine, picture, boxes)
  if (turns === undefined) return { outcome: 'unreadable' }
  const upright = await turnPicture(picture, turns)
  const turned = boxes.map((box) => ({
    ...box,
    corners: readingOrder(turnQuad(box.corners, picture, turns)),
  }))
  return {
    outcome: 'read',
    page: { picture: upright, turns, lines: await readBoxes(engine, upright, turned) },
  }
}

async function readBoxes(
  engine: OcrEngine,
  picture: Picture,
  boxes: readonly TextBox[],
): Promise<TextLine[]> {
  const likely = [...boxes].sort((a, b) => b.score - a.score).slice(0, MAX_BOXES)
  const lines = await engine.recognise(picture, likely)
  return lines.filter(({ text, score }) => text.trim() !== '' && score >= MIN_LINE_SCORE)
}

async function turnsFromSample(
  engine: OcrEngine,
  picture: Picture,
  boxes: readonly TextBox[],
): Promise<QuarterTurns | undefined> {
  const isAcross = runsAcross(boxes)
  const sample = [...boxes]
    .filter((box) => lengthOf(box) > 3 * heightOf(box) && isUpright(box) === isAcross)
    .sort((a, b) => sampleWorth(b) - sampleWorth(a))
    .slice(0, SAMPLE)
  if (sample.length < 2) return undefined
  const flipped = sample.map((box) => ({ ...box, corners: upsideDown(box.corners) }))
  const lines = await engine.recognise(picture, [...sample, ...flipped])
  const forward = meanScore(lines.slice(0, sample.length))
  const backward = meanScore(lines.slice(sample.length))
  if (Math.max(forward, backward) < READABLE_SAMPLE) return undefined
  if (isAcross) return forward >= backward ? 0 : 2
  // A box that stands is read from top to bottom: right for a page that was turned clockwise.
  return forward >= backward ? 3 : 1
}

/** Long lines tell most, but very long ones take long to read. */
const sampleWorth = (box: TextBox) => Math.min(lengthOf(box) / heightOf(box), 15)

function meanScore(lines: readonly TextLine[]): number {
  const characters = lines.flatMap((line) => line.characters)
  if (characters.length === 0) return 0
  return characters.reduce((sum, { probability }) => sum + probability, 0) / characters.length
}

function runsAcross(boxes: readonly TextBox[]): boolean {
  const length = (list: readonly TextBox[]) => list.reduce((sum, box) => sum + lengthOf(box), 0)
  const long = boxes.filter((box) => lengthOf(box) > 2 * heightOf(box))
  return length(long.filter(isUpright)) >= length(long.filter((box) => !isUpright(box)))
}

const lengthOf = ({ corners: [a, b] }: TextBox) => distance(a, b)
const heightOf = ({ corners: [a, , , d] }: TextBox) => Math.max(1, distance(a, d))
const isUpright = ({ corners: [a, b] }: TextBox) => Math.abs(b[0] - a[0]) >= Math.abs(b[1] - a[1])

/** Corners of a turned box, again beginning where its text begins. */
function readingOrder(quad: Quad): Quad {
  const [a, b, c, d] = quad
  const isLong = distance(a, b) >= 1.5 * distance(a, d)
  const starts: Quad[] = isLong ? [quad, [c, d, a, b]] : [quad, [b, c, d, a], [c, d, a, b], [d, a, b, c]]
  const rightward = ([from, to]: Quad) => direction(from, to)
  return starts.reduce((best, next) => (rightward(next) > rightward(best) ? next : best))
}

/** Rightward counts; of two that stand, the one from top to bottom. */
const direction = (from: Point, to: Point) => to[0] - from[0] + 0.01 * (to[1] - from[1])
