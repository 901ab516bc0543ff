import type { FieldIssue } from '@piaoma/shared/errors'
import type { ApplyForm, FormChange } from '@piaoma/shared/guest'
import { controlOf, issueWords, say } from '@piaoma/shared/guest'
import { useState } from 'preact/hooks'
import { focusOn } from '../ui/announce'
import { useWords } from '../words'

/** The id of the place above the form for what belongs to no control. */
export const ALERT = 'form-alert'

/** The controls in the order of the page. */
const ORDER = [
  'amount',
  'kind',
  'buyerType',
  'companyName',
  'personName',
  'taxpayerId',
  'address',
  'phone',
  'bankName',
  'bankAccount',
  'email',
  'mobile',
  'remark',
]

/** What needs correcting, each at its control, wherever it was found (here or by the service). */
export function useIssues(form: ApplyForm) {
  const t = useWords()
  const [issues, setIssues] = useState<FieldIssue[]>([])
  const controls = issues.map((issue) => controlOf(issue.path, form))
  const count = controls.filter(Boolean).length

  /** Shows all issues at once and takes the guest to the first. */
  const show = (found: FieldIssue[]) => {
    setIssues(found)
    const at = found.map((issue) => controlOf(issue.path, form))
    const first = ORDER.find((control) => at.indexOf(control) >= 0)
    if (first) focusOn(first)
    else if (found.length > 0) focusOn(ALERT)
  }
  /** An issue is gone as soon as its control is touched; a whole new title clears them all. */
  const forget = (change: FormChange) => {
    if (issues.length === 0) return
    const touched = change.do === 'type' ? change.field : change.do === 'confirmId' ? 'taxpayerId' : undefined
    setIssues(touched ? issues.filter((_, index) => controls[index] !== touched) : [])
  }
  return {
    show,
    forget,
    count,
    summary: count === 0 ? '' : count === 1 ? t.fixOne : say(t.fixMany, { n: count }),
    errorAt: (control: string) => {
      const found = issues.filter((_, index) => controls[index] === control)
      return found.map((issue) => issueWords(issue, form, t)).join(' ') || undefined
    },
    /** Issues that belong to no control, e.g. of one of the merged codes. */
    others: issues.filter((_, index) => !controls[index]).map((issue) => issueWords(issue, form, t)),
  }
}
