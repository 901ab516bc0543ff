import { afterEach, describe, expect, test } from 'vitest'
import { renderInvoiceXml } from '../../documents/render-xml'
import { buildModel } from '../../documents/test-model'
import {
  CaptureError,
  type CaptureReader,
  type CaptureReaderOptions,
  createCaptureReader,
} from './capture-pool'

const open: CaptureReader[] = []
function startReader(options: CaptureReaderOptions = {}): CaptureReader {
  const reader = createCaptureReader(options)
  open.push(reader)
  return reader
}
afterEach(async () => {
  for (const reader of open.splice(0)) await reader.close()
})

const NOW = Date.UTC(2026, 10, 1)

/** A worker of its own for one test: `act` runs for each request with `port`, `request` and `done()`. */
function workerOf(act: string): URL {
  const source = `
    import { parentPort as port } from 'node:worker_threads'
    port.on('message', (request) => {
      const done = () => port.postMessage({ id: request.id, outcome: 'done', result: { outcome: 'read', readings: [] } })
      ${act}
    })`
  return new URL(`data:text/javascript,${encodeURIComponent(source)}`)
}

const reasonOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'resolved',
    (error: unknown) => (error instanceof CaptureError ? error.reason : String(error)),
  )

const file = (first: number) => new Uint8Array([first])

describe('the capture thread', () => {
  test('reads an original in its thread, started from the sources', async () => {
    const reader = startReader()
    const outcome = await reader.read(renderInvoiceXml(buildModel()), { now: NOW })
    expect(outcome).toMatchObject({
      outcome: 'read',
      readings: [{ kind: 'digital_normal', fields: { totalFen: { value: 20_000 } } }],
    })
  })

  test('a file that hangs its reader is given up in time, and the next one is read in a new thread', async () => {
    const reader = startReader({
      timeoutMs: 2000,
      workerUrl: workerOf('if (request.bytes[0] === 1) for (;;); else done()'),
    })
    const hanging = reasonOf(reader.read(file(1), { now: NOW }))
    const next = reasonOf(reader.read(file(2), { now: NOW }))
    expect(await hanging).toBe('timeout')
    expect(await next).toBe('resolved')
  })

  test('a file that eats the memory costs its thread only', async () => {
    const reader = startReader({
      maxMemoryMb: 32,
      workerUrl: workerOf(
        'const hoard = []; if (request.bytes[0] === 1) for (;;) hoard.push(new Array(1e5).fill({})); done()',
      ),
    })
    expect(await reasonOf(reader.read(file(1), { now: NOW }))).toBe('crashed')
    expect(await reasonOf(reader.read(file(2), { now: NOW }))).toBe('resolved')
  })

  test('progress gives more time and is passed on', async () => {
    const reader = startReader({
      timeoutMs: 1500,
      workerUrl: workerOf(`
        let at = 0
        const step = () => at < 4 ? (port.postMessage({ id: request.id, outcome: 'progress', picture: ++at, pictures: 4 }), setTimeout(step, 500)) : done()
        step()`),
    })
    const heard: number[] = []
    await reader.read(file(1), { now: NOW }, ({ picture }) => heard.push(picture))
    expect(heard).toEqual([1, 2, 3, 4])
  })

  test('a full queue and a closed reader say so', async () => {
    const reader = startReader({ maxQueue: 1, workerUrl: workerOf('') })
    const waiting = reasonOf(reader.read(file(1), { now: NOW }))
    expect(await reasonOf(reader.read(file(2), { now: NOW }))).toBe('busy')
    await reader.close()
    expect(await waiting).toBe('closed')
    expect(await reasonOf(reader.read(file(3), { now: NOW }))).toBe('closed')
  })
})
