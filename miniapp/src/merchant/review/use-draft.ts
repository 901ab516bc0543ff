import type { MerchantApplication } from '@piaoma/shared/contract'
import { useState } from 'react'
import { keep, remember } from '@/lib/storage'
import { type ApplicationDraft, changedFields, draftOf } from '@/logic/application-edit'

/** Where the unsent edit of an application is kept on this device. */
export function draftKey(id: string): string {
  return `draft.application.${id}`
}

interface Kept {
  /** What is typed. */
  mine: ApplicationDraft
  /** What it was begun on. */
  base: ApplicationDraft
}

/** An edit and what can be done with it. */
export interface DraftState extends Kept {
  change: (change: Partial<ApplicationDraft>) => void
  /** Goes on with what is typed, on top of a newer version. */
  rebase: (latest: MerchantApplication) => void
  /** Throws away what is typed for a newer version. */
  restart: (latest: MerchantApplication) => void
  forget: () => void
  isChanged: boolean
  isRestored: boolean
}

/** An edit that survives a reload, a killed app and an ended session. */
export function useDraft(application: MerchantApplication): DraftState {
  const key = draftKey(application.id)
  const [isRestored] = useState(() => remember<Kept>(key) !== undefined)
  const [state, setState] = useState<Kept>(() => {
    const fresh = draftOf(application)
    return remember<Kept>(key) ?? { mine: fresh, base: fresh }
  })
  const update = (next: Kept) => {
    setState(next)
    keep(key, changedFields(next.mine, next.base).length > 0 ? next : undefined)
  }
  return {
    ...state,
    isRestored,
    isChanged: changedFields(state.mine, state.base).length > 0,
    change: (change) => update({ ...state, mine: { ...state.mine, ...change } }),
    rebase: (latest) => {
      const base = draftOf(latest)
      update({ base, mine: { ...state.mine, version: latest.version } })
    },
    restart: (latest) => {
      const fresh = draftOf(latest)
      update({ mine: fresh, base: fresh })
    },
    forget: () => keep(key, undefined),
  }
}
