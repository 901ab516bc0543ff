import { INVOICE_KINDS, type InvoiceKind } from '@piaoma/shared/invoice'
import { useState } from 'react'
import { cx } from '@/lib/class-names'
import { Box, Tap, Text } from '@/primitives'
import { Button } from '@/ui/button'
import { SwitchCell } from '@/ui/cell'
import { ChoiceField, DateField, Field } from '@/ui/field'
import { Icon } from '@/ui/icon'
import { Sheet } from '@/ui/sheet'
import { useWords } from '@/words'

/** What invoices are narrowed to. */
export interface InvoiceFilterValue {
  kind?: InvoiceKind
  /** `YYYY-MM-DD` or empty. */
  from: string
  until: string
  status?: 'issued' | 'parked'
  /** Yuan as typed, or empty. */
  min: string
  max: string
  isUndelivered: boolean
}

/** Nothing narrowed. */
export const NO_FILTER: InvoiceFilterValue = { from: '', until: '', min: '', max: '', isUndelivered: false }

/** Kind and days, in a sheet. */
export function InvoiceFilter(props: {
  value: InvoiceFilterValue
  onChange: (value: InvoiceFilterValue) => void
}) {
  const words = useWords()
  const [isOpen, setIsOpen] = useState(false)
  const { value, onChange } = props
  const count = [
    value.kind,
    value.from,
    value.until,
    value.status,
    value.min,
    value.max,
    value.isUndelivered,
  ].filter(Boolean).length
  return (
    <>
      <Tap className={cx('chip', count > 0 && 'chip-on')} onTap={() => setIsOpen(true)}>
        <Icon name="filter" className="chip-arrow" />
        <Text className="chip-text">
          {count > 0 ? `${words.filters.title} ${count}` : words.filters.title}
        </Text>
      </Tap>
      <Sheet
        title={words.filters.title}
        isOpen={isOpen}
        onClose={() => setIsOpen(false)}
        footer={
          <>
            <Button isWide onTap={() => onChange(NO_FILTER)}>
              {words.actions.clear}
            </Button>
            <Button isWide look="primary" onTap={() => setIsOpen(false)}>
              {words.actions.done}
            </Button>
          </>
        }
      >
        <ChoiceField<InvoiceKind | ''>
          label={words.buyer.kind}
          value={value.kind ?? ''}
          choices={[
            { value: '', text: words.filters.allKinds },
            ...INVOICE_KINDS.map((kind) => ({ value: kind, text: words.kinds[kind] })),
          ]}
          onChange={(kind) => onChange({ ...value, kind: kind || undefined })}
        />
        <DateField
          label={words.filters.from}
          value={value.from}
          onChange={(from) => onChange({ ...value, from })}
        />
        <DateField
          label={words.filters.until}
          value={value.until}
          onChange={(until) => onChange({ ...value, until })}
        />
        <ChoiceField<'issued' | 'parked' | ''>
          label={words.filters.state}
          value={value.status ?? ''}
          choices={[
            { value: '', text: words.filters.allStates },
            { value: 'issued', text: words.invoices.statuses.issued },
            { value: 'parked', text: words.invoices.statuses.parked },
          ]}
          onChange={(status) => onChange({ ...value, status: status || undefined })}
        />
        <Box className="field-pair">
          <Field
            label={words.filters.min}
            kind="decimal"
            value={value.min}
            placeholder={words.actions.optional}
            onChange={(min) => onChange({ ...value, min })}
          />
          <Field
            label={words.filters.max}
            kind="decimal"
            value={value.max}
            placeholder={words.actions.optional}
            onChange={(max) => onChange({ ...value, max })}
          />
        </Box>
        <SwitchCell
          title={words.filters.undelivered}
          isOn={value.isUndelivered}
          onChange={(isUndelivered) => onChange({ ...value, isUndelivered })}
        />
      </Sheet>
    </>
  )
}
