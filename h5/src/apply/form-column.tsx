import type { CodeView } from '@piaoma/shared/contract'
import { amountOf, tidyAmount, yuan } from '@piaoma/shared/guest'
import type { InvoiceKind } from '@piaoma/shared/invoice'
import { Choice, Field } from '../ui/field'
import { useWords } from '../words'
import { BuyerFields, type FieldsProps } from './buyer-fields'
import { ContactFields } from './contact-fields'
import { ALERT } from './use-issues'

interface FormColumnProps extends FieldsProps {
  codes: readonly CodeView[]
  kinds: readonly InvoiceKind[]
  /** What is wrong with the whole, above the fields. */
  alerts: string[]
}

/** The fields beside the ticket, and the button that leads on. */
export function FormColumn({ codes, kinds, alerts, form, edit, errorAt }: FormColumnProps) {
  const t = useWords()
  const amount = amountOf(codes, form.amount)
  const fields = { form, edit, errorAt }
  return (
    <div class="apply-form">
      <div role="alert" id={ALERT} tabIndex={-1}>
        {alerts.map((words) => (
          <p class="alert" key={words}>
            {words}
          </p>
        ))}
      </div>
      {codes[0]?.kind === 'product' && <AmountCard {...fields} />}
      <BuyerFields {...fields} kinds={kinds} code={codes[0]} />
      {kinds.length > 1 && <KindCard {...fields} />}
      <ContactFields {...fields} />
      <div class="submit-bar">
        {amount !== undefined && <strong>{yuan(amount)}</strong>}
        <button type="submit" class="button">
          {t.next}
        </button>
      </div>
    </div>
  )
}

function AmountCard({ form, edit, errorAt }: FieldsProps) {
  const t = useWords()
  const type = (value: string) => edit({ do: 'type', field: 'amount', value })
  const tidy = () => {
    const tidied = tidyAmount(form.amount)
    if (tidied !== form.amount) type(tidied)
  }
  return (
    <section class="card">
      <Field
        id="amount"
        label={t.amount}
        value={form.amount}
        onText={type}
        hint={t.amountHint}
        error={errorAt('amount')}
        input={{
          inputMode: 'decimal',
          autocomplete: 'off',
          placeholder: '0.00',
          required: true,
          onBlur: tidy,
        }}
      />
    </section>
  )
}

function KindCard({ form, edit, errorAt }: FieldsProps) {
  const t = useWords()
  return (
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
        error={errorAt('kind')}
      />
    </section>
  )
}
