import { PassThrough } from 'node:stream'
import type { Context } from 'koa'
import type { ApplicationRow } from '../applications/entity'
import { applicationTopic } from '../applications/topics'
import type { Ground } from '../ground'
import { languageOf } from '../http'
import { findApplication, viewApplication } from './application-view'

const POLL_MS = 2_000
const KEEP_ALIVE_MS = 15_000
/** A phone in a pocket: the page opens the stream anew when it is looked at. */
const LONGEST_MS = 15 * 60_000
const FINAL = new Set(['rejected', 'cancelled'])

/**
 * Server-sent events named `application`: the whole view at once, then again whenever it differs. Signals of this
 * process make it immediate; polling covers changes that other processes commit.
 */
export function streamApplication(ground: Ground, ctx: Context, first: ApplicationRow): PassThrough {
  const language = languageOf(ctx)
  const stream = new PassThrough()
  let last = ''
  let isReading = false
  let isDirty = false

  async function push(): Promise<void> {
    isDirty = true
    if (isReading) return
    isReading = true
    try {
      while (isDirty && !stream.writableEnded) {
        isDirty = false
        const row = await findApplication(ground, first.token)
        const view = JSON.stringify(await viewApplication(ground, row, language))
        const key = view.replace(/"expectedSeconds":\d+,?/, '')
        if (key !== last && !stream.writableEnded) stream.write(`event: application\ndata: ${view}\n\n`)
        last = key
        if (FINAL.has(row.status)) stream.end()
      }
    } catch (error) {
      ground.log.error({ event: 'events.failed', err: error })
      stream.end()
    } finally {
      isReading = false
    }
  }

  const unsubscribe = ground.signals.on(applicationTopic(first.id), push)
  const poll = setInterval(push, POLL_MS)
  const keepAlive = setInterval(() => stream.write(': still here\n\n'), KEEP_ALIVE_MS)
  const end = setTimeout(() => stream.end(), LONGEST_MS)
  const stop = () => {
    unsubscribe()
    clearInterval(poll)
    clearInterval(keepAlive)
    clearTimeout(end)
    stream.end()
  }
  stream.on('close', stop)
  ctx.req.on('close', stop)
  const shutdown = ground.signals.on('shutdown', stop)
  stream.on('close', shutdown)

  ctx.set({ 'cache-control': 'no-cache, no-transform', 'x-accel-buffering': 'no' })
  ctx.type = 'text/event-stream'
  stream.write('retry: 2000\n\n')
  void push()
  return stream
}
