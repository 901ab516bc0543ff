import { createHash } from 'node:crypto'
import { JobThread, ThreadError } from '../../threads/job-thread'
import type { Drawn } from '../drawing/draw-pdf'
import type { DrawAnswer, DrawRequest } from './capture-messages'
import { workerBeside } from './capture-pool'

export interface Drawer {
  /**
   * One page of an original as a picture; undefined when there is nothing to draw, or when drawing it takes more time or
   * memory than any original needs. Rejects with ThreadError `busy` or `closed`.
   */
  draw(bytes: Uint8Array, page: number): Promise<Drawn | undefined>
  close(): Promise<void>
}

/** Pages that are looked at now are looked at again: fields beside their cut-outs. */
const KEPT_BYTES = 48 * 1024 * 1024

/**
 * Draws pages one after another in a thread of its own, beside the one that reads: looking at an original never waits
 * for somebody's photo. The last pictures are kept, within a bound.
 */
export function createDrawer(
  options: { workerUrl?: URL; timeoutMs?: number; keptBytes?: number } = {},
): Drawer {
  const thread = new JobThread<Omit<DrawRequest, 'id'>, DrawAnswer>({
    workerUrl: options.workerUrl ?? workerBeside(),
    maxQueue: 50,
    timeoutMs: options.timeoutMs ?? 20_000,
    maxMemoryMb: 512,
  })
  const kept = new Map<string, Promise<Drawn | undefined>>()
  const sizes = new Map<string, number>()
  const forget = (key: string) => {
    kept.delete(key)
    sizes.delete(key)
  }
  const drawNow = async (bytes: Uint8Array, page: number): Promise<Drawn | undefined> => {
    try {
      return (await thread.ask({ bytes, page })).drawn
    } catch (error) {
      const isTooMuch =
        error instanceof ThreadError && (error.reason === 'timeout' || error.reason === 'crashed')
      if (isTooMuch) return undefined
      throw error
    }
  }
  return {
    draw(bytes, page) {
      const key = `${createHash('sha256').update(bytes).digest('hex')}:${page}`
      const known = kept.get(key)
      const drawing = known ?? drawNow(bytes, page)
      // The last one looked at stands at the end.
      kept.delete(key)
      kept.set(key, drawing)
      if (!known) {
        drawing.then(
          (drawn) => {
            sizes.set(key, drawn?.png.length ?? 0)
            let sum = [...sizes.values()].reduce((total, size) => total + size, 0)
            for (const oldest of [...kept.keys()]) {
              if (sum <= (options.keptBytes ?? KEPT_BYTES) || oldest === key) break
              sum -= sizes.get(oldest) ?? 0
              forget(oldest)
            }
          },
          () => forget(key),
        )
      }
      return drawing
    },
    close: () => thread.close(),
  }
}
