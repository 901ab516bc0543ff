import type { CodeView } from '@piaoma/shared/contract'
import type { FieldIssue, Problem } from '@piaoma/shared/errors'
import {
  type ApplyForm,
  addRecent,
  changeForm,
  checkForm,
  commonKinds,
  controlOf,
  type FormChange,
  issueWords,
  keyFor,
  noticeOfCode,
  readDraft,
  readTitles,
  rememberTitle,
  saveDraft,
  say,
  settleKey,
  startForm,
  titleOf,
  toInput,
  totalFen,
} from '@piaoma/shared/guest'
import { useEffect, useReducer, useRef, useState } from 'react'
import { swap } from '@/lib/routes'
import { newKey } from '@/lib/submission-key'
import { showFirstProblem, vibrate } from '@/platform'
import { call, problemOf } from '../call'
import { addOwnApplication, phoneStore } from '../store'
import { usePhrases } from '../words'

/** What is typed for an invoice, kept on the phone at every key, and what needs correcting in it. */
export function useApplyForm(view: CodeView, codes: readonly CodeView[]) {
  const t = usePhrases()
  const [form, change] = useReducer(changeForm, view, (code) =>
    startForm(code.kinds, readDraft(phoneStore, code.code) ?? lastTitle()),
  )
  const [issues, setIssues] = useState<readonly FieldIssue[]>([])
  const kinds = commonKinds(codes)
  const kindsKey = kinds.join()
  useEffect(() => saveDraft(phoneStore, view.code, form), [view.code, form])
  // biome-ignore lint/correctness/useExhaustiveDependencies: only other kinds ask for a refit
  useEffect(() => change({ do: 'refit', kinds }), [kindsKey])

  const controls = issues.map((issue) => controlOf(issue.path, form))
  const edit = (changed: FormChange) => {
    const touched =
      changed.do === 'type' ? changed.field : changed.do === 'confirmId' ? 'taxpayerId' : undefined
    setIssues(touched ? issues.filter((_, index) => controls[index] !== touched) : [])
    change(changed)
  }
  const show = (found: readonly FieldIssue[]) => {
    setIssues(found)
    if (found.length > 0) showFirstProblem()
  }
  const count = controls.filter(Boolean).length
  const summary = count === 0 ? '' : count === 1 ? t.fixOne : say(t.fixMany, { n: count })
  const others = issues.filter((_, index) => !controls[index]).map((issue) => issueWords(issue, form, t))
  return {
    form,
    kinds,
    edit,
    show,
    /** Marks everything that is wrong; true when nothing is. */
    check: () => {
      const found = checkForm(form, codes)
      show(found)
      return found.length === 0
    },
    errorAt: (control: string) => {
      const found = issues.filter((_, index) => controls[index] === control)
      return found.map((issue) => issueWords(issue, form, t)).join(' ') || undefined
    },
    alerts: [summary, ...others].filter(Boolean),
  }
}

/** A regular guest finds the title he used last. */
function lastTitle(): Partial<ApplyForm> | undefined {
  const [title] = readTitles(phoneStore)
  return (
    title && changeForm(startForm(['normal', 'special']), { do: 'fill', title, kinds: ['normal', 'special'] })
  )
}

interface SubmitOptions {
  view: CodeView
  codes: readonly CodeView[]
  onIssues: (issues: readonly FieldIssue[]) => void
  onStale: (view: CodeView) => void
}

/**
 * Sends the application. A second tap does nothing; the same content keeps its Idempotency-Key through retries and
 * kills, so that a lost answer never becomes a second invoice.
 */
export function useSubmit({ view, codes, onIssues, onStale }: SubmitOptions) {
  const t = usePhrases()
  const isBusy = useRef(false)
  const [isSending, setSending] = useState(false)
  const [trouble, setTrouble] = useState('')

  const refuse = async (problem: Problem) => {
    if (problem.status === 422 && problem.fields?.length) {
      onIssues(problem.fields)
      return
    }
    setTrouble(problem.status === 0 || problem.status >= 500 ? t.notSent : problem.detail || problem.title)
    if (!problem.code.startsWith('code.')) return
    const now = await call('GET /api/v1/codes/:code', { params: { code: view.code } }).catch(() => undefined)
    if (now && noticeOfCode(now)) onStale(now)
  }
  const submit = async (form: ApplyForm) => {
    if (isBusy.current) return
    isBusy.current = true
    setSending(true)
    setTrouble('')
    const body = toInput(form, codes)
    const idempotencyKey = keyFor(phoneStore, JSON.stringify(body), newKey)
    try {
      const { token } = await call('POST /api/v1/applications', { body, idempotencyKey })
      settleKey(phoneStore, 201)
      vibrate()
      addRecent(phoneStore, { token, codes: body.codes })
      addOwnApplication({
        token,
        merchantName: view.merchantName,
        buyerName: body.buyer.name,
        amountFen: body.amountFen ?? totalFen(codes),
        at: Date.now(),
      })
      if (form.isRemembered) rememberTitle(phoneStore, titleOf(form))
      swap('guestTrack', { token })
    } catch (error) {
      const problem = problemOf(error)
      settleKey(phoneStore, problem.status)
      await refuse(problem)
    } finally {
      isBusy.current = false
      setSending(false)
    }
  }
  return { submit, isSending, trouble, forgetTrouble: () => setTrouble('') }
}
