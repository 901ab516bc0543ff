import { ApiError } from '@piaoma/shared/client'
import type { Problem } from '@piaoma/shared/errors'
import { useEffect, useRef, useState } from 'react'
import { call } from '@/api/client'
import { fieldProblems } from '@/api/field-problems'
import { useAction } from '@/api/use-action'
import { swap } from '@/lib/routes'
import { keep, remember } from '@/lib/storage'
import { useSubmissionKey } from '@/lib/submission-key'
import {
  emptyManual,
  formOf,
  isTyped,
  type ManualDraft,
  manualBody,
  manualIssues,
} from '@/logic/manual-draft'
import { showFirstProblem, useIsWide } from '@/platform'
import { useSession } from '@/session/store'
import { confirm } from '@/ui/dialog'
import { toast } from '@/ui/toast'
import { useLanguage, useWords } from '@/words'

/** A draft as the service keeps it. */
export interface KeptAt {
  id: string
  version: number
}
/** What the form begins with. */
export interface Beginning {
  mine: ManualDraft
  kept?: KeptAt
}

const AUTOSAVE_MS = 3000

/** Where this device remembers the manual invoice of a merchant that is being typed. */
export function useManualMemory(): { key: string; read: () => Beginning | undefined } {
  const key = `draft.manual.${useSession().view?.merchant.id}`
  return { key, read: () => remember<Beginning>(key) }
}

/**
 * A manual invoice being typed. Every key is remembered on this device at once and kept by the service after a pause,
 * so that neither a killed app nor another phone loses it. It is issued once, however often it is sent.
 */
export function useManualEntry(beginning: Beginning) {
  const words = useWords()
  const language = useLanguage()
  const isWide = useIsWide()
  const memory = useManualMemory()
  const [mine, setMine] = useState(beginning.mine)
  const [isChecked, setIsChecked] = useState(false)
  const [refused, setRefused] = useState<Problem>()
  const keeping = useKeeping(mine, beginning, memory.key)
  const submission = useSubmissionKey(`${memory.key}.sent`)
  const issues = manualIssues(mine)
  const finish = () => {
    keeping.stop()
    submission.done()
    keep(memory.key, undefined)
  }

  const issue = useAction(
    async () => {
      setIsChecked(true)
      setRefused(undefined)
      if (issues.length > 0) {
        toast(words.review.issues(issues.length), 'problem')
        showFirstProblem()
        return
      }
      await keeping.settle()
      const body = manualBody(mine, keeping.draftId())
      const idempotencyKey = submission.keyOf(body)
      const { id, status } = await call('POST /api/v1/merchant/manual-invoices', { body, idempotencyKey })
      finish()
      toast(status === 'reviewing' ? words.manual.toReview : words.manual.issuing)
      if (isWide) swap('review', { id, tab: status === 'reviewing' ? 'reviewing' : 'running' })
      else swap('application', { id })
    },
    (problem) => {
      setRefused(problem)
      showFirstProblem()
      if (problem.code !== 'resource.conflict') return false
      toast(words.manual.issuedElsewhere, 'problem')
      return true
    },
  )
  const save = useAction(async () => {
    await keeping.saveNow()
    toast(words.manual.kept)
  })
  const drop = useAction(async () => {
    const question = { title: words.manual.dropTitle, yes: words.review.drop, isDanger: true }
    if (!(await confirm(question))) return
    const id = keeping.draftId()
    finish()
    if (id) await call('DELETE /api/v1/merchant/invoice-drafts/:id', { params: { id } })
    swap('manual')
  })
  return {
    mine,
    change: (change: Partial<ManualDraft>) => {
      setRefused(undefined)
      setMine((before) => ({ ...before, ...change }))
    },
    problemOf: fieldProblems([...(isChecked ? issues : []), ...(refused?.fields ?? [])], language),
    isTyped: isTyped(mine),
    isKept: keeping.isKept,
    issue,
    save,
    drop,
  }
}

/** Keeps what is typed: here at once, at the service after a pause. */
function useKeeping(mine: ManualDraft, beginning: Beginning, memoryKey: string) {
  const kept = useRef(beginning.kept)
  const saved = useRef(beginning.kept ? JSON.stringify(formOf(beginning.mine)) : '')
  const latest = useRef(mine)
  latest.current = mine
  const running = useRef<Promise<void>>(Promise.resolve())
  const isStopped = useRef(false)
  const submission = useSubmissionKey(`${memoryKey}.draft`)
  const [isKept, setIsKept] = useState(beginning.kept !== undefined)

  const saveNow = () => {
    running.current = running.current
      .catch(() => {})
      .then(async () => {
        const form = formOf(latest.current)
        const content = JSON.stringify(form)
        if (content === saved.current || isStopped.current) return
        const answer = await saveForm(kept.current, form, submission.keyOf({ form }))
        submission.done()
        kept.current = { id: answer.id, version: answer.version }
        saved.current = content
        if (!isStopped.current) keep(memoryKey, { mine: latest.current, kept: kept.current })
        setIsKept(JSON.stringify(formOf(latest.current)) === content)
      })
    return running.current
  }
  const save = useRef(saveNow)
  save.current = saveNow

  useEffect(() => {
    if (isStopped.current) return
    const content = JSON.stringify(formOf(mine))
    keep(memoryKey, isTyped(mine) ? { mine, kept: kept.current } : undefined)
    if (content === saved.current || !isTyped(mine)) return
    setIsKept(false)
    // Not reachable: it is remembered here and kept with the next key.
    const timer = setTimeout(() => void save.current().catch(() => {}), AUTOSAVE_MS)
    return () => clearTimeout(timer)
  }, [mine, memoryKey])

  return {
    isKept,
    saveNow,
    draftId: () => kept.current?.id,
    /** Waits for a save on its way, so that the draft it makes ends with what is submitted. */
    settle: () => running.current.catch(() => {}),
    stop: () => {
      isStopped.current = true
    },
  }
}

type Form = ReturnType<typeof formOf>

/** Another device was faster, or the draft is gone: what is typed here becomes a draft of its own. */
async function saveForm(kept: KeptAt | undefined, form: Form, idempotencyKey: string) {
  if (kept) {
    const { id, version } = kept
    try {
      return await call('PUT /api/v1/merchant/invoice-drafts/:id', {
        params: { id },
        body: { version, form },
      })
    } catch (error) {
      if (!isGone(error)) throw error
    }
  }
  return call('POST /api/v1/merchant/invoice-drafts', { body: { form }, idempotencyKey })
}

function isGone(error: unknown): boolean {
  const code = error instanceof ApiError ? error.problem.code : undefined
  return code === 'resource.conflict' || code === 'resource.not_found'
}

/** A fresh form in the person's first store. */
export function freshStart(storeId: string): Beginning {
  return { mine: emptyManual(storeId) }
}
