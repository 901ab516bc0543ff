import type { InferenceSession, Tensor } from 'onnxruntime-node'
import sharp from 'sharp'
import type { Picture } from '../load-picture'
import { cutStrip, STRIP_HEIGHT, type Strip } from './cut-strip'
import type { OcrEngine, ReadCharacter, TextBox, TextLine } from './engine'
import { findBoxes } from './find-boxes'
import { type ModelFiles, readModelFiles } from './model-files'

/** Longer side of the picture that the detector sees: measured best of 960, 1280 and 1600 (facts: recall 100 %). */
const DETECT_SIDE = 1280
/** Small pictures are enlarged: strokes of one pixel vanish in the detector. */
const MIN_DETECT_SIDE = 960
const MAX_ENLARGEMENT = 2
const BATCH = 6
const MEAN = [0.485, 0.456, 0.406] as const
const DEVIATION = [0.229, 0.224, 0.225] as const

/** The part of onnxruntime-node that is used; it comes in by import() so that a machine without it still starts. */
type Runtime = Pick<typeof import('onnxruntime-node'), 'InferenceSession' | 'Tensor'>

/**
 * PP-OCRv4 mobile on ONNX Runtime, two threads. Throws when the runtime or a model cannot be loaded. About 0.4 s to
 * start, 1.2 to 2 s a page on two idle cores, 0.7 GB.
 */
export async function createPpOcr(options: { modelDir?: string } = {}): Promise<OcrEngine> {
  const runtime: Runtime = await import('onnxruntime-node')
  const models = await readModelFiles(options.modelDir)
  const settings: InferenceSession.SessionOptions = {
    intraOpNumThreads: 2,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    // Widths differ from batch to batch; a plan for each shape would be kept for ever.
    enableMemPattern: false,
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  }
  const detector = await runtime.InferenceSession.create(models.detector, settings)
  const recogniser = await runtime.InferenceSession.create(models.recogniser, settings)
  return new PpOcr(runtime, detector, recogniser, models)
}

class PpOcr implements OcrEngine {
  readonly name = 'ppocr'
  readonly #runtime: Runtime
  readonly #detector: InferenceSession
  readonly #recogniser: InferenceSession
  readonly #characters: ModelFiles['characters']

  constructor(
    runtime: Runtime,
    detector: InferenceSession,
    recogniser: InferenceSession,
    { characters }: ModelFiles,
  ) {
    this.#runtime = runtime
    this.#detector = detector
    this.#recogniser = recogniser
    this.#characters = characters
  }

  async detect(picture: Picture): Promise<TextBox[]> {
    const { width, height } = detectionSize(picture)
    const small = await sharp(picture.data, { raw: { ...picture, channels: 3 } })
      .resize(width, height, { fit: 'fill', kernel: 'cubic' })
      .raw()
      .toBuffer()
    const probabilities = await this.#run(this.#detector, toTensor(small), [1, 3, height, width])
    return findBoxes({
      probabilities: probabilities.data,
      width,
      height,
      scale: [picture.width / width, picture.height / height],
    })
  }

  async recognise(picture: Picture, boxes: readonly TextBox[]): Promise<TextLine[]> {
    const lines: TextLine[] = boxes.map(({ corners }) => ({ text: '', characters: [], score: 0, corners }))
    const strips = boxes
      .map((box, index) => ({ index, ...cutStrip(picture, box.corners) }))
      .sort((a, b) => a.width - b.width)
    for (const batch of inBatches(strips)) {
      const read = await this.#readBatch(batch)
      for (const [position, characters] of read.entries()) {
        const line = lines[batch[position]?.index ?? -1]
        if (line) Object.assign(line, asLine(characters))
      }
    }
    return lines
  }

