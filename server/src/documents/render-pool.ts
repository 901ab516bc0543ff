import type { InvoiceModel } from '@piaoma/shared/invoice'
import { JobThread, ThreadError, type ThreadFailure } from '../threads/job-thread'
import type { DocumentFormat } from './render-document'
import type { RenderAnswer, RenderRequest } from './render-messages'
import type { RenderOptions } from './render-pdf'

/**
 * Why a document was not rendered: `refused` (the model cannot be drawn; trying again will not help), `busy` (queue
 * full), `crashed`, `timeout` (the thread was replaced; the job may be tried again) or `closed`.
 */
export class DocumentRenderError extends Error {
  override readonly name = 'DocumentRenderError'

  constructor(
    readonly reason: 'refused' | ThreadFailure,
    message: string,
  ) {
    super(message)
  }
}

export interface DocumentRenderer {
  /** Renders one document in the worker thread. Rejects with DocumentRenderError. */
  render(model: InvoiceModel, format: DocumentFormat, options?: RenderOptions): Promise<Uint8Array>
  /** Ends the thread; what is still waiting is rejected as `closed`. */
  close(): Promise<void>
}

export interface RendererOptions {
  /** Jobs that may wait, the running one included; 500 when absent. */
  maxQueue?: number
  /** Milliseconds for one document, the start of the thread included; 30,000 when absent. */
  timeoutMs?: number
  /** Told when characters had to be printed as 〓; never the whole text. */
  onUnprintable?: (characters: readonly string[]) => void
  /** The worker's module, for tests. */
  workerUrl?: URL
}

/** The worker lies beside this module: `render-worker.js` in a bundle, the TypeScript sources otherwise. */
function workerBeside(): URL {
  const file = import.meta.url.endsWith('.ts') ? './render-worker-source.mjs' : './render-worker.js'
  return new URL(file, import.meta.url)
}

/** Renders documents one after another in a thread of its own. */
export function createDocumentRenderer(options: RendererOptions = {}): DocumentRenderer {
  const thread = new JobThread<Omit<RenderRequest, 'id'>, RenderAnswer>({
    workerUrl: options.workerUrl ?? workerBeside(),
    maxQueue: options.maxQueue ?? 500,
    timeoutMs: options.timeoutMs ?? 30_000,
  })
  return {
    async render(model, format, renderOptions = {}) {
      const answer = await thread.ask({ model, format, options: renderOptions }).catch(giveUp)
      if (answer.outcome === 'refused') {
        throw new DocumentRenderError('refused', `${answer.name}: ${answer.message}`)
      }
      if (answer.unprintable.length > 0) options.onUnprintable?.(answer.unprintable)
      return answer.bytes
    },
    close: () => thread.close(),
  }
}

function giveUp(error: unknown): never {
  if (error instanceof ThreadError) throw new DocumentRenderError(error.reason, error.message)
  throw error
}
