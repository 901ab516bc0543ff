import { boundedFetch } from '../../bounded-fetch'
import type { NuonuoSettings } from './config'

const MAX_FILE_BYTES = 10 * 1024 * 1024
const MAX_REDIRECTS = 3

type Fetched = { outcome: 'done'; bytes: Uint8Array } | { outcome: 'missing' | 'unknown'; cause: string }

/**
 * Downloads an original, byte for byte, up to 10 MB. No credentials go along; redirects are followed only to the
 * same host or to the configured file hosts and their subdomains.
 */
export async function fetchOriginal(settings: NuonuoSettings, url: string): Promise<Fetched> {
  let target = httpUrl(url)
  if (target === undefined) return { outcome: 'missing', cause: 'not an http(s) address' }
  const hosts = [target.hostname, ...settings.fileHosts]
  for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
    const answer = await boundedFetch({
      url: target.toString(),
      init: { method: 'GET', credentials: 'omit' },
      fetch: settings.fetch,
      timeoutMs: settings.timeoutMs,
      maxBytes: MAX_FILE_BYTES,
    })
    if (!answer.arrived) return { outcome: 'unknown', cause: answer.cause }
    const { status, bytes } = answer
    if (status === 200) {
      return bytes.byteLength > 0 ? { outcome: 'done', bytes } : { outcome: 'missing', cause: 'empty file' }
    }
    if (status === 404 || status === 410) return { outcome: 'missing', cause: `HTTP ${status}` }
    if (status < 300 || status > 399) return { outcome: 'unknown', cause: `HTTP ${status}` }
    const next: URL | undefined = httpUrl(answer.headers.get('location') ?? '', target)
    const isDowngraded = target.protocol === 'https:' && next?.protocol === 'http:'
    if (next === undefined || isDowngraded || !isAllowed(next.hostname, hosts)) {
      return { outcome: 'unknown', cause: 'redirected elsewhere' }
    }
    target = next
  }
  return { outcome: 'unknown', cause: 'too many redirects' }
}

/** An http(s) URL without user name and password, resolved against `base`. */
function httpUrl(text: string, base?: URL): URL | undefined {
  if (text === '' || !URL.canParse(text, base?.href)) return undefined
  const url = new URL(text, base?.href)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return undefined
  url.username = ''
  url.password = ''
  return url
}

function isAllowed(host: string, hosts: readonly string[]): boolean {
  return hosts.some((allowed) => host === allowed || host.endsWith(`.${allowed}`))
}
