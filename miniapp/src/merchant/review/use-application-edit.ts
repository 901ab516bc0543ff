import { ApiError } from '@piaoma/shared/client'
import type { MerchantApplication } from '@piaoma/shared/contract'
import type { Problem } from '@piaoma/shared/errors'
import { useRef, useState } from 'react'
import { call } from '@/api/client'
import { fieldProblems } from '@/api/field-problems'
import { useAction } from '@/api/use-action'
import { type ApplicationDraft, changeOf, issuesOf } from '@/logic/application-edit'
import { showFirstProblem } from '@/platform'
import { toast } from '@/ui/toast'
import { useLanguage, useWords } from '@/words'
import { useDraft } from './use-draft'

/** An application being edited: its draft, what is wrong with it, and saving it, with or without approval. */
export function useApplicationEdit(
  application: MerchantApplication,
  onSaved: (saved: MerchantApplication) => void,
) {
  const words = useWords()
  const language = useLanguage()
  const draft = useDraft(application)
  const [isChecked, setIsChecked] = useState(false)
  const [refused, setRefused] = useState<Problem>()
  const [latest, setLatest] = useState<MerchantApplication>()
  const isSaved = useRef(false)
  const { id } = application
  const found = isChecked ? issuesOf(draft.mine) : []

  const readLatest = async () => {
    try {
      setLatest(await call('GET /api/v1/merchant/applications/:id', { params: { id } }))
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      setRefused(error.problem)
    }
  }
  const showProblem = (problem: Problem): boolean => {
    // What is saved is safe: a refused approval is told like any other problem.
    if (isSaved.current) return false
    if (problem.code === 'resource.conflict') {
      void readLatest()
      return true
    }
    setRefused(problem)
    showFirstProblem()
    return false
  }
  const save = useAction(async (isApproved: boolean) => {
    setIsChecked(true)
    const issues = issuesOf(draft.mine)
    if (issues.length > 0) {
      toast(words.review.issues(issues.length), 'problem')
      showFirstProblem()
      return
    }
    const body = changeOf(draft.mine)
    const saved = await call('PATCH /api/v1/merchant/applications/:id', { params: { id }, body })
    isSaved.current = true
    draft.forget()
    onSaved(saved)
    if (isApproved) onSaved(await approve(saved))
    toast(isApproved ? words.review.done.approve : words.actions.saved)
  }, showProblem)
  return {
    draft,
    save,
    problemOf: fieldProblems([...found, ...(refused?.fields ?? [])], language),
    change: (part: Partial<ApplicationDraft>) => {
      setRefused(undefined)
      draft.change(part)
    },
    /** A newer version to compare with. */
    latest,
    setLatest,
  }
}

function approve(saved: MerchantApplication): Promise<MerchantApplication> {
  return call('POST /api/v1/merchant/applications/:id/approve', {
    params: { id: saved.id },
    body: { version: saved.version },
  })
}
