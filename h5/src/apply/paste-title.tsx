import type { RememberedTitle, TitleField } from '@piaoma/shared/guest'
import { type FirstPhrases, say } from '@piaoma/shared/guest'
import { useState } from 'preact/hooks'
import { loadPaste } from '../parts'
import { Field } from '../ui/field'
import { useWords } from '../words'

/** What a title's field is called on the page. */
const FIELD_NAMES: Readonly<Record<TitleField, keyof FirstPhrases>> = {
  name: 'companyName',
  taxpayerId: 'taxpayerId',
  address: 'address',
  phone: 'phone',
  bankName: 'bankName',
  bankAccount: 'bankAccount',
}

/** A place to paste a whole title block (or the text of a title QR) into. */
export function PasteTitle({ onTitle }: { onTitle: (title: RememberedTitle) => void }) {
  const t = useWords()
  const [text, setText] = useState('')
  const [outcome, setOutcome] = useState<{ fields: TitleField[] }>()

  const read = async (value: string) => {
    setText(value)
    const { readPastedTitle } = await loadPaste()
    const found = readPastedTitle(value)
    setOutcome(value.trim() ? { fields: found?.fields ?? [] } : undefined)
    if (found) onTitle(found.title)
  }

  return (
    <details class="paste" onToggle={loadPaste}>
      <summary>{t.paste}</summary>
      <Field id="paste" label={t.pasteLabel} hint={t.pasteHint} value={text} rows={4} onText={read} />
      <p role="status" class={outcome && outcome.fields.length === 0 ? 'state unsure' : 'state right'}>
        {outcome &&
          (outcome.fields.length > 0
            ? say(t.pasteRead, { fields: outcome.fields.map((field) => t[FIELD_NAMES[field]]).join('、') })
            : t.pasteNothing)}
      </p>
    </details>
  )
}
