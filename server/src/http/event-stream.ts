import { PassThrough } from 'node:stream'
import type { Context } from 'koa'
import type { Ground } from '../ground'

const POLL_MS = 2_000
const KEEP_ALIVE_MS = 15_000
/** A phone in a pocket: the page opens the stream anew when it is looked at. */
const LONGEST_MS = 15 * 60_000

/** What a stream shows at one moment. */
export interface StreamedView {
  json: string
  /** Sent again when it differs; `json` where that says it all. */
  key?: string
  /** Nothing more will come. */
  isFinal: boolean
}

/**
 * Server-sent events of one name: the whole view at once, then again whenever it differs. Signals of this process
 * make it immediate; polling covers changes that other processes commit.
 */
export function streamView(
  ground: Ground,
  ctx: Context,
  stream: { event: string; topic: string; read(): Promise<StreamedView> },
): PassThrough {
  const out = new PassThrough()
  let last = ''
  let isReading = false
  let isDirty = false

  async function push(): Promise<void> {
    isDirty = true
    if (isReading) return
    isReading = true
    try {
      while (isDirty && !out.writableEnded) {
        isDirty = false
        const { json, key = json, isFinal } = await stream.read()
        if (key !== last && !out.writableEnded) out.write(`event: ${stream.event}\ndata: ${json}\n\n`)
        last = key
        if (isFinal) out.end()
      }
    } catch (error) {
      ground.log.error({ event: 'events.failed', err: error })
      out.end()
    } finally {
      isReading = false
    }
  }

  const unsubscribe = ground.signals.on(stream.topic, push)
  const poll = setInterval(push, POLL_MS)
  const keepAlive = setInterval(() => out.write(': still here\n\n'), KEEP_ALIVE_MS)
  const end = setTimeout(() => out.end(), LONGEST_MS)
  const stop = () => {
    unsubscribe()
    clearInterval(poll)
    clearInterval(keepAlive)
    clearTimeout(end)
    out.end()
  }
  out.on('close', stop)
  ctx.req.on('close', stop)
  const shutdown = ground.signals.on('shutdown', stop)
  out.on('close', shutdown)

  ctx.set({ 'cache-control': 'no-cache, no-transform', 'x-accel-buffering': 'no' })
  ctx.type = 'text/event-stream'
  out.write('retry: 2000\n\n')
  void push()
  return out
}
