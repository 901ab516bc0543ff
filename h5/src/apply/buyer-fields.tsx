import type { InvoiceKind } from '@piaoma/shared/invoice'
import type { ClipboardEventHandler } from 'preact'
import { announce } from '../ui/announce'
import { Check, Choice, Field } from '../ui/field'
import { Icon } from '../ui/icons'
import { useWords } from '../words'
import { lookAtTaxpayerId } from './check-form'
import { type ApplyForm, buyerOf, type FormChange, type TextField } from './form'
import { isWholeTitle, readPastedTitle } from './paste'
import { PasteTitle } from './paste-title'
import { SavedTitles } from './saved-titles'

export interface FieldsProps {
  form: ApplyForm
  edit: (change: FormChange) => void
  /** The words at a control that needs correcting. */
  errorAt: (control: string) => string | undefined
}

const MORE = ['address', 'phone', 'bankName', 'bankAccount'] as const

/** 购买方: remembered titles, paste, company or person. */
export function BuyerFields({ form, edit, errorAt, kinds }: FieldsProps & { kinds: readonly InvoiceKind[] }) {
  const t = useWords()
  const isPersonAllowed = kinds.indexOf('normal') >= 0
  return (
    <section class="card" aria-labelledby="buyer-title">
      <h2 id="buyer-title">{t.buyer}</h2>
      <SavedTitles current={buyerOf(form)} onPick={(title) => edit({ do: 'fill', title, kinds })} />
      <PasteTitle
        onTitle={(title) => {
          const type = title.type ?? (title.taxpayerId ? 'company' : form.type)
          edit({ do: 'fill', title: { ...title, type }, kinds })
        }}
      />
      <Choice
        id="buyerType"
        legend={t.buyerType}
        value={form.type}
        options={[
          { value: 'company', label: t.company },
          { value: 'person', label: t.person, isDisabled: !isPersonAllowed },
        ]}
        onPick={(buyerType) => edit({ do: 'buyerType', buyerType, kinds })}
        hint={form.type === 'person' ? t.personHint : isPersonAllowed ? undefined : t.kindOnlySpecial}
        error={errorAt('buyerType')}
      />
      {form.type === 'person' ? (
        <Field
          id="personName"
          label={t.personName}
          value={form.personName}
          onText={(value) => edit({ do: 'type', field: 'personName', value })}
          error={errorAt('personName')}
          autocomplete="name"
          required
        />
      ) : (
        <CompanyFields form={form} edit={edit} errorAt={errorAt} kinds={kinds} />
      )}
    </section>
  )
}

function CompanyFields({ form, edit, errorAt, kinds }: FieldsProps & { kinds: readonly InvoiceKind[] }) {
  const t = useWords()
  const type = (field: TextField) => (value: string) => edit({ do: 'type', field, value })
  // A whole block pasted into the name fills all the fields; a mere name is pasted as usual.
  const onPaste: ClipboardEventHandler<HTMLInputElement> = (event) => {
    const text = event.clipboardData?.getData('text') ?? ''
    const found = isWholeTitle(text) ? readPastedTitle(text) : undefined
    if (!found) return
    event.preventDefault()
    edit({ do: 'fill', title: { ...found.title, type: 'company' }, kinds })
    announce(t.pasteRead.replace('{fields}', found.title.name ?? ''))
  }
  const isMoreOpen = MORE.some((field) => form[field] !== '' || errorAt(field))
  return (
    <>
      <Field
        id="companyName"
        label={t.companyName}
        value={form.companyName}
        onText={type('companyName')}
        onPaste={onPaste}
        error={errorAt('companyName')}
        autocomplete="organization"
        required
      />
      <TaxpayerIdField form={form} edit={edit} errorAt={errorAt} />
      <details class="more" open={isMoreOpen}>
        <summary>{t.moreTitle}</summary>
        {MORE.map((field) => (
          <Field
            key={field}
            id={field}
            label={t[field]}
            value={form[field]}
            onText={type(field)}
            error={errorAt(field)}
            autocomplete="off"
            isOptional
          />
        ))}
      </details>
    </>
  )
}

function TaxpayerIdField({ form, edit, errorAt }: FieldsProps) {
  const t = useWords()
  const { state } = lookAtTaxpayerId(form)
  const words = { none: '', wrong: '', right: t.idRight, old: t.idOldForm, unsure: t.idCheckDigit }[state]
  return (
    <div>
      <Field
        id="taxpayerId"
        label={t.taxpayerId}
        value={form.taxpayerId}
        onText={(value) => edit({ do: 'type', field: 'taxpayerId', value })}
        hint={t.taxpayerIdHint}
        error={errorAt('taxpayerId')}
        autocomplete="off"
        autocapitalize="characters"
        spellcheck={false}
        required
      />
      <p class={`state ${state}`} role="status">
        {words && <Icon name={state === 'right' ? 'check' : 'warn'} />}
        {words}
      </p>
      {state === 'unsure' && (
        <Check
          id="idConfirm"
          label={t.idConfirm}
          isOn={form.isIdConfirmed}
          onTurn={(isIdConfirmed) => edit({ do: 'confirmId', isIdConfirmed })}
        />
      )}
    </div>
  )
}
