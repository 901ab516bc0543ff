import { useState } from 'react'
import type { MoreDraft } from '@/logic/order-entry'
import { Cell, Group } from '@/ui/cell'
import { ChoiceField, DateField, Field } from '@/ui/field'
import { useWords } from '@/words'
import { KindsChoice } from '../parts/kinds-choice'
import { storeChoices, useStores } from '../parts/stores'

/** Where it was sold, and what is seldom needed, folded away. */
export function EntryMore(props: {
  draft: MoreDraft
  onChange: (draft: MoreDraft) => void
  storeId: string | undefined
  onStore: (id: string) => void
  problemOf: (path: string) => string | undefined
}) {
  const words = useWords()
  const { draft, onChange, problemOf } = props
  const stores = useStores()
  const [isOpen, setIsOpen] = useState(false)
  return (
    <Group>
      {stores.length > 1 ? (
        <ChoiceField
          label={words.filters.store}
          value={props.storeId}
          choices={storeChoices(stores)}
          onChange={props.onStore}
          problem={problemOf('storeId')}
        />
      ) : null}
      {isOpen ? (
        <>
          <Field
            label={words.orderCodes.orderNo}
            value={draft.orderNo}
            maxLength={64}
            placeholder={words.orderCodes.orderNoHint}
            onChange={(orderNo) => onChange({ ...draft, orderNo })}
            problem={problemOf('orderNo')}
          />
          <DateField
            label={words.codes.validUntil}
            value={draft.validUntil}
            onChange={(validUntil) => onChange({ ...draft, validUntil })}
            problem={problemOf('validUntil')}
            hint={words.orderCodes.validHint}
          />
          <KindsChoice kinds={draft.kinds} onChange={(kinds) => onChange({ ...draft, kinds })} />
          <Field
            label={words.buyer.remark}
            value={draft.remark}
            maxLength={200}
            onChange={(remark) => onChange({ ...draft, remark })}
            problem={problemOf('remark')}
          />
        </>
      ) : (
        <Cell title={words.orderCodes.more} onTap={() => setIsOpen(true)} />
      )}
    </Group>
  )
}
