import type { OcrEngine } from './engine'
import { createPpOcr } from './ppocr'

export interface EngineOptions {
  /** `ppocr` unless the operator chose the light engine. */
  engine?: 'ppocr' | 'tesseract'
  /** Folder of models that replaces the package's own. */
  modelDir?: string
}

const engines = new Map<string, Promise<OcrEngine>>()

/** The engine of these options, started once a thread. */
export function engineFor({ engine = 'ppocr', modelDir }: EngineOptions): Promise<OcrEngine> {
  const key = `${engine}|${modelDir ?? ''}`
  const known = engines.get(key)
  if (known) return known
  const started = createPpOcr(modelDir ? { modelDir } : {})
  engines.set(key, started)
  started.catch(() => engines.delete(key))
  return started
}

/** Frees the models; the next picture starts them anew. */
export async function closeEngines(): Promise<void> {
  const all = [...engines.values()]
  engines.clear()
  for (const engine of all) await (await engine).close()
}
