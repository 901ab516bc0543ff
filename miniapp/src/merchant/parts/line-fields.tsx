import { formatTaxRate, TAX_RATES, type TaxRate } from '@piaoma/shared/tax'
import { useState } from 'react'
import { amountOf, type LineDraft } from '@/logic/line-draft'
import { Box } from '@/primitives'
import { Button } from '@/ui/button'
import { ChoiceField, Field } from '@/ui/field'
import { useWords } from '@/words'
import { GoodsSheet } from './goods-sheet'
import { TaxCodeField } from './tax-code-field'

export const RATE_CHOICES = TAX_RATES.map((rate) => ({ value: rate, text: formatTaxRate(rate) }))

interface LineFieldsProps {
  line: LineDraft
  /** Which line of the form, from 1; part of the accessible names. */
  position: number
  onChange: (line: LineDraft) => void
  problemOf: (field: string) => string | undefined
}

/** Every field of one order line. Quantity times price fills the amount. */
export function LineFields({ line, position, onChange, problemOf }: LineFieldsProps) {
  const words = useWords()
  const [isPicking, setIsPicking] = useState(false)
  const name = (label: string) => words.lines.named(label, position)
  const set = (change: Partial<LineDraft>) => {
    const next = { ...line, ...change }
    const isPriced = change.quantity !== undefined || change.unitPrice !== undefined
    const amount = isPriced ? amountOf(next.quantity, next.unitPrice) : undefined
    onChange(amount === undefined ? next : { ...next, amount })
  }
  const field = (key: 'specification' | 'unit', label: string) => (
    <Field
      label={label}
      name={name(label)}
      value={line[key]}
      placeholder={words.actions.optional}
      onChange={(value) => set({ [key]: value })}
      problem={problemOf(key)}
    />
  )
  return (
    <Box>
      <Field
        label={words.lines.name}
        name={name(words.lines.name)}
        value={line.name}
        maxLength={90}
        onChange={(value) => set({ name: value })}
        problem={problemOf('name')}
        extra={
          <Button size="small" onTap={() => setIsPicking(true)} label={name(words.goods.choose)}>
            {words.lines.pick}
          </Button>
        }
      />
      <TaxCodeField
        label={words.lines.taxCode}
        name={name(words.lines.taxCode)}
        position={position}
        value={line.taxCode}
        onChange={(taxCode) => set({ taxCode })}
        problem={problemOf('taxCode')}
      />
      <ChoiceField<TaxRate>
        label={words.lines.taxRate}
        name={name(words.lines.taxRate)}
        value={line.taxRate}
        choices={RATE_CHOICES}
        onChange={(taxRate) => set({ taxRate })}
        problem={problemOf('taxRate')}
      />
      <Box className="field-pair">
        {field('specification', words.lines.specification)}
        {field('unit', words.lines.unit)}
      </Box>
      <Box className="field-pair">
        <Field
          label={words.lines.quantity}
          name={name(words.lines.quantity)}
          kind="decimal"
          value={line.quantity}
          placeholder={words.actions.optional}
          onChange={(quantity) => set({ quantity })}
          problem={problemOf('quantity')}
        />
        <Field
          label={words.lines.unitPrice}
          name={name(words.lines.unitPrice)}
          kind="decimal"
          value={line.unitPrice}
          placeholder={words.actions.optional}
          onChange={(unitPrice) => set({ unitPrice })}
          problem={problemOf('unitPrice')}
        />
      </Box>
      <Field
        label={words.lines.amount}
        name={name(words.lines.amount)}
        kind="decimal"
        value={line.amount}
        placeholder="0.00"
        onChange={(amount) => set({ amount })}
        problem={problemOf('amountFen')}
      />
      <Box className="field-pair">
        <Field
          label={words.lines.discount}
          name={name(words.lines.discount)}
          kind="decimal"
          value={line.discount}
          placeholder={words.actions.optional}
          onChange={(discount) => set({ discount })}
          problem={problemOf('discountFen')}
        />
        <Field
          label={words.lines.deduction}
          name={name(words.lines.deduction)}
          kind="decimal"
          value={line.deduction}
          placeholder={words.actions.optional}
          onChange={(deduction) => set({ deduction })}
          problem={problemOf('deductionFen')}
        />
      </Box>
      <GoodsSheet
        isOpen={isPicking}
        onClose={() => setIsPicking(false)}
        onChoose={(goods) => {
          setIsPicking(false)
          set({
            name: goods.name,
            specification: goods.specification ?? '',
            unit: goods.unit ?? '',
            unitPrice: goods.unitPrice ?? '',
            taxRate: goods.taxRate,
            taxCode: goods.taxCode,
          })
        }}
      />
    </Box>
  )
}
