import type { ApplyForm } from './form'
import { type KeyValueStore, readJson, writeJson } from './store'

const DRAFT = 'piaoma.draft'
const RECENT = 'piaoma.recent'

/** An application of this visit. The token is never kept beyond the tab. */
export interface RecentApplication {
  token: string
  codes: string[]
}

/** Keeps what was typed for this visit, so that a reload, a refusal or a second receipt asks for nothing twice. */
export function saveDraft(store: KeyValueStore, code: string, form: ApplyForm): void {
  writeJson(store, DRAFT, { code, form })
}

/** The draft; of another code only the buyer is taken over, not what belongs to the order. */
export function readDraft(store: KeyValueStore, code: string): Partial<ApplyForm> | undefined {
  const stored = readJson(store, DRAFT) as { code?: unknown; form?: Partial<ApplyForm> } | undefined
  if (typeof stored?.form !== 'object' || stored.form === null) return undefined
  if (stored.code === code) return stored.form
  return Object.assign({}, stored.form, { amount: '', remark: '', kind: 'normal' })
}

/** Remembers where the invoice of these codes is to be found, until the tab is closed. */
export function addRecent(store: KeyValueStore, application: RecentApplication): void {
  const others = readRecent(store).filter((other) => other.token !== application.token)
  writeJson(store, RECENT, [application, ...others].slice(0, 10))
}

/** The application of this visit that used a code. */
export function recentOf(store: KeyValueStore, code: string): RecentApplication | undefined {
  return readRecent(store).find((application) => application.codes.indexOf(code) >= 0)
}

function readRecent(store: KeyValueStore): RecentApplication[] {
  const stored = readJson(store, RECENT)
  if (!Array.isArray(stored)) return []
  return stored.filter(
    (item): item is RecentApplication => typeof item?.token === 'string' && Array.isArray(item.codes),
  )
}
