import type { CallOutput } from '@piaoma/shared/client'
import { formatTaxRate } from '@piaoma/shared/tax'
import { useState } from 'react'
import { useResource } from '@/api/use-resource'
import { Cell } from '@/ui/cell'
import { SearchBar } from '@/ui/search-bar'
import { Sheet } from '@/ui/sheet'
import { Empty, ProblemView, Skeleton } from '@/ui/states'
import { useWords } from '@/words'

/** One of the merchant's goods. */
export type GoodsItem = CallOutput<'GET /api/v1/merchant/goods'>['items'][number]

/** Picks one of the merchant's goods. */
export function GoodsSheet(props: {
  isOpen: boolean
  onClose: () => void
  onChoose: (goods: GoodsItem) => void
}) {
  const words = useWords()
  const [search, setSearch] = useState('')
  const goods = useResource(
    'GET /api/v1/merchant/goods',
    props.isOpen ? { query: search ? { search } : {} } : undefined,
  )
  const found = goods.data?.items ?? []
  return (
    <Sheet title={words.goods.choose} isOpen={props.isOpen} onClose={props.onClose} isTall>
      <SearchBar placeholder={words.goods.search} onSearch={setSearch} />
      {goods.isLoading ? <Skeleton kind="list" /> : null}
      {goods.problem && !goods.data ? <ProblemView problem={goods.problem} onRetry={goods.reload} /> : null}
      {goods.data && found.length === 0 ? <Empty icon="goods" title={words.goods.none} /> : null}
      {found.map((item) => (
        <Cell
          key={item.id}
          title={item.name}
          note={[item.specification, item.unit].filter(Boolean).join(' · ')}
          value={`${item.unitPrice ? `¥${item.unitPrice} · ` : ''}${formatTaxRate(item.taxRate)}`}
          label={item.name}
          onTap={() => props.onChoose(item)}
        />
      ))}
    </Sheet>
  )
}
