import type { CallOutput } from '@piaoma/shared/client'
import type { Problem } from '@piaoma/shared/errors'
import type { InvoiceKind } from '@piaoma/shared/invoice'
import { formatYuan, parseYuan } from '@piaoma/shared/money'
import { useState } from 'react'
import { call } from '@/api/client'
import { fieldProblems } from '@/api/field-problems'
import { useAction } from '@/api/use-action'
import { useResource } from '@/api/use-resource'
import type { Issue } from '@/logic/line-draft'
import { useCan } from '@/session/store'
import { Foot } from '@/shell/split'
import { Button } from '@/ui/button'
import { Cell, Group } from '@/ui/cell'
import { Field } from '@/ui/field'
import { toast } from '@/ui/toast'
import { useLanguage, useWords } from '@/words'
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
  kinds: InvoiceKind[]
}

function rulesIssues(draft: RulesDraft, settings: Settings): Issue[] {
  const issues: Issue[] = []
  const add = (path: string, code: string) => issues.push({ path, code })
  const limit = parseYuan(draft.reviewAbove || '0')
  const days = Number(draft.validityDays)
  if (draft.name.trim() === '') add('name', 'field.required')
  if (limit === undefined || limit < 0) add('reviewAboveFen', 'number.form')
  if (!/^\d{1,4}$/.test(draft.validityDays) || days < 1 || days > 1095) add('validityDays', 'number.form')
  if (draft.kinds.length === 0) add('defaultKinds', 'kind.required')
  if (settings.contactPhone && draft.contactPhone.trim() === '') add('contactPhone', 'field.required')
  return issues
}

function RulesForm({ settings, onSaved }: { settings: Settings; onSaved: (settings: Settings) => void }) {
  const words = useWords()
  const language = useLanguage()
  const canWrite = useCan('settings.write')
  const [draft, setDraft] = useState<RulesDraft>({
    name: settings.name,
    reviewAbove: settings.reviewAboveFen === 0 ? '' : formatYuan(settings.reviewAboveFen),
    validityDays: String(settings.validityDays),
    contactPhone: settings.contactPhone ?? '',
    kinds: settings.defaultKinds,
  })
  const [isChecked, setIsChecked] = useState(false)
  const [refused, setRefused] = useState<Problem>()
  const set = (change: Partial<RulesDraft>) => setDraft({ ...draft, ...change })
  const issues = rulesIssues(draft, settings)
  const problemOf = fieldProblems([...(isChecked ? issues : []), ...(refused?.fields ?? [])], language)
  const save = useAction(
    async () => {
      setIsChecked(true)
      setRefused(undefined)
      if (issues.length > 0) return
      const phone = draft.contactPhone.trim()
      const saved = await call('PATCH /api/v1/merchant/settings', {
        body: {
          name: draft.name.trim(),
          reviewAboveFen: parseYuan(draft.reviewAbove || '0'),
          validityDays: Number(draft.validityDays),
          defaultKinds: draft.kinds,
          ...(phone ? { contactPhone: phone } : {}),
        },
      })
      onSaved(saved)
      toast(words.actions.saved)
    },
    (problem) => {
      setRefused(problem)
      return false
    },
  )
  return (
    <>
      <Group>
        <Field
          label={words.rules.name}
          value={draft.name}
          maxLength={60}
          isDisabled={!canWrite}
          onChange={(name) => set({ name })}
          problem={problemOf('name')}
        />
        <Field
          label={words.rules.contactPhone}
          kind="tel"
          value={draft.contactPhone}
          maxLength={30}
          isDisabled={!canWrite}
          hint={words.rules.contactPhoneHint}
          onChange={(contactPhone) => set({ contactPhone })}
          problem={problemOf('contactPhone')}
        />
        <Cell title={words.rules.prefix} value={settings.shortCodePrefix} note={words.rules.prefixNote} />
      </Group>
      <Group title={words.rules.review} note={words.rules.reviewNote}>
        <Field
          label={words.rules.reviewAbove}
          kind="decimal"
          value={draft.reviewAbove}
          placeholder={words.rules.noReview}
          isDisabled={!canWrite}
          onChange={(reviewAbove) => set({ reviewAbove })}
          problem={problemOf('reviewAboveFen')}
        />
      </Group>
      <Group title={words.rules.codes} note={problemOf('defaultKinds')}>
        <Field
          label={words.rules.validityDays}
          kind="number"
          value={draft.validityDays}
          maxLength={4}
          isDisabled={!canWrite}
          onChange={(validityDays) => set({ validityDays })}
          problem={problemOf('validityDays')}
        />
        {canWrite ? (
          <KindsChoice kinds={draft.kinds} onChange={(kinds) => set({ kinds })} />
        ) : (
          <Cell title={words.codes.kinds} value={draft.kinds.map((kind) => words.kinds[kind]).join(' / ')} />
        )}
      </Group>
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
