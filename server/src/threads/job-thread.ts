import { Worker } from 'node:worker_threads'

/**
 * Why a thread did not answer: `busy` (queue full), `timeout` or `crashed` (the thread was replaced; the same request may
 * do it again), or `closed`.
 */
export type ThreadFailure = 'busy' | 'timeout' | 'crashed' | 'closed'

export class ThreadError extends Error {
  override readonly name = 'ThreadError'

  constructor(
    readonly reason: ThreadFailure,
    message: string,
  ) {
    super(message)
  }
}

export interface JobThreadOptions {
  /** The module that runs in the thread; it answers each message under the `id` that came with it. */
  workerUrl: URL
  /** Requests that may wait, the running one included. */
  maxQueue: number
  /** Milliseconds for one request, the start of the thread included; counted anew at each progress. */
  timeoutMs: number
  /** Megabytes of JavaScript memory before the thread is replaced; Node's own limit when absent. */
  maxMemoryMb?: number
}

interface Numbered {
  id: number
}

interface Job<Answer> {
  message: Numbered
  resolve: (answer: Answer) => void
  reject: (error: ThreadError) => void
  /** Says of an answer that others follow. */
  isProgress: (answer: Answer) => boolean
  timer?: NodeJS.Timeout
}

/**
 * One worker thread that does jobs one after another, off the request loop and killable: work that hangs or eats memory
 * costs its thread, never the service. The thread starts with the first job, is replaced after a crash or a time-out, and
 * does not keep the process alive while idle.
 */
export class JobThread<Request extends object, Answer extends Numbered> {
  readonly #options: JobThreadOptions
  #worker: Worker | undefined
  #running: Job<Answer> | undefined
  #waiting: Job<Answer>[] = []
  #lastId = 0
  #isClosed = false

  constructor(options: JobThreadOptions) {
    this.#options = options
  }

  /**
   * Sends one request after those that were asked before, and answers the thread's last answer to it. Rejects with
   * ThreadError only.
   */
  ask(request: Request, isProgress: (answer: Answer) => boolean = () => false): Promise<Answer> {
    if (this.#isClosed) return Promise.reject(new ThreadError('closed', 'the thread is closed'))
    const { maxQueue } = this.#options
    if (this.#waiting.length + (this.#running ? 1 : 0) >= maxQueue) {
      return Promise.reject(new ThreadError('busy', `${maxQueue} are waiting already`))
    }
    return new Promise((resolve, reject) => {
      this.#waiting.push({ message: { ...request, id: ++this.#lastId }, resolve, reject, isProgress })
      this.#next()
    })
  }

  /** Ends the thread; what is running and waiting is rejected as `closed`. */
  async close(): Promise<void> {
    this.#isClosed = true
    const jobs = this.#running ? [this.#running, ...this.#waiting] : this.#waiting
    this.#waiting = []
    this.#running = undefined
    for (const job of jobs) this.#reject(job, 'closed', 'the thread was closed')
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
      worker.postMessage(job.message)
    } catch (error) {
      this.#fail('crashed', `the thread did not take the request: ${String(error)}`)
    }
  }

  #restartTimer(job: Job<Answer>): void {
    const { timeoutMs } = this.#options
    clearTimeout(job.timer)
    job.timer = setTimeout(() => this.#fail('timeout', `no answer within ${timeoutMs} ms`), timeoutMs)
  }

  #openWorker(): Worker {
    if (this.#worker) return this.#worker
    const { workerUrl, maxMemoryMb } = this.#options
    const worker = new Worker(workerUrl, {
      execArgv: [],
      ...(maxMemoryMb === undefined ? {} : { resourceLimits: { maxOldGenerationSizeMb: maxMemoryMb } }),
    })
    this.#worker = worker
    // A thread that was given up may still report; only the current one counts.
    const ifCurrent = (act: () => void) => {
      if (this.#worker === worker) act()
    }
    worker.on('message', (answer: Answer) => ifCurrent(() => this.#hear(answer)))
    worker.on('error', (error) =>
      ifCurrent(() => this.#fail('crashed', `the thread failed: ${error.message}`)),
    )
    worker.on('exit', (code) => ifCurrent(() => this.#fail('crashed', `the thread ended with code ${code}`)))
    return worker
  }

  #hear(answer: Answer): void {
    const job = this.#running
    if (!job || job.message.id !== answer.id) return
    if (job.isProgress(answer)) {
      this.#restartTimer(job)
      return
    }
    this.#running = undefined
    clearTimeout(job.timer)
    job.resolve(answer)
    this.#next()
  }

  /** Gives the running job up together with its thread; the waiting ones go on in a new thread. */
  #fail(reason: ThreadFailure, message: string): void {
    const job = this.#running
    this.#running = undefined
    void this.#dropWorker()
    if (job) this.#reject(job, reason, message)
    this.#next()
  }

  #reject(job: Job<Answer>, reason: ThreadFailure, message: string): void {
    clearTimeout(job.timer)
    job.reject(new ThreadError(reason, message))
  }

  async #dropWorker(): Promise<void> {
    const worker = this.#worker
    this.#worker = undefined
    await worker?.terminate()
  }
}
