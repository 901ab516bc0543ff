import { useEffect, useRef, useState } from 'react'
import { useResource } from '@/api/use-resource'
import { Box, Tap, Text } from '@/primitives'
import { useCan } from '@/session/store'
import { useWords } from '@/words'
import type { GoodsItem } from './goods-sheet'

const PAUSE_MS = 250
const SHOWN = 5

/** What is being typed, after a short pause; nothing for what stood there before or was picked. */
function useTyping(text: string): { typed: string | undefined; settle: (text: string) => void } {
  const settled = useRef(text)
  const [typed, setTyped] = useState<string>()
  useEffect(() => {
    if (text === settled.current) {
      setTyped(undefined)
      return
    }
    const timer = setTimeout(() => setTyped(text.trim() || undefined), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [text])
  return {
    typed: text === settled.current ? undefined : typed,
    settle: (next) => {
      settled.current = next
      setTyped(undefined)
    },
  }
}

function Suggestions<Item extends { id: string; name: string }>(props: {
  label: string
  items: readonly Item[]
  note: (item: Item) => string
  onPick: (item: Item) => void
}) {
  if (props.items.length === 0) return null
  return (
    <Box className="suggestions" role="listbox" label={props.label}>
      {props.items.slice(0, SHOWN).map((item) => (
        <Tap key={item.id} className="suggestion" role="option" onTap={() => props.onPick(item)}>
          <Text className="suggestion-name">{item.name}</Text>
          <Text className="suggestion-note">{props.note(item)}</Text>
        </Tap>
      ))}
    </Box>
  )
}

/** Customers as their name, pinyin, initials or tax number is typed. */
export function CustomerSuggestions(props: { text: string; onPick: (customer: Customer) => void }) {
  const words = useWords()
  const canRead = useCan('customers.read')
  const { typed, settle } = useTyping(props.text)
  const found = useResource(
    'GET /api/v1/merchant/customers',
    canRead && typed ? { query: { search: typed.slice(0, 64), limit: 10 } } : undefined,
  )
  const items = [...(found.data?.items ?? [])].sort((a, b) => b.invoiceCount - a.invoiceCount)
  return (
    <Suggestions
      label={words.customers.suggested}
      items={items.filter((item) => item.name !== props.text)}
      note={(item) => item.taxpayerId ?? ''}
      onPick={(item) => {
        settle(item.name)
        props.onPick(item)
      }}
    />
  )
}
type Customer = NonNullable<
  ReturnType<typeof useResource<'GET /api/v1/merchant/customers'>>['data']
>['items'][number]

/** Goods as their name, pinyin or initials are typed. */
export function GoodsSuggestions(props: { text: string; onPick: (goods: GoodsItem) => void }) {
  const words = useWords()
  const canRead = useCan('codes.read')
  const { typed, settle } = useTyping(props.text)
  const found = useResource(
    'GET /api/v1/merchant/goods',
    canRead && typed ? { query: { search: typed.slice(0, 64) } } : undefined,
  )
  return (
    <Suggestions
      label={words.goods.choose}
      items={(found.data?.items ?? []).filter((item) => item.name !== props.text)}
      note={(item) =>
        [item.specification, item.unitPrice && `¥${item.unitPrice}`].filter(Boolean).join(' · ')
      }
      onPick={(item) => {
        settle(item.name)
        props.onPick(item)
      }}
    />
  )
}
