import type { CallOutput } from '@piaoma/shared/client'
import { useState } from 'react'
import { useResource } from '@/api/use-resource'
import { cx } from '@/lib/class-names'
import { Tap, Text } from '@/primitives'
import { useCan } from '@/session/store'
import { ChoiceSheet } from '@/ui/choice-sheet'
import type { Choice } from '@/ui/field'
import { Icon } from '@/ui/icon'
import { useWords } from '@/words'

/** One store (门店). */
export type StoreItem = CallOutput<'GET /api/v1/merchant/stores'>['items'][number]

/** The stores this person sees; empty until they are known. */
export function useStores(): StoreItem[] {
  const canRead = useCan('stores.read')
  return useResource('GET /api/v1/merchant/stores', canRead ? {} : undefined).data?.items ?? []
}

/** Stores as choices, each with its seller. */
export function storeChoices(stores: readonly StoreItem[]): Choice<string>[] {
  return stores.map((store) => ({ value: store.id, text: store.name, note: store.sellerName }))
}

/** Narrows a list to one store; absent when there is only one. */
export function StoreFilter(props: {
  value: string | undefined
  onChange: (id: string | undefined) => void
}) {
  const words = useWords()
  const stores = useStores()
  const [isOpen, setIsOpen] = useState(false)
  if (stores.length < 2) return null
  const chosen = stores.find((store) => store.id === props.value)
  const text = chosen?.name ?? words.filters.allStores
  return (
    <>
      <Tap
        className={cx('chip', Boolean(chosen) && 'chip-on')}
        label={`${words.filters.store} ${text}`}
        onTap={() => setIsOpen(true)}
      >
        <Text className="chip-text">{text}</Text>
        <Icon name="down" className="chip-arrow" />
      </Tap>
      <ChoiceSheet
        title={words.filters.store}
        isOpen={isOpen}
        value={props.value ?? ''}
        choices={[{ value: '', text: words.filters.allStores }, ...storeChoices(stores)]}
        onClose={() => setIsOpen(false)}
        onChoose={(id) => {
          setIsOpen(false)
          props.onChange(id || undefined)
        }}
      />
    </>
  )
}
