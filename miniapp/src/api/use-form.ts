import type { Problem } from '@piaoma/shared/errors'
import { useState } from 'react'
import type { Issue } from '@/logic/line-draft'
import { showFirstProblem } from '@/platform'
import { useLanguage } from '@/words'
import { fieldProblems } from './field-problems'

/** What is typed in a form, and what is wrong with it here and at the service. */
export interface Form<Draft> {
  draft: Draft
  set: (change: Partial<Draft>) => void
  problemOf: (path: string) => string | undefined
  /** Marks everything that is wrong; true when nothing is. From then on issues follow the typing. */
  isRight: () => boolean
  /** Shows what the service refused at its fields; false, so that the problem is also told. */
  refuse: (problem: Problem) => false
  issueCount: number
}

/** Keeps a form: nothing is marked before it was sent once. */
export function useForm<Draft extends object>(
  initial: Draft | (() => Draft),
  issuesOf: (draft: Draft) => readonly Issue[],
): Form<Draft> {
  const language = useLanguage()
  const [draft, setDraft] = useState(initial)
  const [isChecked, setIsChecked] = useState(false)
  const [refused, setRefused] = useState<Problem>()
  const issues = issuesOf(draft)
  return {
    draft,
    set: (change) => {
      setRefused(undefined)
      setDraft((before) => ({ ...before, ...change }))
    },
    problemOf: fieldProblems([...(isChecked ? issues : []), ...(refused?.fields ?? [])], language),
    isRight: () => {
      setIsChecked(true)
      setRefused(undefined)
      if (issues.length > 0) showFirstProblem()
      return issues.length === 0
    },
    refuse: (problem) => {
      setRefused(problem)
      showFirstProblem()
      return false
    },
    issueCount: issues.length,
  }
}
