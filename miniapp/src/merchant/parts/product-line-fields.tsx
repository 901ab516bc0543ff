import type { TaxRate } from '@piaoma/shared/tax'
import { Box } from '@/primitives'
import { ChoiceField, Field } from '@/ui/field'
import { useWords } from '@/words'
import { PickGoods, RATE_CHOICES } from './line-fields'
import { TaxCodeField } from './tax-code-field'

/** What is sold, without an amount. */
export interface ProductLineDraft {
  name: string
  specification: string
  unit: string
  taxRate: TaxRate
  taxCode: string
}

/** Name, classification and rate of what is sold; picked from the goods or typed. */
export function ProductLineFields(props: {
  line: ProductLineDraft
  onChange: (change: Partial<ProductLineDraft>) => void
  problemOf: (field: string) => string | undefined
  nameLabel?: string
  nameHint?: string
  /** Offers the merchant's goods; absent where the goods themselves are edited. */
  canPick?: boolean
  /** Without specification and unit. */
  isShort?: boolean
}) {
  const words = useWords()
  const { line, onChange, problemOf } = props
  const optional = (key: 'specification' | 'unit', maxLength: number) => (
    <Field
      label={words.lines[key]}
      value={line[key]}
      maxLength={maxLength}
      placeholder={words.actions.optional}
      onChange={(value) => onChange({ [key]: value })}
      problem={problemOf(key)}
    />
  )
  return (
    <>
      <Field
        label={props.nameLabel ?? words.lines.name}
        value={line.name}
        maxLength={90}
        hint={props.nameHint}
        onChange={(name) => onChange({ name })}
        problem={problemOf('name')}
        extra={
          props.canPick ? (
            <PickGoods
              onPick={({ name, specification = '', unit = '', taxRate, taxCode }) =>
                onChange({ name, specification, unit, taxRate, taxCode })
              }
            />
          ) : undefined
        }
      />
      <TaxCodeField
        label={words.lines.taxCode}
        value={line.taxCode}
        onChange={(taxCode) => onChange({ taxCode })}
        problem={problemOf('taxCode')}
      />
      <ChoiceField<TaxRate>
        label={words.lines.taxRate}
        value={line.taxRate}
        choices={RATE_CHOICES}
        onChange={(taxRate) => onChange({ taxRate })}
        problem={problemOf('taxRate')}
      />
      {props.isShort ? null : (
        <Box className="field-pair">
          {optional('specification', 40)}
          {optional('unit', 20)}
        </Box>
      )}
    </>
  )
}
