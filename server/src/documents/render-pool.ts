import { Worker } from 'node:worker_threads'
import type { InvoiceModel } from '@piaoma/shared/invoice'
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
    readonly reason: 'refused' | 'busy' | 'crashed' | 'timeout' | 'closed',
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

interface Job {
  request: RenderRequest
  resolve: (bytes: Uint8Array) => void
  reject: (error: DocumentRenderError) => void
  timer?: NodeJS.Timeout
}

/** The worker lies beside this module: `render-worker.js` in a bundle, the TypeScript sources otherwise. */
function startWorker(workerUrl?: URL): Worker {
  const file = import.meta.url.endsWith('.ts') ? './render-worker-source.mjs' : './render-worker.js'
  return new Worker(workerUrl ?? new URL(file, import.meta.url), { execArgv: [] })
}

/**
 * One worker thread that renders documents one after another, off the request loop. The thread starts with the first
 * job, is replaced after a crash or a time-out, and does not keep the process alive while idle.
 */
export function createDocumentRenderer(options: RendererOptions = {}): DocumentRenderer {
  return new WorkerRenderer(options)
}

class WorkerRenderer implements DocumentRenderer {
  readonly #options: RendererOptions
  #worker: Worker | undefined
  #running: Job | undefined
  #waiting: Job[] = []
  #lastId = 0
  #isClosed = false

  constructor(options: RendererOptions) {
    this.#options = options
  }

  render(model: InvoiceModel, format: DocumentFormat, options: RenderOptions = {}): Promise<Uint8Array> {
    if (this.#isClosed) return Promise.reject(new DocumentRenderError('closed', 'the renderer is closed'))
    const { maxQueue = 500 } = this.#options
    if (this.#waiting.length + (this.#running ? 1 : 0) >= maxQueue) {
      return Promise.reject(new DocumentRenderError('busy', `${maxQueue} documents are waiting already`))
    }
    return new Promise((resolve, reject) => {
      const request = { id: ++this.#lastId, model, format, options }
      this.#waiting.push({ request, resolve, reject })
      this.#next()
    })
  }

  async close(): Promise<void> {
    this.#isClosed = true
    const jobs = this.#running ? [this.#running, ...this.#waiting] : this.#waiting
    this.#waiting = []
    this.#running = undefined
    for (const job of jobs) this.#settle(job, new DocumentRenderError('closed', 'the renderer was closed'))
    await this.#dropWorker()
  }

  #next(): void {
    if (this.#running) return
    const job = this.#waiting.shift()
    if (!job) {
      this.#worker?.unref()
      return
    }
    this.#running = job
    const { timeoutMs = 30_000 } = this.#options
    job.timer = setTimeout(() => this.#fail('timeout', `no document within ${timeoutMs} ms`), timeoutMs)
    try {
      const worker = this.#openWorker()
      worker.ref()
      worker.postMessage(job.request)
    } catch (error) {
      this.#fail('crashed', `the render thread did not take the job: ${String(error)}`)
    }
  }

  #openWorker(): Worker {
    if (this.#worker) return this.#worker
    const worker = startWorker(this.#options.workerUrl)
    this.#worker = worker
    // A thread that was given up may still report; only the current one counts.
    const ifCurrent = (act: () => void) => {
      if (this.#worker === worker) act()
    }
    worker.on('message', (answer: RenderAnswer) => ifCurrent(() => this.#finish(answer)))
    worker.on('error', (error) =>
      ifCurrent(() => this.#fail('crashed', `the render thread failed: ${error.message}`)),
    )
    worker.on('exit', (code) =>
      ifCurrent(() => this.#fail('crashed', `the render thread ended with code ${code}`)),
    )
    return worker
  }

  #finish(answer: RenderAnswer): void {
    const job = this.#running
    if (!job || job.request.id !== answer.id) return
    this.#running = undefined
    if (answer.outcome === 'done') {
      this.#settle(job, answer.bytes)
      if (answer.unprintable.length > 0) this.#options.onUnprintable?.(answer.unprintable)
    } else this.#settle(job, new DocumentRenderError('refused', `${answer.name}: ${answer.message}`))
    this.#next()
  }

  /** Gives the running job up together with its thread; the waiting ones go on in a new thread. */
  #fail(reason: 'crashed' | 'timeout', message: string): void {
    const job = this.#running
    this.#running = undefined
    void this.#dropWorker()
    if (job) this.#settle(job, new DocumentRenderError(reason, message))
    this.#next()
  }

  #settle(job: Job, result: Uint8Array | DocumentRenderError): void {
    clearTimeout(job.timer)
    if (result instanceof DocumentRenderError) job.reject(result)
    else job.resolve(result)
  }

  async #dropWorker(): Promise<void> {
    const worker = this.#worker
    this.#worker = undefined
    await worker?.terminate()
  }
}
