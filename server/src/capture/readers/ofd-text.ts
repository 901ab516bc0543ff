import { findAll, type XmlNode } from '../../documents/xml-read'
import type { Word } from '../layout/sheet'

const POINTS = 72 / 25.4

const numbersOf = (text: string | undefined): number[] =>
  (text ?? '').trim().split(/\s+/).filter(Boolean).map(Number)

/** DeltaX and DeltaY: a list of steps where `g n v` stands for n times v (GB/T 33190, 11.3). */
function stepsOf(text: string | undefined, length: number): number[] {
  const tokens = (text ?? '').trim().split(/\s+/).filter(Boolean)
  const steps: number[] = []
  for (let index = 0; index < tokens.length && steps.length < length; index++) {
    if (tokens[index] !== 'g') {
      steps.push(Number(tokens[index]))
      continue
    }
    const times = Math.min(Number(tokens[index + 1]) || 0, length - steps.length)
    for (let n = 0; n < times; n++) steps.push(Number(tokens[index + 2]))
    index += 2
  }
  return steps.map((step) => (Number.isFinite(step) ? step : 0))
}

interface Position {
  x: number
  y: number
}

/** From a text object's own coordinates to points on the page: its CTM, then the corner of its boundary. */
function placer(object: XmlNode): { place: (x: number, y: number) => Position; scale: number } {
  const [left = 0, top = 0] = numbersOf(object.attributes.Boundary)
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = numbersOf(object.attributes.CTM)
  return {
    place: (x, y) => ({ x: (left + a * x + c * y + e) * POINTS, y: (top + b * x + d * y + f) * POINTS }),
    scale: Math.hypot(c, d) * POINTS,
  }
}

const advanceOf = (char: string, size: number) => (char.charCodeAt(0) >= 0x2e80 ? size : size / 2)

/** The text runs of a page or template, parted where the pen jumps: to another line, or far along this one. */
export function wordsOf(content: XmlNode): Word[] {
  const seen = new Set<string>()
  return findAll(content, 'TextObject')
    .flatMap((object) => {
      const size = Number(object.attributes.Size) || 3.175
      const { place, scale } = placer(object)
      let pen: Position = { x: 0, y: 0 }
      return findAll(object, 'TextCode').flatMap((code) => {
        const start = { x: Number(code.attributes.X ?? pen.x), y: Number(code.attributes.Y ?? pen.y) }
        const run = wordsOfRun(code, start, size)
        pen = run.pen
        return run.words.map(({ text, from, width }): Word => {
          const { x, y } = place(from.x, from.y)
          return { text, x0: x, x1: place(from.x + width, from.y).x, y, size: size * scale }
        })
      })
    })
    .filter(({ text, x0, x1, y, size }) => {
      // Shadows are printed twice at one place.
      const key = `${text}@${x0.toFixed(1)},${y.toFixed(1)}`
      if (seen.has(key) || ![x0, x1, y, size].every(Number.isFinite)) return false
      seen.add(key)
      return text.trim() !== ''
    })
}

interface Run {
  text: string
  from: Position
  width: number
}

function wordsOfRun(code: XmlNode, start: Position, size: number): { words: Run[]; pen: Position } {
  const chars = Array.from(code.text)
  const dx = stepsOf(code.attributes.DeltaX, chars.length)
  const dy = stepsOf(code.attributes.DeltaY, chars.length)
  // With DeltaY alone the letters stand below each other: the pen does not move sideways.
  const isDown = dy.some((step) => step !== 0) && dx.every((step) => step === 0)
  // A list that ends early goes on with its last step.
  const lastForward = dx.length < chars.length - 1 ? dx.findLast((step) => step > 0) : undefined
  const words: Run[] = []
  const pen = { ...start }
  let word: Run | undefined
  chars.forEach((char, index) => {
    const width = advanceOf(char, size)
    if (word) {
      word.text += char
      word.width = pen.x + width - word.from.x
    } else {
      word = { text: char, from: { ...pen }, width }
      words.push(word)
    }
    const step = isDown ? 0 : (dx[index] ?? lastForward ?? width)
    const fall = dy[index] ?? (isDown ? dy.at(-1) : 0) ?? 0
    if (fall !== 0 || step < 0 || step > width + size * 0.6) word = undefined
    pen.x += step
    pen.y += fall
  })
  return { words, pen }
}
