import type { RuleSettingsView } from '@piaoma/shared/contract'
import { useState } from 'react'
import { call } from '@/api/client'
import { useAction } from '@/api/use-action'
import { type Form, useForm } from '@/api/use-form'
import { useResource } from '@/api/use-resource'
import {
  draftOf,
  RULE_GROUPS,
  type RuleDraft,
  ruleIssues,
  settingsOf,
  type TitleDraft,
} from '@/logic/receipt-rules'
import { Box } from '@/primitives'
import { Foot } from '@/shell/split'
import { Button } from '@/ui/button'
import { Group } from '@/ui/cell'
import { Field, SegmentField } from '@/ui/field'
import { toast } from '@/ui/toast'
import { useWords } from '@/words'
import { SectionFrame } from './section-frame'

/** Rules for received invoices: each is off, warns, or keeps an invoice off every reimbursement sheet. */
export function ReceiptRulesSection() {
  const words = useWords()
  const rules = useResource('GET /api/v1/merchant/receipt-rules', {})
  return (
    <SectionFrame title={words.settings.sections.receiptRules} resource={rules}>
      {(data) => <RulesForm settings={data} onSaved={rules.set} />}
    </SectionFrame>
  )
}

function RulesForm(props: { settings: RuleSettingsView; onSaved: (settings: RuleSettingsView) => void }) {
  const words = useWords()
  const [first] = useState(() => draftOf(props.settings))
  const form = useForm<RuleDraft>(first, ruleIssues)
  const save = useAction(async () => {
    if (!form.isRight()) return
    const body = settingsOf(form.draft)
    props.onSaved(await call('PUT /api/v1/merchant/receipt-rules', { body }))
    toast(words.actions.saved)
  }, form.refuse)
  return (
    <>
      <Titles form={form} />
      {RULE_GROUPS.map(({ name, rules }) => (
        <Group key={name} title={words.receiptRules.groups[name]}>
          {rules.map((rule) => (
            <RuleFields key={rule} rule={rule} form={form} />
          ))}
        </Group>
      ))}
      <Foot>
        <Box className="foot-note">{words.receiptRules.note}</Box>
        <Button look="primary" isWide isBusy={save.isBusy} onTap={save.run}>
          {words.actions.save}
        </Button>
      </Foot>
    </>
  )
}

function Titles({ form }: { form: Form<RuleDraft> }) {
  const words = useWords()
  const { titles } = form.draft
  const change = (index: number, next: Partial<TitleDraft>) =>
    form.set({ titles: titles.map((title, at) => (at === index ? { ...title, ...next } : title)) })
  return (
    <Group
      title={words.receiptRules.titles}
      extra={
        <Button
          size="small"
          look="quiet"
          icon="plus"
          onTap={() => form.set({ titles: [...titles, { name: '', taxpayerId: '' }] })}
        >
          {words.receiptRules.addTitle}
        </Button>
      }
    >
      {titles.map((title, index) => (
        <Box
          // biome-ignore lint/suspicious/noArrayIndexKey: titles are typed in place and have no id
          key={index}
          className="title-fields"
        >
          <Field
            label={words.receiptRules.titleName}
            name={`${words.receiptRules.titleName} ${index + 1}`}
            value={title.name}
            maxLength={100}
            onChange={(name) => change(index, { name })}
            problem={form.problemOf(`titles.${index}.name`)}
          />
          <Field
            label={words.receiptRules.taxpayerId}
            name={`${words.receiptRules.taxpayerId} ${index + 1}`}
            value={title.taxpayerId}
            maxLength={20}
            onChange={(taxpayerId) => change(index, { taxpayerId })}
            problem={form.problemOf(`titles.${index}.taxpayerId`)}
            extra={
              <Button
                size="small"
                look="quiet-danger"
                label={`${words.actions.remove} ${title.name}`}
                onTap={() => form.set({ titles: titles.filter((_, at) => at !== index) })}
              >
                {words.actions.remove}
              </Button>
            }
          />
        </Box>
      ))}
    </Group>
  )
}

/** The level of one rule and, while it is on, what it works with. */
function RuleFields({ rule, form }: { rule: keyof RuleDraft['levels']; form: Form<RuleDraft> }) {
  const words = useWords()
  const { draft, set, problemOf } = form
  const texts = words.receiptRules
  const level = draft.levels[rule]
  const isOn = level !== 'off'
  const number = (key: 'consecutiveWithin' | 'maxAgeDays' | 'maxTotal' | 'specialAbove', path: string) => (
    <Field
      label={texts[key]}
      kind={path.endsWith('Fen') ? 'decimal' : 'number'}
      value={draft[key]}
      onChange={(value) => set({ [key]: value })}
      problem={problemOf(path)}
    />
  )
  const lines = (key: 'blacklist' | 'sensitiveWords', label: string, hint: string) => (
    <Field
      label={label}
      isMultiline
      value={draft[key]}
      hint={hint}
      onChange={(value) => set({ [key]: value })}
      problem={problemOf(key)}
    />
  )
  return (
    <>
      <SegmentField
        label={texts.names[rule]}
        value={level}
        choices={(['off', 'warn', 'block'] as const).map((value) => ({ value, text: texts.levels[value] }))}
        onChange={(next) => set({ levels: { ...draft.levels, [rule]: next } })}
      />
      {isOn && rule === 'consecutive' ? number('consecutiveWithin', 'consecutiveWithin') : null}
      {isOn && rule === 'age' ? number('maxAgeDays', 'maxAgeDays') : null}
      {isOn && rule === 'over_amount' ? number('maxTotal', 'maxTotalFen') : null}
      {isOn && rule === 'special_missing' ? number('specialAbove', 'specialAboveFen') : null}
      {isOn && rule === 'seller_blacklist' ? lines('blacklist', texts.blacklist, texts.blacklistHint) : null}
      {isOn && rule === 'sensitive_goods' ? lines('sensitiveWords', texts.words, texts.wordsHint) : null}
    </>
  )
}
