import { type LookupAddress, lookup as systemLookup } from 'node:dns'
import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { isPublicAddress } from './public-address'

export interface PostOptions {
  /** Lets loopback and private addresses through: the demo and tests. */
  isPrivateAllowed: boolean
  timeoutMs?: number
  /** Finds all addresses of a name; the system's resolver unless a test brings its own. */
  resolve?: (host: string) => Promise<LookupAddress[]>
}

/** `httpStatus` whenever an answer came; `problem` when it was not a success. */
export interface PostResult {
  httpStatus?: number
  problem?: string
}

const TIMEOUT_MS = 10_000
const MAX_ANSWER_BYTES = 64 * 1024

/**
 * Posts a body to a merchant's address and never throws. The name is resolved once, every address it has is checked,
 * and the connection goes to a checked one, so that a name which changes in between leads nowhere. Redirects are not
 * followed, and of the answer only the status counts: its body is read up to 64 KB and thrown away.
 */
export async function postWebhook(
  address: string,
  body: string,
  headers: Record<string, string>,
  options: PostOptions,
): Promise<PostResult> {
  const signal = AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS)
  try {
    const url = new URL(address)
    const refusal = urlProblem(url, options.isPrivateAllowed)
    if (refusal) return { problem: refusal }
    const addresses = await Promise.race([addressesOf(url, options), aborted(signal)])
    const httpStatus = await exchange(url, body, headers, { signal, lookup: fixedLookup(addresses) })
    if (httpStatus >= 200 && httpStatus < 300) return { httpStatus }
    const isRedirect = httpStatus >= 300 && httpStatus < 400
    return { httpStatus, problem: isRedirect ? 'redirects are not followed' : `answered ${httpStatus}` }
  } catch (error) {
    return { problem: signal.aborted ? 'no answer in time' : describe(error) }
  }
}

/** What rules an address out before anything is resolved, or undefined. */
export function urlProblem(url: URL, isPrivateAllowed: boolean): string | undefined {
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'only http and https'
  if (url.username !== '' || url.password !== '') return 'no user name in the address'
  const host = bareHost(url)
  if (isPrivateAllowed || !isIP(host)) return undefined
  return isPublicAddress(host) ? undefined : 'not a public address'
}

const bareHost = (url: URL) => url.hostname.replace(/^\[|\]$/g, '')

async function addressesOf(url: URL, options: PostOptions): Promise<LookupAddress[]> {
  const host = bareHost(url)
  const family = isIP(host)
  const found = family ? [{ address: host, family }] : await (options.resolve ?? resolveAll)(host)
  if (found.length === 0) throw new Error('the host has no address')
  // One bad address among good ones is a trick, too.
  if (!options.isPrivateAllowed && !found.every(({ address }) => isPublicAddress(address))) {
    throw new Error('not a public address')
  }
  return found
}

const resolveAll = (host: string) =>
  new Promise<LookupAddress[]>((resolve, reject) => {
    systemLookup(host, { all: true }, (error, addresses) => (error ? reject(error) : resolve(addresses)))
  })

/** Answers what was checked, whatever the name means by now. */
function fixedLookup(addresses: LookupAddress[]): LookupFunction {
  return (_host, options, done) => {
    const [first] = addresses
    if (options.all) done(null, addresses)
    else done(null, first?.address ?? '', first?.family)
  }
}

function exchange(
  url: URL,
  body: string,
  headers: Record<string, string>,
  options: Pick<RequestOptions, 'signal' | 'lookup'>,
): Promise<number> {
  const request = url.protocol === 'https:' ? httpsRequest : httpRequest
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      {
        ...options,
        method: 'POST',
        // A connection of its own: none is shared between merchants.
        agent: false,
        headers: {
          ...headers,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          'user-agent': 'piaoma-webhook/1',
          connection: 'close',
        },
      },
      (answer) => discard(answer).then(() => resolve(answer.statusCode ?? 0)),
    )
    sent.on('error', reject)
    sent.end(body)
  })
}

/** Ends with the body, at the limit, or when the connection breaks: the status is known already. */
function discard(answer: IncomingMessage): Promise<void> {
  let size = 0
  return new Promise((resolve) => {
    answer.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > MAX_ANSWER_BYTES) answer.destroy()
    })
    answer.on('error', () => resolve())
    answer.on('close', () => resolve())
  })
}

const aborted = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error('no answer in time')), { once: true })
  })

function describe(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  return (code ?? message).slice(0, 200)
}
