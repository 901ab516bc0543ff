import type { CodeView } from '@piaoma/shared/contract'
import type { Problem } from '@piaoma/shared/errors'
import { useEffect, useReducer, useState } from 'preact/hooks'
import { noticeOfCode } from '../notice/notice'
import { addCodePart, loadSteps, reviewPart, trackPart } from '../parts'
import { say } from '../phrases'
import { call } from '../platform/api'
import { yuan } from '../platform/format'
import { sessionStore } from '../platform/storage'
import { announce, focusOn } from '../ui/announce'
import { Choice, Field } from '../ui/field'
import { Icon } from '../ui/icons'
import { useWords } from '../words'
import { tidyAmount } from './amount'
import { BuyerFields } from './buyer-fields'
import { ContactFields } from './contact-fields'
import { changeForm, type FormChange, startForm } from './form'
import { amountOf, commonKinds, refuseMerge } from './merge'
import { Ticket } from './ticket'
import { ALERT, useIssues } from './use-issues'
import type { Accepted } from './use-submit'
import { readDraft, saveDraft } from './visit'

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
  const [codes, setCodes] = useState<readonly CodeView[]>([view])
  const [form, change] = useReducer(changeForm, view, (code) =>
    startForm(code.kinds, readDraft(sessionStore, code.code)),
  )
  const [open, setOpen] = useState<'review' | 'add'>()
  const [trouble, setTrouble] = useState('')
  const issues = useIssues(form)
  const kinds = commonKinds(codes)

  useEffect(() => saveDraft(sessionStore, view.code, form), [form])
  useEffect(() => {
    for (const code of others) void addByAddress(code)
  }, [])

  const edit = (changed: FormChange) => {
    issues.forget(changed)
    reviewPart.preload()
    change(changed)
  }
  const use = (next: readonly CodeView[]) => {
    setCodes(next)
    change({ do: 'refit', kinds: commonKinds(next) })
  }
  const total = (list: readonly CodeView[]) => yuan(amountOf(list, '') ?? 0)
  const add = (added: CodeView) => {
    const next = [...codes, added]
    use(next)
    setOpen(undefined)
    announce(say(t.codeAdded, { n: next.length, amount: total(next) }))
  }
  const remove = (removed: CodeView) => {
    const next = codes.filter((other) => other !== removed)
    use(next)
    announce(say(t.codeRemoved, { amount: total(next) }))
    focusOn('page-title')
  }
  const addByAddress = async (code: string) => {
    const added = await call('GET /api/v1/codes/:code', { params: { code } }).catch(() => undefined)
    // A code that cannot join any more is left out: the ticket shows what is in.
    if (added) setCodes((now) => (refuseMerge(now, added) ? now : [...now, added]))
  }

  const onProblem = async (problem: Problem) => {
    if (problem.status === 422 && problem.fields?.length) {
      setOpen(undefined)
      setTrouble('')
      issues.show(problem.fields)
      return
    }
    setTrouble(problem.status === 0 || problem.status >= 500 ? t.notSent : problem.detail || problem.title)
    if (!problem.code.startsWith('code.')) return
    const now = await call('GET /api/v1/codes/:code', { params: { code: view.code } }).catch(() => undefined)
    if (now && noticeOfCode(now)) onStale(now)
  }

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
  const amount = amountOf(codes, form.amount)
  const fields = { form, edit, errorAt: issues.errorAt }

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
        <div class="apply-form">
          <div role="alert" id={ALERT} tabIndex={-1}>
            {issues.summary && <p class="alert">{issues.summary}</p>}
            {trouble && open !== 'review' && <p class="alert">{trouble}</p>}
            {issues.others.map((words) => (
              <p class="alert" key={words}>
                {words}
              </p>
            ))}
          </div>
          {view.kind === 'product' && (
            <section class="card">
              <Field
                id="amount"
                label={t.amount}
                value={form.amount}
                onText={(value) => edit({ do: 'type', field: 'amount', value })}
                hint={t.amountHint}
                error={issues.errorAt('amount')}
                input={{
                  autocomplete: 'off',
                  inputMode: 'decimal',
                  placeholder: '0.00',
                  required: true,
                  onBlur: () => change({ do: 'type', field: 'amount', value: tidyAmount(form.amount) }),
                }}
              />
            </section>
          )}
          <BuyerFields {...fields} kinds={kinds} />
          {kinds.length > 1 && (
            <section class="card">
              <Choice
                id="kind"
                legend={t.kind}
                value={form.kind}
                options={[
                  { value: 'normal', label: t.kindNormal },
                  { value: 'special', label: t.kindSpecial, isDisabled: form.type === 'person' },
                ]}
                onPick={(kind) => edit({ do: 'kind', kind })}
                hint={form.kind === 'special' ? t.kindSpecialHint : t.kindNormalHint}
                error={issues.errorAt('kind')}
              />
            </section>
          )}
          <ContactFields {...fields} />
          <div class="submit-bar">
            {amount !== undefined && <strong>{yuan(amount)}</strong>}
            <button type="submit" class="button">
              {t.next}
            </button>
          </div>
        </div>
      </form>
      {open === 'review' && (
        <reviewPart.Part
          form={form}
          codes={codes}
          trouble={trouble}
          onAccepted={onAccepted}
          onProblem={onProblem}
          onClose={() => setOpen(undefined)}
        />
      )}
      {open === 'add' && <addCodePart.Part codes={codes} onAdd={add} onClose={() => setOpen(undefined)} />}
    </>
  )
}
