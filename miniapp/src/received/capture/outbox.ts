import type { Problem } from '@piaoma/shared/errors'
import { countChange } from '@/api/changes'
import { sessionHeaders } from '@/api/client'
import { problemOfBody } from '@/api/problems'
import { keep, remember } from '@/lib/storage'
import { createStore, useStore } from '@/lib/store'
import { newKey } from '@/lib/submission-key'
import { forgetKept, reopenKept } from '@/platform/received'
import type { FileWay, PickedInvoice } from '@/platform/types'
import { currentSession, sessionExpired } from '@/session/store'

const PATH = '/api/v1/merchant/captures'
// Begins with `draft.`: forgotten when its owner signs out.
const KEY = 'draft.outbox'

/** A chosen file on its way to the service. Its key goes with every try, so that a lost answer makes nothing twice. */
export interface OutboxEntry {
  key: string
  /** Who chose it, for which merchant: it is sent by nobody else. */
  owner: string
  name: string
  source: FileWay
  state: 'waiting' | 'sending' | 'failed'
  problem?: Problem
  /** Where it outlives the app. */
  place?: string
}

type Kept = Pick<OutboxEntry, 'key' | 'owner' | 'name' | 'source' | 'place'>

const files = new Map<string, PickedInvoice>()
const outbox = createStore<readonly OutboxEntry[]>(
  (remember<Kept[]>(KEY) ?? []).flatMap((entry): OutboxEntry[] => {
    const file = entry.place === undefined ? undefined : reopenKept(entry.place, entry.name)
    if (!file) return []
    files.set(entry.key, file)
    return [{ ...entry, state: 'waiting' }]
  }),
)

function me(): string {
  const { view } = currentSession()
  return view ? `${view.merchant.id}|${view.user.id}` : ''
}

/** The signed-in person's files that are not with the service yet. */
export function useOutbox(): readonly OutboxEntry[] {
  return useStore(outbox).filter(({ owner }) => owner === me())
}

function write(next: readonly OutboxEntry[]): void {
  outbox.set(next)
  const kept = next.flatMap(({ key, owner, name, source, place }): Kept[] =>
    place === undefined ? [] : [{ key, owner, name, source, place }],
  )
  keep(KEY, kept.length > 0 ? kept : undefined)
}

function change(key: string, next: Partial<OutboxEntry>): void {
  write(outbox.get().map((entry) => (entry.key === key ? { ...entry, ...next } : entry)))
}

/** Takes a file out: it arrived, or nobody wants it any more. */
export function drop(key: string): void {
  const entry = outbox.get().find((each) => each.key === key)
  write(outbox.get().filter((each) => each.key !== key))
  files.delete(key)
  if (entry?.place !== undefined) forgetKept(entry.place)
}

/** Puts chosen files in and begins to send; each is a request of its own, told by itself. */
export async function putIn(chosen: readonly PickedInvoice[], source: FileWay): Promise<void> {
  for (const file of chosen) {
    const entry: OutboxEntry = { key: newKey(), owner: me(), name: file.name, source, state: 'waiting' }
    files.set(entry.key, file)
    write([...outbox.get(), entry])
    const place = await file.keep()
    if (place === undefined) continue
    const kept = reopenKept(place, file.name)
    if (kept) files.set(entry.key, kept)
    change(entry.key, { place })
  }
  await flush()
}

/** Tries a file again that did not go through. */
export function sendAgain(key: string): void {
  change(key, { state: 'waiting', problem: undefined })
  void flush()
}

/** Tries everything again that failed because the service could not be reached. */
export function sendUnreached(): void {
  for (const { key, problem } of outbox.get())
    if (problem?.status === 0) change(key, { state: 'waiting', problem: undefined })
  void flush()
}

let isFlushing = false
/** Sends what waits, one after the other. */
export async function flush(): Promise<void> {
  if (isFlushing) return
  isFlushing = true
  try {
    for (;;) {
      const next = outbox.get().find(({ state, owner }) => state === 'waiting' && owner === me())
      if (!next) return
      await send(next)
    }
  } finally {
    isFlushing = false
  }
}

async function send({ key, source }: OutboxEntry): Promise<void> {
  const file = files.get(key)
  if (!file) return drop(key)
  change(key, { state: 'sending', problem: undefined })
  const headers = { ...sessionHeaders(), 'idempotency-key': key }
  const { status, body } = await file.send(PATH, headers, { source })
  if (status === 202) {
    drop(key)
    return countChange()
  }
  const problem = problemOfBody(status, body)
  change(key, { state: 'failed', problem })
  if (problem.code === 'auth.required') sessionExpired()
}
