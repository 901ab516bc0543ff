import type { CodeView } from '@piaoma/shared/contract'
import type { Problem } from '@piaoma/shared/errors'
import {
  changeForm,
  type FormChange,
  noticeOfCode,
  readDraft,
  saveDraft,
  startForm,
} from '@piaoma/shared/guest'
import { useEffect, useReducer, useState } from 'preact/hooks'
import { addCodePart, loadSteps, reviewPart, trackPart } from '../parts'
import { call } from '../platform/api'
import { sessionStore } from '../platform/storage'
import { Icon } from '../ui/icons'
import { useWords } from '../words'
import { FormColumn } from './form-column'
import { Ticket } from './ticket'
import { useCodes } from './use-codes'
import { useIssues } from './use-issues'
import type { Accepted } from './use-submit'

interface ApplyPageProps {
  view: CodeView
  /** Further codes named in the address, to be merged as after a refusal. */
  others: readonly string[]
  onAccepted: (accepted: Accepted) => void
  /** The code is not open any more: show what it is now. */
  onStale: (view: CodeView) => void
}

/** The form: what is invoiced, to whom, where it goes; then a look at the whole, then it is sent. */
export function ApplyPage({ view, others, onAccepted, onStale }: ApplyPageProps) {
  const t = useWords()
  const { codes, kinds, add, remove } = useCodes(view, others)
  const { form, edit, issues } = useForm(view)
  const [open, setOpen] = useState<'review' | 'add'>()
  const [trouble, setTrouble] = useState('')
  const close = () => setOpen(undefined)

  useEffect(() => edit({ do: 'refit', kinds }), [kinds.join()])

  const review = async (event: Event) => {
    event.preventDefault()
    setTrouble('')
    const steps = await loadSteps().catch(() => undefined)
    if (!steps) return setTrouble(t.offlineBody)
    const found = steps.checkForm(form, codes)
    issues.show(found)
    if (found.length > 0) return
    setOpen('review')
    trackPart.preload()
  }
  const onProblem = async (problem: Problem) => {
    if (problem.status === 422 && problem.fields?.length) {
      close()
      issues.show(problem.fields)
      return
    }
    setTrouble(problem.status === 0 || problem.status >= 500 ? t.notSent : problem.detail || problem.title)
    if (!problem.code.startsWith('code.')) return
    const now = await call('GET /api/v1/codes/:code', { params: { code: view.code } }).catch(() => undefined)
    if (now && noticeOfCode(now)) onStale(now)
  }
  const alerts = [issues.summary, open === 'review' ? '' : trouble, ...issues.others].filter(Boolean)

  return (
    <>
      <form class="apply" onSubmit={review} onFocusIn={reviewPart.preload} noValidate>
        <div class="apply-what">
          <h1 id="page-title" tabIndex={-1}>
            {t.pageTitle}
          </h1>
          <Ticket codes={codes} onRemove={remove} />
          {view.kind === 'order' && (
            <button type="button" class="button ghost" onClick={() => setOpen('add')}>
              <Icon name="plus" />
              {t.addCode}
            </button>
          )}
        </div>
        <FormColumn
          codes={codes}
          kinds={kinds}
          alerts={alerts}
          form={form}
          edit={edit}
          errorAt={issues.errorAt}
        />
      </form>
      {open === 'review' && (
        <reviewPart.Part
          form={form}
          codes={codes}
          trouble={trouble}
          onAccepted={onAccepted}
          onProblem={onProblem}
          onClose={close}
        />
      )}
      {open === 'add' && (
        <addCodePart.Part
          codes={codes}
          onAdd={(added) => {
            close()
            add(added)
          }}
          onClose={close}
        />
      )}
    </>
  )
}

/** What is typed, kept as this visit's draft, with what needs correcting in it. */
function useForm(view: CodeView) {
  const [form, change] = useReducer(changeForm, view, (code) =>
    startForm(code.kinds, readDraft(sessionStore, code.code)),
  )
  const issues = useIssues(form)
  useEffect(() => saveDraft(sessionStore, view.code, form), [form])
  const edit = (changed: FormChange) => {
    issues.forget(changed)
    change(changed)
    if (changed.do === 'fill') reviewPart.preload()
  }
  return { form, edit, issues }
}
