import type { ReadOutcome } from '@piaoma/shared/received'
import { JobThread, ThreadError, type ThreadFailure } from '../../threads/job-thread'
import type { CaptureAnswer, CaptureOptions, CaptureRequest } from './capture-messages'

/**
 * Why a file was not read at all: `busy` (queue full), `timeout` or `crashed` (the thread was replaced; a file that
 * does it twice is damaged or hostile), `failed` (our own fault), `closed`.
 */
export class CaptureError extends Error {
  override readonly name = 'CaptureError'

  constructor(
    readonly reason: 'failed' | ThreadFailure,
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

/** The worker lies beside this module: `capture-worker.js` in a bundle, the TypeScript sources otherwise. */
export function workerBeside(): URL {
  const file = import.meta.url.endsWith('.ts') ? './capture-worker-source.mjs' : './capture-worker.js'
  return new URL(file, import.meta.url)
}

/** Reads files one after another in a thread of its own. */
export function createCaptureReader(options: CaptureReaderOptions = {}): CaptureReader {
  const thread = new JobThread<Omit<CaptureRequest, 'id'>, CaptureAnswer>({
    workerUrl: options.workerUrl ?? workerBeside(),
    maxQueue: options.maxQueue ?? 200,
    timeoutMs: options.timeoutMs ?? 60_000,
    maxMemoryMb: options.maxMemoryMb ?? 1024,
  })
  return {
    async read(bytes, captureOptions, onProgress) {
      const answer = await thread
        .ask({ bytes, options: captureOptions }, (said) => {
          if (said.outcome !== 'progress') return false
          onProgress?.({ picture: said.picture, pictures: said.pictures })
          return true
        })
        .catch(giveUp)
      if (answer.outcome === 'done') return answer.result
      // `progress` is never the last answer: the thread told it above.
      const why = answer.outcome === 'failed' ? `${answer.name}: ${answer.message}` : 'ended in the middle'
      throw new CaptureError('failed', why)
    },
    close: () => thread.close(),
  }
}

function giveUp(error: unknown): never {
  if (error instanceof ThreadError) throw new CaptureError(error.reason, error.message)
  throw error
}