  async close(): Promise<void> {
    await Promise.all([this.#detector.release(), this.#recogniser.release()])
  }

  async #readBatch(batch: readonly Strip[]): Promise<ReadCharacter[][]> {
    const width = Math.ceil(Math.max(...batch.map((strip) => strip.width)) / 32) * 32
    const values = new Float32Array(batch.length * 3 * STRIP_HEIGHT * width)
    for (const [index, strip] of batch.entries()) {
      for (let row = 0; row < 3 * STRIP_HEIGHT; row++) {
        const from = strip.values.subarray(row * strip.width, (row + 1) * strip.width)
        values.set(from, (index * 3 * STRIP_HEIGHT + row) * width)
      }
    }
    const output = await this.#run(this.#recogniser, values, [batch.length, 3, STRIP_HEIGHT, width])
    const [, steps = 0, classes = 0] = output.dims
    return batch.map((strip, index) => {
      const own = output.data.subarray(index * steps * classes, (index + 1) * steps * classes)
      return decode(own, steps, this.#characters, width / strip.width)
    })
  }

  async #run(session: InferenceSession, values: Float32Array, shape: readonly number[]) {
    const [input = ''] = session.inputNames
    const [name = ''] = session.outputNames
    const answer = await session.run({ [input]: new this.#runtime.Tensor('float32', values, shape) })
    const output: Tensor | undefined = answer[name]
    if (!(output?.data instanceof Float32Array)) throw new Error('the model answered with another type')
    return { data: output.data, dims: output.dims }
  }
}

function detectionSize({ width, height }: Picture): { width: number; height: number } {
  const side = Math.max(width, height)
  const ratio =
    side < MIN_DETECT_SIDE ? Math.min(MAX_ENLARGEMENT, MIN_DETECT_SIDE / side) : DETECT_SIDE / side
  const scaled = (value: number) =>
    Math.max(32, Math.round((value * Math.min(ratio, MAX_ENLARGEMENT)) / 32) * 32)
  return side <= DETECT_SIDE && side >= MIN_DETECT_SIDE
    ? { width: roundUp(width), height: roundUp(height) }
    : { width: scaled(width), height: scaled(height) }
}

const roundUp = (value: number) => Math.max(32, Math.round(value / 32) * 32)

/** BGR planes, each channel by its own mean and deviation, as the detector was trained. */
function toTensor(rgb: Uint8Array): Float32Array {
  const pixels = rgb.length / 3
  const values = new Float32Array(rgb.length)
  for (let channel = 0; channel < 3; channel++) {
    const mean = MEAN[channel] ?? 0
    const deviation = DEVIATION[channel] ?? 1
    for (let pixel = 0; pixel < pixels; pixel++) {
      values[channel * pixels + pixel] = ((rgb[3 * pixel + 2 - channel] ?? 0) / 255 - mean) / deviation
    }
  }
  return values
}

/** Strips of like width together, so that little of a batch is padding. */
function inBatches<T extends Strip>(sorted: readonly T[]): T[][] {
  const batches: T[][] = []
  for (const strip of sorted) {
    const batch = batches.at(-1)
    const first = batch?.[0]
    if (batch && first && batch.length < BATCH && strip.width <= first.width * 1.35 + 32) batch.push(strip)
    else batches.push([strip])
  }
  return batches
}

/** CTC by the best class of each step: repeats fall together, blanks fall out. */
function decode(
  scores: Float32Array,
  steps: number,
  characters: readonly string[],
  padding: number,
): ReadCharacter[] {
  const classes = scores.length / steps
  const digits = Array.from('0123456789', (digit) => characters.indexOf(digit))
  const digitsAt = (step: number) => digits.map((index) => scores[step * classes + index] ?? 0)
  const read: ReadCharacter[] = []
  let last = 0
  for (let step = 0; step < steps; step++) {
    let best = 0
    let probability = -1
    for (let index = 0, at = step * classes; index < classes; index++, at++) {
      const score = scores[at] ?? 0
      if (score > probability) {
        probability = score
        best = index
      }
    }
    const text = characters[best] ?? ''
    const previous = read.at(-1)
    if (best !== 0 && best !== last) {
      read.push({ text, probability, at: ((step + 0.5) / steps) * padding, digits: digitsAt(step) })
    } else if (best !== 0 && previous && probability > previous.probability) {
      previous.probability = probability
      previous.digits = digitsAt(step)
    }
    last = best
  }
  return read
}

function asLine(characters: ReadCharacter[]): Pick<TextLine, 'text' | 'characters' | 'score'> {
  const sum = characters.reduce((total, { probability }) => total + probability, 0)
  return {
    text: characters.map(({ text }) => text).join(''),
    characters,
    score: characters.length > 0 ? sum / characters.length : 0,
  }
}
