import { formatTaxRate, type TaxRate } from '@piaoma/shared/tax'
import { useState } from 'react'
import type { LineDraft } from '@/logic/line-draft'
import { Cell, Group } from '@/ui/cell'
import { ChoiceField, Field } from '@/ui/field'
import { useWords } from '@/words'
import { PickGoods, RATE_CHOICES } from '../parts/line-fields'
import { TaxCodeField } from '../parts/tax-code-field'
import { likeOf } from './use-order-entry'

interface EntryTypedProps {
  line: LineDraft
  /** Grows when the amount is what is missing now: the cursor goes there. */
  amountAsked: number
  onChange: (line: LineDraft) => void
  problemOf: (field: string) => string | undefined
}

/** A name and an amount; the classification is that of last time until it is changed. */
export function EntryTyped(props: EntryTypedProps) {
  const words = useWords()
  const { line, onChange, problemOf, amountAsked } = props
  return (
    <Group title={words.orderCodes.typed}>
      <Field
        key={amountAsked}
        isFocused={amountAsked > 0}
        label={words.lines.amount}
        kind="decimal"
        value={line.amount}
        placeholder="0.00"
        onChange={(amount) => onChange({ ...line, amount })}
        problem={problemOf('amountFen')}
      />
      <Field
        label={words.lines.name}
        value={line.name}
        maxLength={90}
        placeholder={words.orderCodes.nameHint}
        onChange={(name) => onChange({ ...line, name })}
        problem={problemOf('name')}
        extra={<PickGoods onPick={(goods) => onChange({ ...line, ...likeOf(goods) })} />}
      />
      <Classification {...props} />
    </Group>
  )
}

/** Folded to one line while it is known. */
function Classification({ line, onChange, problemOf }: EntryTypedProps) {
  const words = useWords()
  const [isOpen, setIsOpen] = useState(false)
  if (!isOpen && /^\d{19}$/.test(line.taxCode) && !problemOf('taxCode') && !problemOf('taxRate')) {
    return (
      <Cell
        title={words.lines.classification}
        note={line.taxCode}
        value={formatTaxRate(line.taxRate)}
        onTap={() => setIsOpen(true)}
      />
    )
  }
  return (
    <>
      <TaxCodeField
        label={words.lines.taxCode}
        value={line.taxCode}
        onChange={(taxCode) => {
          setIsOpen(true)
          onChange({ ...line, taxCode })
        }}
        problem={problemOf('taxCode')}
      />
      <ChoiceField<TaxRate>
        label={words.lines.taxRate}
        value={line.taxRate}
        choices={RATE_CHOICES}
        onChange={(taxRate) => onChange({ ...line, taxRate })}
        problem={problemOf('taxRate')}
      />
    </>
  )
}
