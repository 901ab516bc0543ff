import { INVOICE_KINDS } from '@piaoma/shared/invoice'
import type { ReactNode } from 'react'
import type { ApplicationDraft } from '@/logic/application-edit'
import { buyerOfCustomer } from '@/logic/manual-draft'
import { Group } from '@/ui/cell'
import { Field, type FieldProps, SegmentField } from '@/ui/field'
import { useWords } from '@/words'
import { CustomerSuggestions } from '../parts/suggestions'

type TextKey = Exclude<keyof ApplicationDraft, 'version' | 'kind' | 'buyerType' | 'lines'>

interface PartProps {
  draft: ApplicationDraft
  onChange: (change: Partial<ApplicationDraft>) => void
  problemOf: (path: string) => string | undefined
}

/** Draws the text fields of a part of the form. */
function fieldsOf({ draft, onChange, problemOf }: PartProps) {
  return (key: TextKey, label: string, path: string, more: Partial<FieldProps> = {}) => (
    <Field
      label={label}
      value={draft[key]}
      onChange={(value) => onChange({ [key]: value })}
      problem={problemOf(path)}
      {...more}
    />
  )
}

/** Kind of the invoice and the buyer. `extra` stands right of the heading, e.g. a button to scan a title. */
export function BuyerFields(props: PartProps & { extra?: ReactNode }) {
  const words = useWords()
  const { draft, onChange, problemOf } = props
  const field = fieldsOf(props)
  return (
    <Group title={words.buyer.title} extra={props.extra}>
      <SegmentField
        label={words.buyer.kind}
        value={draft.kind}
        choices={INVOICE_KINDS.map((value) => ({ value, text: words.kinds[value] }))}
        onChange={(kind) => onChange({ kind })}
        problem={problemOf('kind')}
      />
      <SegmentField
        label={words.buyer.type}
        value={draft.buyerType}
        choices={(['company', 'person'] as const).map((value) => ({
          value,
          text: words.buyerTypes[value],
        }))}
        onChange={(buyerType) => onChange({ buyerType })}
      />
      {field('name', words.buyer.name, 'buyer.name', { maxLength: 100 })}
      {draft.buyerType === 'company' ? (
        <CustomerSuggestions text={draft.name} onPick={(customer) => onChange(buyerOfCustomer(customer))} />
      ) : null}
      {field('taxpayerId', words.buyer.taxpayerId, 'buyer.taxpayerId', { maxLength: 30 })}
      {field('address', words.buyer.address, 'buyer.address', {
        placeholder: words.actions.optional,
        maxLength: 100,
      })}
      {field('phone', words.buyer.phone, 'buyer.phone', {
        placeholder: words.actions.optional,
        maxLength: 30,
        kind: 'tel',
      })}
      {field('bankName', words.buyer.bankName, 'buyer.bankName', {
        placeholder: words.actions.optional,
        maxLength: 100,
      })}
      {field('bankAccount', words.buyer.bankAccount, 'buyer.bankAccount', {
        placeholder: words.actions.optional,
        maxLength: 50,
      })}
    </Group>
  )
}

/** Where the invoice goes, and its remark. */
export function DeliveryFields(props: PartProps) {
  const words = useWords()
  const { draft } = props
  const field = fieldsOf(props)
  return (
    <Group title={words.buyer.delivery}>
      {field('email', words.buyer.email, 'email', {
        placeholder: words.actions.optional,
        kind: 'email',
        maxLength: 254,
      })}
      {field('mobile', words.buyer.mobile, 'mobile', {
        placeholder: words.actions.optional,
        kind: 'tel',
        maxLength: 16,
      })}
      {field('remark', words.buyer.remark, 'remark', {
        isMultiline: true,
        maxLength: 200,
        hint: words.buyer.remarkHint(draft.remark.length),
      })}
    </Group>
  )
}
