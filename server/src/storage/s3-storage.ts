import { createHash } from 'node:crypto'
import { AwsV4Signer } from 'aws4fetch'
import { boundedFetch, type HttpAnswer } from '../bounded-fetch'
import { FileMissingError, keySegments, type Storage } from './storage'

export interface S3Options {
  /**
   * Address of the bucket and, if wanted, a folder in it: `https://s3.example.com/bucket/piaoma` (path style) or
   * `https://bucket.oss-cn-hangzhou.example.com/piaoma` (virtual-hosted style).
   */
  url: string
  region: string
  accessKeyId: string
  secretAccessKey: string
  now: () => number
  /** For an exchange without a body; a body gets more by its size. */
  timeoutMs?: number
  /** Pause before the second try; doubled before the third. */
  pauseMs?: number
}

const TRIES = 3
/** A body may be as slow as 100 kB a second. */
const BYTES_PER_MS = 100
const MAX_BYTES = 1024 ** 3
const NO_MESSAGE = 64 * 1024

/**
 * Keeps files in a bucket of an S3-compatible service. One PUT stores all bytes of an object or none, so a process that
 * dies while it stores leaves nothing half written; the body's SHA-256 is signed, so the service refuses what was
 * changed or cut on its way. Each call says the same however often it is made: what was lost, failed or was busy is
 * tried three times, then thrown, and the job that wanted it tries again. Needs the rights GetObject, PutObject and
 * ListBucket (without the last one a missing file looks forbidden).
 */
export function createS3Storage(options: S3Options): Storage {
  const base = options.url.replace(/\/+$/, '')
  const call = async (method: 'GET' | 'HEAD' | 'PUT', key: string, body?: Uint8Array) => {
    const url = `${base}/${keySegments(key).join('/')}`
    for (let nth = 1; ; nth++) {
      const answer = await exchange(options, { method, url, ...(body ? { body } : {}) })
      if (nth === TRIES || !isWorthAnotherTry(answer)) return answer
      await new Promise((resolve) => setTimeout(resolve, (options.pauseMs ?? 300) * 2 ** (nth - 1)))
    }
  }
  return {
    async put(key, bytes) {
      const answer = await call('PUT', key, bytes)
      if (!answer.arrived || answer.status !== 200) throw new S3Error('PUT', answer)
    },
    async get(key) {
      const answer = await call('GET', key)
      if (answer.arrived && answer.status === 404 && isNoObject(answer)) throw new FileMissingError(key)
      if (!answer.arrived || answer.status !== 200) throw new S3Error('GET', answer)
      return answer.bytes
    },
    async has(key) {
      const answer = await call('HEAD', key)
      if (answer.arrived && answer.status === 404) return false
      if (!answer.arrived || answer.status !== 200) throw new S3Error('HEAD', answer)
      return true
    },
  }
}

/** What the service said, without key, address or secret. */
class S3Error extends Error {
  override readonly name = 'S3Error'

  constructor(method: string, answer: HttpAnswer) {
    super(
      `${method} at the file storage: ${answer.arrived ? `HTTP ${answer.status} ${codeOf(answer)}` : answer.cause}`,
    )
  }
}

async function exchange(
  { region, accessKeyId, secretAccessKey, now, timeoutMs = 30_000 }: S3Options,
  { method, url, body }: { method: string; url: string; body?: Uint8Array },
): Promise<HttpAnswer> {
  const signer = new AwsV4Signer({
    method,
    url,
    headers: {
      'x-amz-content-sha256': createHash('sha256')
        .update(body ?? '')
        .digest('hex'),
    },
    service: 's3',
    region,
    accessKeyId,
    secretAccessKey,
    datetime: new Date(now()).toISOString().replace(/[:-]|\.\d{3}/g, ''),
  })
  const signed = await signer.sign()
  return boundedFetch({
    url: signed.url.href,
    init: { method, headers: signed.headers, ...(body ? { body: Buffer.from(body) } : {}) },
    fetch,
    timeoutMs: timeoutMs + (method === 'GET' ? 10 * timeoutMs : (body?.length ?? 0) / BYTES_PER_MS),
    maxBytes: method === 'GET' ? MAX_BYTES : NO_MESSAGE,
  })
}

const isWorthAnotherTry = (answer: HttpAnswer): boolean =>
  !answer.arrived || answer.status >= 500 || answer.status === 429

/** `<Code>` of an error answer. */
const codeOf = (answer: HttpAnswer & { arrived: true }): string =>
  /<Code>(\w{1,60})<\/Code>/.exec(new TextDecoder().decode(answer.bytes.subarray(0, 2_000)))?.[1] ?? ''

/** A bucket that is not there is a wrong setting, never a missing file. */
const isNoObject = (answer: HttpAnswer & { arrived: true }): boolean => codeOf(answer) !== 'NoSuchBucket'
