import type { ApplicationView, CodeView } from '@piaoma/shared/contract'
import type { Problem } from '@piaoma/shared/errors'
import type { ApplyForm } from '@piaoma/shared/guest'
import { addRecent, keyFor, rememberTitle, settleKey, titleOf, toInput } from '@piaoma/shared/guest'
import { useRef, useState } from 'preact/hooks'
import { call, problemOf } from '../platform/api'
import { randomKey } from '../platform/random-key'
import { deviceStore, sessionStore } from '../platform/storage'

export type Accepted = Pick<ApplicationView, 'token' | 'status'>

export interface SubmitEvents {
  onAccepted: (accepted: Accepted) => void
  onProblem: (problem: Problem) => void
}

/**
 * Sends the application. A second tap while one is on its way does nothing; a retry of the same content carries
 * the same Idempotency-Key, so that whatever happened to the first one, there is one application.
 */
export function useSubmit({ onAccepted, onProblem }: SubmitEvents) {
  const isBusy = useRef(false)
  const [isSending, setSending] = useState(false)

  const submit = async (form: ApplyForm, codes: readonly CodeView[]) => {
    if (isBusy.current) return
    isBusy.current = true
    setSending(true)
    const body = toInput(form, codes)
    const idempotencyKey = keyFor(sessionStore, JSON.stringify(body), randomKey)
    try {
      const accepted = await call('POST /api/v1/applications', { body, idempotencyKey })
      settleKey(sessionStore, 201)
      addRecent(sessionStore, { token: accepted.token, codes: body.codes })
      if (form.isRemembered) rememberTitle(deviceStore, titleOf(form))
      onAccepted(accepted)
    } catch (error) {
      const problem = problemOf(error)
      settleKey(sessionStore, problem.status)
      onProblem(problem)
    } finally {
      isBusy.current = false
      setSending(false)
    }
  }
  return { isSending, submit }
}
