import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import Koa from 'koa'
import { rawBody } from '../../raw-body'
import type { Fault } from './faults'
import type { Exchange, Side } from './side'
import type { SimulatorGround } from './start'

/** The largest body a listener reads. */
const MAX_BODY_BYTES = 12 * 1024 * 1024

export interface Listener {
  readonly url: string
  readonly port: number
  close(): Promise<void>
}

/** Serves one side on loopback: the body kept as it came, faults of the wire, and a line in the journal for each request. */
export async function listen(ground: SimulatorGround, side: Side, port: number): Promise<Listener> {
  const app = createSideApp(ground, side)
  return serve(createServer(app.callback()), port)
}

/** Takes a port of loopback (0: a free one). */
export async function serve(server: Server, port: number): Promise<Listener> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const taken = (server.address() as AddressInfo).port
  return {
    url: `http://127.0.0.1:${taken}`,
    port: taken,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function createSideApp(ground: SimulatorGround, side: Side): Koa {
  const app = new Koa()
  app.use(async (ctx) => {
    const request = { side: side.name, method: ctx.method, path: ctx.path }
    const body = await rawBody(ctx.req, MAX_BODY_BYTES)
    if (body === undefined) {
      ctx.status = 413
      return
    }
    const fault = ground.faults.take(request)
    const isDone = fault === undefined || !('when' in fault) || fault.when === 'after'
    const verdicts = { signature: undefined, schema: undefined, state: undefined }
    const exchange: Exchange = { ctx, rawBody: body, verdicts }
    if (isDone) await side.answer(exchange)
    ground.journal.write({
      ...request,
      at: ground.clock.now(),
      direction: 'in',
      status: isDone ? ctx.status : 0,
      ...exchange.verdicts,
      ...(fault ? { fault: fault.kind } : {}),
    })
    if (fault) {
      const bytes = bytesOf(ctx.body)
      ctx.respond = false
      misbehave(fault, ctx.res, { status: ctx.status, bytes })
    }
  })
  return app
}

/** The answer's body as bytes; sides answer strings, bytes, plain objects or nothing. */
function bytesOf(body: unknown): Buffer {
  if (body === undefined || body === null) return Buffer.alloc(0)
  if (Buffer.isBuffer(body)) return body
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))
}

function misbehave(fault: Fault, res: ServerResponse, answer: { status: number; bytes: Buffer }): void {
  const { bytes } = answer
  const half = Math.floor(bytes.length / 2)
  switch (fault.kind) {
    case 'timeout':
      return
    case 'reset':
      res.destroy()
      return
    case 'http_error':
      page(res, fault.status, `<html><h1>${fault.status}</h1></html>`)
      return
    case 'garbage':
      page(res, 200, fault.body)
      return
    case 'redirect':
      res.writeHead(302, { location: fault.to }).end()
      return
    case 'gzip':
      res.removeHeader('content-length')
      res.writeHead(answer.status, { 'content-encoding': 'gzip' }).end(gzipSync(bytes))
      return
    case 'slow_body':
      res.writeHead(answer.status, { 'content-length': bytes.length })
      res.write(bytes.subarray(0, half))
      setTimeout(() => res.end(bytes.subarray(half)), fault.ms).unref()
      return
    case 'reset_mid_body':
    case 'wrong_length':
      res.writeHead(answer.status, { 'content-length': bytes.length + 20 })
      res.write(fault.kind === 'wrong_length' ? bytes : bytes.subarray(0, half), () => res.destroy())
  }
}

function page(res: ServerResponse, status: number, html: string): void {
  // Signatures that the side put on its own answer would be a gift.
  for (const name of res.getHeaderNames()) res.removeHeader(name)
  res.writeHead(status, { 'content-type': 'text/html' }).end(html)
}
