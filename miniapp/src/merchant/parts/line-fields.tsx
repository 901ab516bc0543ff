import { formatTaxRate, TAX_RATES, type TaxRate } from '@piaoma/shared/tax'
import { useState } from 'react'
import { changeLine, type LineDraft } from '@/logic/line-draft'
import { Box } from '@/primitives'
import { Button } from '@/ui/button'
import { ChoiceField, Field, type FieldProps } from '@/ui/field'
import { useWords } from '@/words'
import { type GoodsItem, GoodsSheet } from './goods-sheet'
import { GoodsSuggestions } from './suggestions'
import { TaxCodeField } from './tax-code-field'

/** Every rate in force, as a choice. */
export const RATE_CHOICES = TAX_RATES.map((rate) => ({ value: rate, text: formatTaxRate(rate) }))

interface LineFieldsProps {
  line: LineDraft
  /** Which line of the form, from 1; part of the accessible names. */
  position: number
  onChange: (line: LineDraft) => void
  problemOf: (field: string) => string | undefined
}

// The contract says fen where the form says yuan.
const ISSUES: Partial<Record<keyof LineDraft, string>> = {
  amount: 'amountFen',
  discount: 'discountFen',
  deduction: 'deductionFen',
}

type TextKey = Exclude<keyof LineDraft, 'key' | 'taxRate' | 'taxCode'>

/** Every field of one order line. Quantity times price fills the amount. */
export function LineFields({ line, position, onChange, problemOf }: LineFieldsProps) {
  const words = useWords()
  const nameOf = (label: string) => words.lines.named(label, position)
  const set = (change: Partial<LineDraft>) => onChange(changeLine(line, change))
  const field = (key: TextKey, more: Partial<FieldProps> = { placeholder: words.actions.optional }) => (
    <Field
      label={words.lines[key]}
      name={nameOf(words.lines[key])}
      value={line[key]}
      onChange={(value) => set({ [key]: value })}
      problem={problemOf(ISSUES[key] ?? key)}
      {...more}
    />
  )
  const decimal = { kind: 'decimal', placeholder: words.actions.optional } as const
  return (
    <Box>
      {field('name', {
        maxLength: 90,
        extra: <PickGoods label={nameOf(words.lines.pick)} onPick={(goods) => set(lineOf(goods))} />,
      })}
      <GoodsSuggestions text={line.name} onPick={(goods) => set(lineOf(goods))} />
      <TaxCodeField
        label={words.lines.taxCode}
        name={nameOf(words.lines.taxCode)}
        position={position}
        value={line.taxCode}
        onChange={(taxCode) => set({ taxCode })}
        problem={problemOf('taxCode')}
      />
      <ChoiceField<TaxRate>
        label={words.lines.taxRate}
        name={nameOf(words.lines.taxRate)}
        value={line.taxRate}
        choices={RATE_CHOICES}
        onChange={(taxRate) => set({ taxRate })}
        problem={problemOf('taxRate')}
      />
      <Box className="field-pair">
        {field('specification')}
        {field('unit')}
      </Box>
      <Box className="field-pair">
        {field('quantity', decimal)}
        {field('unitPrice', decimal)}
      </Box>
      {field('amount', { kind: 'decimal', placeholder: '0.00' })}
      <Box className="field-pair">
        {field('discount', decimal)}
        {field('deduction', decimal)}
      </Box>
    </Box>
  )
}

function lineOf(goods: GoodsItem): Partial<LineDraft> {
  return {
    name: goods.name,
    specification: goods.specification ?? '',
    unit: goods.unit ?? '',
    unitPrice: goods.unitPrice ?? '',
    taxRate: goods.taxRate,
    taxCode: goods.taxCode,
  }
}

/** A button beside a name that picks one of the goods instead of typing it. */
export function PickGoods(props: { label?: string; onPick: (goods: GoodsItem) => void }) {
  const words = useWords()
  const [isOpen, setIsOpen] = useState(false)
  return (
    <>
      <Button size="small" label={props.label} onTap={() => setIsOpen(true)}>
        {words.lines.pick}
      </Button>
      <GoodsSheet
        isOpen={isOpen}
        onClose={() => setIsOpen(false)}
        onChoose={(goods) => {
          setIsOpen(false)
          props.onPick(goods)
        }}
      />
    </>
  )
}
