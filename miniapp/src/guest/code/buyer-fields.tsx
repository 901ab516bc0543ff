import { type ApplyForm, type FormChange, lookAtTaxpayerId, type TextField } from '@piaoma/shared/guest'
import type { InvoiceKind } from '@piaoma/shared/invoice'
import { useState } from 'react'
import { Button } from '@/ui/button'
import { ChoiceCell, Group } from '@/ui/cell'
import { Field, SegmentField } from '@/ui/field'
import { usePhrases } from '../words'

export interface FieldsProps {
  form: ApplyForm
  edit: (change: FormChange) => void
  errorAt: (control: string) => string | undefined
}

const MORE = ['address', 'phone', 'bankName', 'bankAccount'] as const

/** 购买方: company or person, and what the invoice says about it. */
export function BuyerFields({ form, edit, errorAt, kinds }: FieldsProps & { kinds: readonly InvoiceKind[] }) {
  const t = usePhrases()
  const type = (field: TextField) => (value: string) => edit({ do: 'type', field, value })
  const isPersonAllowed = kinds.includes('normal')
  return (
    <Group
      title={t.buyer}
      note={form.type === 'person' ? t.personHint : isPersonAllowed ? undefined : t.kindOnlySpecial}
    >
      <SegmentField
        label={t.buyerType}
        value={form.type}
        choices={[
          { value: 'company' as const, text: t.company },
          ...(isPersonAllowed ? [{ value: 'person' as const, text: t.person }] : []),
        ]}
        onChange={(buyerType) => edit({ do: 'buyerType', buyerType, kinds })}
        problem={errorAt('buyerType')}
      />
      {form.type === 'person' ? (
        <Field
          label={t.personName}
          value={form.personName}
          maxLength={200}
          onChange={type('personName')}
          problem={errorAt('personName')}
        />
      ) : (
        <>
          <Field
            label={t.companyName}
            value={form.companyName}
            maxLength={200}
            onChange={type('companyName')}
            problem={errorAt('companyName')}
          />
          <TaxpayerIdField form={form} edit={edit} errorAt={errorAt} />
          <MoreFields form={form} edit={edit} errorAt={errorAt} />
        </>
      )}
    </Group>
  )
}

function TaxpayerIdField({ form, edit, errorAt }: FieldsProps) {
  const t = usePhrases()
  const error = errorAt('taxpayerId')
  const { state } = lookAtTaxpayerId(form)
  const hints = {
    none: t.taxpayerIdHint,
    wrong: t.taxpayerIdHint,
    right: t.idRight,
    old: t.idOldForm,
    unsure: t.idCheckDigit,
  }
  return (
    <>
      <Field
        label={t.taxpayerId}
        value={form.taxpayerId}
        maxLength={40}
        onChange={(value) => edit({ do: 'type', field: 'taxpayerId', value })}
        hint={hints[state]}
        problem={error}
      />
      {state === 'unsure' ? (
        <ChoiceCell
          role="checkbox"
          title={t.idConfirm}
          label={t.idConfirm}
          isChosen={form.isIdConfirmed}
          onTap={() => edit({ do: 'confirmId', isIdConfirmed: !form.isIdConfirmed })}
        />
      ) : null}
    </>
  )
}

/** Folded away until it is needed: an ordinary invoice has nothing to say there. */
function MoreFields({ form, edit, errorAt }: FieldsProps) {
  const t = usePhrases()
  const [isOpen, setIsOpen] = useState(false)
  if (!isOpen && !MORE.some((field) => form[field] !== '' || errorAt(field))) {
    return (
      <Button look="quiet" onTap={() => setIsOpen(true)}>
        {t.moreTitle}
      </Button>
    )
  }
  return (
    <>
      {MORE.map((field) => (
        <Field
          key={field}
          label={t[field]}
          placeholder={t.optional}
          value={form[field]}
          maxLength={200}
          onChange={(value) => edit({ do: 'type', field, value })}
          problem={errorAt(field)}
        />
      ))}
    </>
  )
}
