import { useState } from 'react'
import { Button } from '@/ui/button'
import { Group } from '@/ui/cell'
import { ChoiceField, DateField, Field, SegmentField } from '@/ui/field'
import { SearchBar } from '@/ui/search-bar'
import { useWords } from '@/words'
import { Sample } from './sample'

const nothing = () => {}

/** What is typed and chosen. */
export function Fields() {
  const words = useWords()
  const [kind, setKind] = useState<'normal' | 'special'>('normal')
  const kinds = (['normal', 'special'] as const).map((value) => ({ value, text: words.kinds[value] }))
  return (
    <>
      <Sample name="Field · DateField · ChoiceField · SegmentField">
        <Group>
          <Field label={words.buyer.name} value="" placeholder={words.actions.optional} onChange={nothing} />
          <Field label={words.buyer.email} value="caiwu@example.com" kind="email" onChange={nothing} />
          <Field
            label={words.buyer.taxpayerId}
            value="9131"
            problem={words.signIn.incomplete}
            onChange={nothing}
          />
          <Field
            label={words.lines.amount}
            value="1280.50"
            kind="decimal"
            hint={words.orderCodes.validHint}
            extra={
              <Button size="small" onTap={nothing}>
                {words.lines.pick}
              </Button>
            }
            onChange={nothing}
          />
          <Field label={words.signIn.password} value="secret" kind="password" onChange={nothing} />
          <Field label={words.lines.unit} value="间夜" isDisabled onChange={nothing} />
          <Field label={words.buyer.remark} value="" isMultiline placeholder="0 / 200" onChange={nothing} />
          <DateField label={words.codes.validUntil} value="2026-12-31" onChange={nothing} />
          <ChoiceField label={words.buyer.kind} value={kind} choices={kinds} onChange={setKind} />
          <ChoiceField
            label={words.filters.store}
            value={undefined}
            choices={kinds}
            problem={words.signIn.incomplete}
            onChange={nothing}
          />
          <SegmentField label={words.buyer.kind} value={kind} choices={kinds} onChange={setKind} />
        </Group>
      </Sample>
      <Sample name="SearchBar">
        <SearchBar placeholder={words.review.search} onSearch={nothing} />
      </Sample>
    </>
  )
}
