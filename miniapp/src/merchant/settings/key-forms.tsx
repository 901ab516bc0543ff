import type { TaxRate } from '@piaoma/shared/tax'
import { useState } from 'react'
import { call } from '@/api/client'
import type { Issue } from '@/logic/line-draft'
import { ChoiceField, Field } from '@/ui/field'
import { FormSheet } from '@/ui/form-sheet'
import { useWords } from '@/words'
import { type ProductLineDraft, ProductLineFields } from '../parts/product-line-fields'
import { storeChoices, useStores } from '../parts/stores'
import type { Secret } from './secret-sheet'

interface FormProps {
  onClose: () => void
  onMade: (secret: Secret) => void
}

/** A new API key; what is made is shown once. */
export function KeyForm({ onClose, onMade }: FormProps) {
  const words = useWords()
  const [name, setName] = useState('')
  const save = async () => {
    const made = await call('POST /api/v1/merchant/api-keys', { body: { name: name.trim() } })
    onMade({
      title: words.keys.created,
      facts: [{ name: words.keys.name, value: made.name }],
      value: made.key,
    })
  }
  return (
    <FormSheet
      title={words.keys.add}
      saveText={words.keys.make}
      issues={name.trim() === '' ? [{ path: 'name', code: 'field.required' }] : []}
      onSave={save}
      onClose={onClose}
    >
      {(problemOf) => (
        <Field
          label={words.keys.name}
          value={name}
          maxLength={40}
          placeholder={words.keys.nameHint}
          onChange={setName}
          problem={problemOf('name')}
        />
      )}
    </FormSheet>
  )
}

interface TillDraft extends ProductLineDraft {
  till: string
  storeId: string
}

function tillIssues(draft: TillDraft, storeId: string | undefined): Issue[] {
  const issues: Issue[] = []
  if (draft.till.trim() === '') issues.push({ path: 'name', code: 'field.required' })
  if (!storeId) issues.push({ path: 'storeId', code: 'field.required' })
  if (draft.name.trim() === '') issues.push({ path: 'line.name', code: 'field.required' })
  if (!/^\d{19}$/.test(draft.taxCode)) issues.push({ path: 'line.taxCode', code: 'line.tax_code_form' })
  return issues
}

const EMPTY_TILL: TillDraft = {
  till: '',
  storeId: '',
  name: '',
  specification: '',
  unit: '',
  taxRate: '0.06' satisfies TaxRate,
  taxCode: '',
}

/** Registers a till; its signing secret is shown once. */
export function TillForm({ onClose, onMade }: FormProps) {
  const words = useWords()
  const stores = useStores()
  const [draft, setDraft] = useState(EMPTY_TILL)
  const set = (change: Partial<TillDraft>) => setDraft({ ...draft, ...change })
  const storeId = draft.storeId || stores[0]?.id
  const save = async () => {
    const { name, taxRate, taxCode } = draft
    const made = await call('POST /api/v1/merchant/tills', {
      body: {
        name: draft.till.trim(),
        storeId: storeId ?? '',
        line: { name: name.trim(), taxRate, taxCode },
      },
    })
    onMade({
      title: words.tills.created,
      facts: [
        { name: words.tills.name, value: made.name },
        { name: words.tills.keyId, value: made.keyId },
      ],
      value: made.secret,
    })
  }
  return (
    <FormSheet
      title={words.tills.add}
      saveText={words.keys.make}
      issues={tillIssues(draft, storeId)}
      onSave={save}
      onClose={onClose}
    >
      {(problemOf) => (
        <>
          <Field
            label={words.tills.name}
            value={draft.till}
            maxLength={40}
            placeholder={words.tills.nameHint}
            onChange={(till) => set({ till })}
            problem={problemOf('name')}
          />
          <ChoiceField
            label={words.filters.store}
            value={storeId}
            choices={storeChoices(stores)}
            onChange={(id) => set({ storeId: id })}
            problem={problemOf('storeId')}
          />
          <ProductLineFields
            canPick
            isShort
            nameLabel={words.tills.line}
            nameHint={words.tills.lineHint}
            line={draft}
            onChange={set}
            problemOf={(field) => problemOf(`line.${field}`)}
          />
        </>
      )}
    </FormSheet>
  )
}
