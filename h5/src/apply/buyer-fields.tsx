import type { CodeView } from '@piaoma/shared/contract'
import type { ApplyForm, FormChange, TextField } from '@piaoma/shared/guest'
import { lookAtTaxpayerId, say } from '@piaoma/shared/guest'
import type { InvoiceKind } from '@piaoma/shared/invoice'
import type { ClipboardEventHandler } from 'preact'
import { loadPaste, wechatTitlePart } from '../parts'
import { opensHere } from '../platform/wechat'
import { announce } from '../ui/announce'
import { Check, Choice, Field } from '../ui/field'
import { Icon } from '../ui/icons'
import { useWords } from '../words'
import { PasteTitle } from './paste-title'
import { SavedTitles } from './saved-titles'

export interface FieldsProps {
  form: ApplyForm
  edit: (change: FormChange) => void
  /** The words at a control that needs correcting. */
  errorAt: (control: string) => string | undefined
}

const MORE = ['address', 'phone', 'bankName', 'bankAccount'] as const

interface BuyerFieldsProps extends FieldsProps {
  kinds: readonly InvoiceKind[]
  code: CodeView | undefined
}

/** 购买方: remembered titles, paste, company or person. */
export function BuyerFields({ form, edit, errorAt, kinds, code }: BuyerFieldsProps) {
  const t = useWords()
  const isPersonAllowed = kinds.indexOf('normal') >= 0
  return (
    <section class="card" aria-labelledby="buyer-title">
      <h2 id="buyer-title">{t.buyer}</h2>
      <SavedTitles form={form} onPick={(title) => edit({ do: 'fill', title, kinds })} />
      {code && opensHere(code.titlePlace) && (
        <wechatTitlePart.Part code={code.code} onTitle={(title) => edit({ do: 'fill', title, kinds })} />
      )}
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
          input={{ autocomplete: 'name', required: true }}
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
  // A whole block pasted into the name fills all the fields; a mere name stays as pasted.
  const onPaste: ClipboardEventHandler<HTMLInputElement> = async (event) => {
    const text = event.clipboardData?.getData('text') ?? ''
    const { isWholeTitle, readPastedTitle } = await loadPaste()
    const found = isWholeTitle(text) ? readPastedTitle(text) : undefined
    if (!found) return
    edit({ do: 'fill', title: { ...found.title, type: 'company' }, kinds })
    announce(say(t.titleFilled, { name: found.title.name ?? '' }))
  }
  const isMoreOpen = MORE.some((field) => form[field] !== '' || errorAt(field))
  return (
    <>
      <Field
        id="companyName"
        label={t.companyName}
        value={form.companyName}
        onText={type('companyName')}
        error={errorAt('companyName')}
        input={{ autocomplete: 'organization', required: true, onPaste }}
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
            isOptional
            input={{ autocomplete: 'off' }}
          />
        ))}
      </details>
    </>
  )
}

function TaxpayerIdField({ form, edit, errorAt }: FieldsProps) {
  const t = useWords()
  const error = errorAt('taxpayerId')
  const look = lookAtTaxpayerId(form).state
  // An error from elsewhere (not registered, say) outweighs a right check digit.
  const state = error && look === 'right' ? 'none' : look
  const words = { none: '', wrong: '', right: t.idRight, old: t.idOldForm, unsure: t.idCheckDigit }[state]
  return (
    <div>
      <Field
        id="taxpayerId"
        label={t.taxpayerId}
        value={form.taxpayerId}
        onText={(value) => edit({ do: 'type', field: 'taxpayerId', value })}
        hint={t.taxpayerIdHint}
        error={error}
        input={{ autocomplete: 'off', autocapitalize: 'characters', spellcheck: false, required: true }}
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
