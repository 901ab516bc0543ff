import { parentPort } from 'node:worker_threads'
import { renderDocument } from './render-document'
import type { RenderAnswer, RenderRequest } from './render-messages'

const port = parentPort
if (!port) throw new Error('the render worker runs as a worker thread only')

async function answer(request: RenderRequest): Promise<RenderAnswer> {
  const { id, model, format, options } = request
  try {
    return { id, outcome: 'done', ...(await renderDocument(model, format, options)) }
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error))
    return { id, outcome: 'refused', name, message }
  }
}

port.on('message', (request: RenderRequest) => {
  void answer(request).then((reply) => {
    const transfer = reply.outcome === 'done' ? [reply.bytes.buffer as ArrayBuffer] : []
    port.postMessage(reply, transfer)
  })
})
