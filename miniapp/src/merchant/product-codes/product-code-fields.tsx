import type { ProductCodeDraft } from '@/logic/product-code-form'
import { Box } from '@/primitives'
import { Group } from '@/ui/cell'
import { ChoiceField, DateField, Field } from '@/ui/field'
import { useWords } from '@/words'
import { KindsChoice } from '../parts/kinds-choice'
import { ProductLineFields } from '../parts/product-line-fields'
import { storeChoices, useStores } from '../parts/stores'

interface ProductCodeFieldsProps {
  draft: ProductCodeDraft
  onChange: (change: Partial<ProductCodeDraft>) => void
  problemOf: (path: string) => string | undefined
}

/** What is set in advance, so that a guest only types the amount. */
export function ProductCodeFields(props: ProductCodeFieldsProps) {
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
      <Group title={words.productCodes.goods}>
        <ProductLineFields
          canPick
          line={draft}
          onChange={onChange}
          problemOf={(field) => problemOf(`line.${field}`)}
        />
      </Group>
      <LimitFields {...props} />
      <Group title={words.codes.kinds} note={words.codes.kindsNote}>
        <KindsChoice kinds={draft.kinds} onChange={(kinds) => onChange({ kinds })} />
      </Group>
    </>
  )
}

/** Between which amounts and on which days it may be used. */
function LimitFields({ draft, onChange, problemOf }: ProductCodeFieldsProps) {
  const words = useWords()
  const amount = (key: 'minAmount' | 'maxAmount', label: string) => (
    <Field
      label={label}
      kind="decimal"
      value={draft[key]}
      placeholder={words.codes.unlimited}
      onChange={(value) => onChange({ [key]: value })}
      problem={problemOf(`${key}Fen`)}
    />
  )
  const day = (key: 'validFrom' | 'validUntil') => (
    <DateField
      label={words.codes[key]}
      value={draft[key]}
      onChange={(value) => onChange({ [key]: value })}
      problem={problemOf(key)}
    />
  )
  return (
    <>
      <Group title={words.productCodes.limits} note={words.productCodes.limitsNote}>
        <Box className="field-pair">
          {amount('minAmount', words.productCodes.min)}
          {amount('maxAmount', words.productCodes.max)}
        </Box>
      </Group>
      <Group title={words.codes.validity}>
        {day('validFrom')}
        {day('validUntil')}
      </Group>
    </>
  )
}
