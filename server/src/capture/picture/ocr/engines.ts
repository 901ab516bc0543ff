import type { OcrEngine } from './engine'
import { createPpOcr } from './ppocr'
import { createDigitReader, createTesseract, type DigitReader } from './tesseract'

export interface EngineOptions {
  /** `ppocr` unless the operator chose the light engine. */
  engine?: 'ppocr' | 'tesseract'
  /** Folder of models that replaces the package's own. */
  modelDir?: string
}

const engines = new Map<string, Promise<OcrEngine>>()
let digits: Promise<DigitReader> | undefined

/** The engine of these options, started once a thread. */
export function engineFor(options: EngineOptions): Promise<OcrEngine> {
  const key = `${options.engine ?? 'ppocr'}|${options.modelDir ?? ''}`
  const known = engines.get(key)
  if (known) return known
  const started = startEngine(options)
  engines.set(key, started)
  started.catch(() => engines.delete(key))
  return started
}

async function startEngine({ engine = 'ppocr', modelDir }: EngineOptions): Promise<OcrEngine> {
  if (engine === 'tesseract') return createTesseract()
  try {
    return await createPpOcr(modelDir ? { modelDir } : {})
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    process.emitWarning(`pictures are read by tesseract.js, names and tax numbers stay doubtful: ${why}`)
    return createTesseract()
  }
}

/** The second reader, started when the first doubtful digits come. */
export function digitReader(): Promise<DigitReader> {
  digits ??= createDigitReader()
  return digits
}

/** Frees models and threads; the next picture starts them anew. */
export async function closeEngines(): Promise<void> {
  const all = [...engines.values(), ...(digits ? [digits] : [])]
  engines.clear()
  digits = undefined
  for (const engine of all) await (await engine).close()
}
