import { Worker } from 'node:worker_threads'
import type { ReadOutcome } from '@piaoma/shared/received'
import type { CaptureAnswer, CaptureOptions, CaptureRequest } from './capture-messages'

/**
 * Why a file was not read at all: `busy` (queue full), `timeout` or `crashed` (the thread was replaced; a file that
 * does it twice is damaged or hostile), `failed` (our own fault), `closed`.
 */
export class CaptureError extends Error {
  override readonly name = 'CaptureError'

  constructor(
    readonly reason: 'busy' | 'timeout' | 'crashed' | 'failed' | 'closed',
    message: string,
  ) {
    super(message)
  }
}

export interface CaptureProgress {
  picture: number
  pictures: number
}

export interface CaptureReader {
  /**
   * Reads one file in the worker thread, after those that were asked before. Rejects with CaptureError only; what the
   * file contains is an outcome.
   */
  read(
    bytes: Uint8Array,
    options: CaptureOptions,
    onProgress?: (progress: CaptureProgress) => void,
  ): Promise<ReadOutcome>
  /** Ends the thread; what is still waiting is rejected as `closed`. */
  close(): Promise<void>
}

export interface CaptureReaderOptions {
  /** Files that may wait, the running one included; 200 when absent. */
  maxQueue?: number
  /** Milliseconds for an original, and again for each picture; 60,000 when absent (the engine starts with the first). */
  timeoutMs?: number
  /** Megabytes of JavaScript memory before the thread is replaced; 1,024 when absent. */
  maxMemoryMb?: number
  /** The worker's module, for tests. */
  workerUrl?: URL
}

interface Job {
  request: CaptureRequest
  resolve: (outcome: ReadOutcome) => void
  reject: (error: CaptureError) => void
  onProgress: ((progress: CaptureProgress) => void) | undefined
  timer?: NodeJS.Timeout
}

/**
 * One worker thread that reads files one after another, off the request loop and killable: a parser that hangs or eats
 * memory costs its thread, never the service. The thread starts with the first file and does not keep the process alive
 * while idle.
 */
export function createCaptureReader(options: CaptureReaderOptions = {}): CaptureReader {
  return new WorkerReader(options)
}

class WorkerReader implements CaptureReader {
  readonly #options: CaptureReaderOptions
  #worker: Worker | undefined
  #running: Job | undefined
  #waiting: Job[] = []
  #lastId = 0
  #isClosed = false

  constructor(options: CaptureReaderOptions) {
    this.#options = options
  }

  read(
    bytes: Uint8Array,
    options: CaptureOptions,
    onProgress?: (progress: CaptureProgress) => void,
  ): Promise<ReadOutcome> {
    if (this.#isClosed) return Promise.reject(new CaptureError('closed', 'the reader is closed'))
    const { maxQueue = 200 } = this.#options
    if (this.#waiting.length + (this.#running ? 1 : 0) >= maxQueue) {
      return Promise.reject(new CaptureError('busy', `${maxQueue} files are waiting already`))
    }
    return new Promise((resolve, reject) => {
      this.#waiting.push({ request: { id: ++this.#lastId, bytes, options }, resolve, reject, onProgress })
      this.#next()
    })
  }

  async close(): Promise<void> {
    this.#isClosed = true
    const jobs = this.#running ? [this.#running, ...this.#waiting] : this.#waiting
    this.#waiting = []
    this.#running = undefined
    for (const job of jobs) this.#settle(job, new CaptureError('closed', 'the reader was closed'))
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
    this.#restartTimer(job)
    try {
      const worker = this.#openWorker()
      worker.ref()
      worker.postMessage(job.request)
    } catch (error) {
      this.#fail('crashed', `the capture thread did not take the file: ${String(error)}`)
    }
  }

  #restartTimer(job: Job): void {
    const { timeoutMs = 60_000 } = this.#options
    clearTimeout(job.timer)
    job.timer = setTimeout(() => this.#fail('timeout', `nothing read within ${timeoutMs} ms`), timeoutMs)
  }

  #openWorker(): Worker {
    if (this.#worker) return this.#worker
    const file = import.meta.url.endsWith('.ts') ? './capture-worker-source.mjs' : './capture-worker.js'
    const worker = new Worker(this.#options.workerUrl ?? new URL(file, import.meta.url), {
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: this.#options.maxMemoryMb ?? 1024 },
    })
    this.#worker = worker
    // A thread that was given up may still report; only the current one counts.
    const ifCurrent = (act: () => void) => {
      if (this.#worker === worker) act()
    }
    worker.on('message', (answer: CaptureAnswer) => ifCurrent(() => this.#hear(answer)))
    worker.on('error', (error) =>
      ifCurrent(() => this.#fail('crashed', `the capture thread failed: ${error.message}`)),
    )
    worker.on('exit', (code) =>
      ifCurrent(() => this.#fail('crashed', `the capture thread ended with code ${code}`)),
    )
    return worker
  }

  #hear(answer: CaptureAnswer): void {
    const job = this.#running
    if (!job || job.request.id !== answer.id) return
    if (answer.outcome === 'progress') {
      this.#restartTimer(job)
      job.onProgress?.({ picture: answer.picture, pictures: answer.pictures })
      return
    }
    this.#running = undefined
    if (answer.outcome === 'done') this.#settle(job, answer.result)
    else this.#settle(job, new CaptureError('failed', `${answer.name}: ${answer.message}`))
    this.#next()
  }

  /** Gives the running file up together with its thread; the waiting ones go on in a new thread. */
  #fail(reason: 'crashed' | 'timeout', message: string): void {
    const job = this.#running
    this.#running = undefined
    void this.#dropWorker()
    if (job) this.#settle(job, new CaptureError(reason, message))
    this.#next()
  }

  #settle(job: Job, result: ReadOutcome | CaptureError): void {
    clearTimeout(job.timer)
    if (result instanceof CaptureError) job.reject(result)
    else job.resolve(result)
  }

  async #dropWorker(): Promise<void> {
    const worker = this.#worker
    this.#worker = undefined
    await worker?.terminate()
  }
}
