import type { CallOutput } from '@piaoma/shared/client'
import type { InvoiceKind } from '@piaoma/shared/invoice'
import { formatYuan, parseYuan } from '@piaoma/shared/money'
import { call } from '@/api/client'
import { useAction } from '@/api/use-action'
import { type Form, useForm } from '@/api/use-form'
import { useResource } from '@/api/use-resource'
import type { Issue } from '@/logic/line-draft'
import { useCan } from '@/session/store'
import { Foot } from '@/shell/split'
import { Button } from '@/ui/button'
import { Cell, Group } from '@/ui/cell'
import { Field, type FieldProps } from '@/ui/field'
import { toast } from '@/ui/toast'
import { useWords } from '@/words'
import { KindsChoice } from '../parts/kinds-choice'
import { SectionFrame } from './section-frame'

type Settings = CallOutput<'GET /api/v1/merchant/settings'>

/** What holds for the whole merchant: review limit, usual kinds and validity. */
export function RulesSection() {
  const words = useWords()
  const settings = useResource('GET /api/v1/merchant/settings', {})
  return (
    <SectionFrame title={words.settings.sections.rules} resource={settings}>
      {(data) => <RulesForm settings={data} onSaved={settings.set} />}
    </SectionFrame>
  )
}

interface RulesDraft {
  name: string
  reviewAbove: string
  validityDays: string
  contactPhone: string
  quotaWarn: string
  kinds: InvoiceKind[]
}

function rulesIssues(draft: RulesDraft): Issue[] {
  const issues: Issue[] = []
  const add = (path: string, code: string) => issues.push({ path, code })
  const limit = parseYuan(draft.reviewAbove || '0')
  const days = Number(draft.validityDays)
  if (draft.name.trim() === '') add('name', 'field.required')
  if (limit === undefined || limit < 0) add('reviewAboveFen', 'number.form')
  if (!/^\d{1,4}$/.test(draft.validityDays) || days < 1 || days > 1095) add('validityDays', 'number.form')
  if (draft.kinds.length === 0) add('defaultKinds', 'kind.required')
  if (!/^\d{1,3}$/.test(draft.quotaWarn) || Number(draft.quotaWarn) > 100)
    add('quotaWarnPercent', 'number.form')
  return issues
}

function firstDraft(settings: Settings): RulesDraft {
  return {
    name: settings.name,
    reviewAbove: settings.reviewAboveFen === 0 ? '' : formatYuan(settings.reviewAboveFen),
    validityDays: String(settings.validityDays),
    contactPhone: settings.contactPhone ?? '',
    quotaWarn: String(settings.quotaWarnPercent),
    kinds: settings.defaultKinds,
  }
}

function RulesForm({ settings, onSaved }: { settings: Settings; onSaved: (settings: Settings) => void }) {
  const words = useWords()
  const canWrite = useCan('settings.write')
  const form = useForm<RulesDraft>(() => firstDraft(settings), rulesIssues)
  const save = useAction(async () => {
    if (!form.isRight()) return
    const { draft } = form
    const phone = draft.contactPhone.trim()
    const saved = await call('PATCH /api/v1/merchant/settings', {
      body: {
        name: draft.name.trim(),
        reviewAboveFen: parseYuan(draft.reviewAbove || '0'),
        validityDays: Number(draft.validityDays),
        defaultKinds: draft.kinds,
        contactPhone: phone || null,
        quotaWarnPercent: Number(draft.quotaWarn),
      },
    })
    onSaved(saved)
    toast(words.actions.saved)
  }, form.refuse)
  return (
    <>
      <RulesFields form={form} settings={settings} canWrite={canWrite} />
      {canWrite ? (
        <Foot>
          <Button look="primary" isWide isBusy={save.isBusy} onTap={save.run}>
            {words.actions.save}
          </Button>
        </Foot>
      ) : null}
    </>
  )
}

const ISSUES = {
  name: 'name',
  contactPhone: 'contactPhone',
  reviewAbove: 'reviewAboveFen',
  validityDays: 'validityDays',
  quotaWarn: 'quotaWarnPercent',
} as const

function RulesFields(props: { form: Form<RulesDraft>; settings: Settings; canWrite: boolean }) {
  const words = useWords()
  const { canWrite } = props
  const { draft, set, problemOf } = props.form
  const field = (key: keyof typeof ISSUES, more: Partial<FieldProps> = {}) => (
    <Field
      label={words.rules[key]}
      value={draft[key]}
      isDisabled={!canWrite}
      onChange={(value) => set({ [key]: value })}
      problem={problemOf(ISSUES[key])}
      {...more}
    />
  )
  return (
    <>
      <Group>
        {field('name', { maxLength: 60 })}
        {field('contactPhone', { kind: 'tel', maxLength: 30, hint: words.rules.contactPhoneHint })}
        <Cell
          title={words.rules.prefix}
          value={props.settings.shortCodePrefix}
          note={words.rules.prefixNote}
        />
      </Group>
      <Group title={words.rules.review} note={words.rules.reviewNote}>
        {field('reviewAbove', { kind: 'decimal', placeholder: words.rules.noReview })}
      </Group>
      <Group title={words.home.quota} note={words.rules.quotaNote}>
        {field('quotaWarn', { kind: 'number', maxLength: 3 })}
      </Group>
      <Group title={words.rules.codes} note={problemOf('defaultKinds')}>
        {field('validityDays', { kind: 'number', maxLength: 4 })}
        {canWrite ? (
          <KindsChoice kinds={draft.kinds} onChange={(kinds) => set({ kinds })} />
        ) : (
          <Cell title={words.codes.kinds} value={draft.kinds.map((kind) => words.kinds[kind]).join(' / ')} />
        )}
      </Group>
    </>
  )
}
