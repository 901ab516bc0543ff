import type { ApplicationView, CodeView } from '@piaoma/shared/contract'
import type { Problem } from '@piaoma/shared/errors'

export type Route =
  | { page: 'code'; code: string; others: string[] }
  | { page: 'application'; token: string }
  | { page: 'none' }

/** What the server put into the page so that it needs no second round trip. */
export type PageData = { code: CodeView } | { application: ApplicationView } | { problem: Problem }

/** `/s/CODE` and `/a/TOKEN`; `#with=CODE,CODE` names further codes to merge. */
export function readRoute(location: { pathname: string; hash: string }): Route {
  const [, kind, key] = /^\/([sa])\/([^/]+)\/?$/.exec(location.pathname) ?? []
  const value = key && decode(key)
  if (!value) return { page: 'none' }
  if (kind === 'a') return { page: 'application', token: value }
  const others = /^#with=(.+)$/.exec(location.hash)?.[1] ?? ''
  return { page: 'code', code: value, others: others.split(',').map(decode).filter(Boolean) }
}

/** The address of the page of a code, with further codes to merge. */
export function codeAddress(codes: readonly string[]): string {
  const [first = '', ...others] = codes.map(encodeURIComponent)
  return `/s/${first}${others.length > 0 ? `#with=${others.join(',')}` : ''}`
}

/** The address of an application's page: the guest's lasting private link. */
export function applicationAddress(token: string): string {
  return `/a/${encodeURIComponent(token)}`
}

/** Reads the JSON that the server wrote into the page; undefined when there is none (development). */
export function readPageData(text: string | null | undefined): PageData | undefined {
  if (!text) return undefined
  return JSON.parse(text) as PageData
}

// A damaged % escape in a link is a wrong code, not a crash.
function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return ''
  }
}
