import type { TaxRate } from '@piaoma/shared/tax'
import { useState } from 'react'
import type { ProductCodeDraft } from '@/logic/product-code-form'
import { Box } from '@/primitives'
import { Button } from '@/ui/button'
import { Group } from '@/ui/cell'
import { ChoiceField, DateField, Field } from '@/ui/field'
import { useWords } from '@/words'
import { GoodsSheet } from '../parts/goods-sheet'
import { KindsChoice } from '../parts/kinds-choice'
import { RATE_CHOICES } from '../parts/line-fields'
import { storeChoices, useStores } from '../parts/stores'
import { TaxCodeField } from '../parts/tax-code-field'

/** What is set in advance, so that a guest only types the amount. */
export function ProductCodeFields(props: {
  draft: ProductCodeDraft
  onChange: (change: Partial<ProductCodeDraft>) => void
  problemOf: (path: string) => string | undefined
}) {
  const words = useWords()
  const { draft, onChange, problemOf } = props
  const stores = useStores()
  return (
    <>
      <Group>
        <Field
          label={words.productCodes.title}
          value={draft.title}
          maxLength={60}
          placeholder={words.productCodes.titleHint}
          onChange={(title) => onChange({ title })}
          problem={problemOf('title')}
        />
        {stores.length > 0 ? (
          <ChoiceField
            label={words.filters.store}
            value={draft.storeId || stores[0]?.id}
            choices={storeChoices(stores)}
            onChange={(storeId) => onChange({ storeId })}
            problem={problemOf('storeId')}
          />
        ) : null}
      </Group>
      <GoodsFields {...props} />
      <Group title={words.productCodes.limits} note={words.productCodes.limitsNote}>
        <Box className="field-pair">
          <Field
            label={words.productCodes.min}
            kind="decimal"
            value={draft.minAmount}
            placeholder={words.codes.unlimited}
            onChange={(minAmount) => onChange({ minAmount })}
            problem={problemOf('minAmountFen')}
          />
          <Field
            label={words.productCodes.max}
            kind="decimal"
            value={draft.maxAmount}
            placeholder={words.codes.unlimited}
            onChange={(maxAmount) => onChange({ maxAmount })}
            problem={problemOf('maxAmountFen')}
          />
        </Box>
      </Group>
      <Group title={words.codes.validity}>
        <DateField
          label={words.codes.validFrom}
          value={draft.validFrom}
          onChange={(validFrom) => onChange({ validFrom })}
          problem={problemOf('validFrom')}
        />
        <DateField
          label={words.codes.validUntil}
          value={draft.validUntil}
          onChange={(validUntil) => onChange({ validUntil })}
          problem={problemOf('validUntil')}
        />
      </Group>
      <Group title={words.codes.kinds} note={words.codes.kindsNote}>
        <KindsChoice kinds={draft.kinds} onChange={(kinds) => onChange({ kinds })} />
      </Group>
    </>
  )
}

function GoodsFields(props: Parameters<typeof ProductCodeFields>[0]) {
  const words = useWords()
  const { draft, onChange, problemOf } = props
  const [isPicking, setIsPicking] = useState(false)
  return (
    <Group title={words.productCodes.goods}>
      <Field
        label={words.lines.name}
        value={draft.name}
        maxLength={90}
        onChange={(name) => onChange({ name })}
        problem={problemOf('line.name')}
        extra={
          <Button size="small" label={words.goods.choose} onTap={() => setIsPicking(true)}>
            {words.lines.pick}
          </Button>
        }
      />
      <TaxCodeField
        label={words.lines.taxCode}
        value={draft.taxCode}
        onChange={(taxCode) => onChange({ taxCode })}
        problem={problemOf('line.taxCode')}
      />
      <ChoiceField<TaxRate>
        label={words.lines.taxRate}
        value={draft.taxRate}
        choices={RATE_CHOICES}
        onChange={(taxRate) => onChange({ taxRate })}
        problem={problemOf('line.taxRate')}
      />
      <Box className="field-pair">
        <Field
          label={words.lines.specification}
          value={draft.specification}
          placeholder={words.actions.optional}
          maxLength={40}
          onChange={(specification) => onChange({ specification })}
          problem={problemOf('line.specification')}
        />
        <Field
          label={words.lines.unit}
          value={draft.unit}
          placeholder={words.actions.optional}
          maxLength={20}
          onChange={(unit) => onChange({ unit })}
          problem={problemOf('line.unit')}
        />
      </Box>
      <GoodsSheet
        isOpen={isPicking}
        onClose={() => setIsPicking(false)}
        onChoose={(goods) => {
          setIsPicking(false)
          onChange({
            name: goods.name,
            specification: goods.specification ?? '',
            unit: goods.unit ?? '',
            taxRate: goods.taxRate,
            taxCode: goods.taxCode,
          })
        }}
      />
    </Group>
  )
}
