import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { refusalOf } from './signature'

/** What goes wrong with one request. `after`: it was done, and the caller does not learn of it. */
export interface S3Fault {
  method: 'GET' | 'HEAD' | 'PUT'
  kind: 'error' | 'busy' | 'reset_before' | 'reset_after' | 'silence' | 'cut'
}

/** One bucket of an S3-compatible service, over a real socket. */
export interface S3Simulator {
  /** Address of the bucket, path style. */
  readonly url: string
  /** Whole objects by their keys. */
  readonly objects: ReadonlyMap<string, Buffer>
  /** Requests so far, as `PUT key 200`. */
  readonly log: readonly string[]
  /** Whatever goes wrong next, once each. */
  fail(...faults: S3Fault[]): void
  close(): Promise<void>
}

export interface S3SimulatorOptions {
  bucket: string
  region: string
  accessKeyId: string
  secretAccessKey: string
  now: () => number
}

const STATUS: Record<string, number> = {
  NoSuchBucket: 404,
  NoSuchKey: 404,
  MethodNotAllowed: 405,
  MissingContentLength: 411,
  IncompleteBody: 400,
  XAmzContentSHA256Mismatch: 400,
  AuthorizationHeaderMalformed: 400,
  InternalError: 500,
  SlowDown: 503,
}

/**
 * A small S3: PUT, GET and HEAD of objects in one bucket. It checks Signature Version 4 and the SHA-256 of each body and
 * refuses what is wrong, as the real one does; an object is there once all of its body has come, and not before.
 */
export async function startS3Simulator(options: S3SimulatorOptions): Promise<S3Simulator> {
  const objects = new Map<string, Buffer>()
  const log: string[] = []
  const faults: S3Fault[] = []
  const server = createServer((request, response) => {
    void serve({ options, objects, log, faults }, request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/${options.bucket}`,
    objects,
    log,
    fail: (...next) => void faults.push(...next),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

interface World {
  options: S3SimulatorOptions
  objects: Map<string, Buffer>
  log: string[]
  faults: S3Fault[]
}

async function serve(world: World, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await bodyOf(request)
  // Cut off on its way: nothing of it is kept.
  if (!body) return
  const { method = '', url = '' } = request
  const index = world.faults.findIndex((fault) => fault.method === method)
  const fault = index < 0 ? undefined : world.faults.splice(index, 1)[0]?.kind
  if (fault === 'silence') return
  if (fault === 'reset_before') return void request.socket.destroy()
  const key = decodeURIComponent(url.split('?')[0]?.slice(world.options.bucket.length + 2) ?? '')
  const code =
    fault === 'error'
      ? 'InternalError'
      : fault === 'busy'
        ? 'SlowDown'
        : codeOf(world, request, { body, key })
  world.log.push(`${method} ${key} ${code ?? 200}`)
  if (code === undefined && method === 'PUT') world.objects.set(key, body)
  if (fault === 'reset_after') return void request.socket.destroy()
  if (code !== undefined) return refuse(response, method, code)
  const object = world.objects.get(key) ?? Buffer.alloc(0)
  response.setHeader('etag', `"${createHash('md5').update(object).digest('hex')}"`)
  if (method === 'PUT') return void response.end()
  response.setHeader('content-length', object.length)
  if (method === 'HEAD') return void response.end()
  if (fault !== 'cut') return void response.end(object)
  response.write(object.subarray(0, object.length / 2), () => request.socket.destroy())
}

function codeOf(
  { options, objects }: World,
  { method = '', url = '', headers }: IncomingMessage,
  { body, key }: { body: Buffer; key: string },
): string | undefined {
  const refusal = refusalOf({ method, url, headers, body }, { ...options, now: options.now() })
  if (refusal) return refusal
  if (url.split('/')[1] !== options.bucket) return 'NoSuchBucket'
  if (method === 'PUT') return headers['content-length'] === undefined ? 'MissingContentLength' : undefined
  if (method !== 'GET' && method !== 'HEAD') return 'MethodNotAllowed'
  return objects.has(key) ? undefined : 'NoSuchKey'
}

function refuse(response: ServerResponse, method: string, code: string): void {
  response.statusCode = STATUS[code] ?? 403
  response.setHeader('content-type', 'application/xml')
  // HEAD has no body to say why.
  const xml = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code></Error>`
  response.end(method === 'HEAD' ? undefined : xml)
}

/** All of the body, or undefined when its sender went away in the middle. */
async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const parts: Buffer[] = []
  try {
    for await (const part of request) parts.push(part as Buffer)
  } catch {
    // Told by `complete` below.
    return undefined
  }
  return request.complete ? Buffer.concat(parts) : undefined
}
