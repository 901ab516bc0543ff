import { parentPort } from 'node:worker_threads'
import { readFile } from '../read-file'
import type { CaptureAnswer, CaptureRequest, DrawAnswer, DrawRequest } from './capture-messages'

const port = parentPort
if (!port) throw new Error('the capture worker runs as a worker thread only')

const say = (answer: CaptureAnswer | DrawAnswer) => port.postMessage(answer)

async function answer({ id, bytes, options }: CaptureRequest): Promise<CaptureAnswer> {
  try {
    const onPicture = (progress: { picture: number; pictures: number }) =>
      say({ id, outcome: 'progress', ...progress })
    return { id, outcome: 'done', result: await readFile(bytes, { ...options, onPicture }) }
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error))
    return { id, outcome: 'failed', name, message }
  }
}

async function draw({ id, bytes, page }: DrawRequest): Promise<DrawAnswer> {
  // Reading needs none of it.
  const { drawOriginal } = await import('../drawing/draw-original')
  return { id, outcome: 'drawn', drawn: await drawOriginal(bytes, page) }
}

port.on('message', (request: CaptureRequest | DrawRequest) => {
  void ('page' in request ? draw(request) : answer(request)).then(say)
})
