import { formatTaxRate, type TaxRate } from '@piaoma/shared/tax'
import { useState } from 'react'
import type { LineDraft } from '@/logic/line-draft'
import { Button } from '@/ui/button'
import { Cell, Group } from '@/ui/cell'
import { ChoiceField, Field } from '@/ui/field'
import { useWords } from '@/words'
import { GoodsSheet } from '../parts/goods-sheet'
import { RATE_CHOICES } from '../parts/line-fields'
import { TaxCodeField } from '../parts/tax-code-field'

/** A name and an amount; the classification is that of last time until it is changed. */
export function EntryTyped(props: {
  line: LineDraft
  /** Grows when the amount is what is missing now: the cursor goes there. */
  amountAsked: number
  onChange: (line: LineDraft) => void
  problemOf: (field: string) => string | undefined
}) {
  const words = useWords()
  const { line, onChange, problemOf } = props
  const [isPicking, setIsPicking] = useState(false)
  const [isOpen, setIsOpen] = useState(false)
  const isTaxShown = isOpen || line.taxCode === '' || problemOf('taxCode') !== undefined
  return (
    <Group title={words.orderCodes.typed}>
      <Field
        key={props.amountAsked}
        isFocused={props.amountAsked > 0}
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
        extra={
          <Button size="small" label={words.goods.choose} onTap={() => setIsPicking(true)}>
            {words.lines.pick}
          </Button>
        }
      />
      {isTaxShown ? (
        <>
          <TaxCodeField
            label={words.lines.taxCode}
            value={line.taxCode}
            onChange={(taxCode) => onChange({ ...line, taxCode })}
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
      ) : (
        <Cell
          title={words.lines.classification}
          note={line.taxCode}
          value={formatTaxRate(line.taxRate)}
          label={words.lines.classification}
          onTap={() => setIsOpen(true)}
        />
      )}
      <GoodsSheet
        isOpen={isPicking}
        onClose={() => setIsPicking(false)}
        onChoose={(goods) => {
          setIsPicking(false)
          onChange({ ...line, name: goods.name, taxRate: goods.taxRate, taxCode: goods.taxCode })
        }}
      />
    </Group>
  )
}
