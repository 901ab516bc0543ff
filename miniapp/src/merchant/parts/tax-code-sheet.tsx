import type { CallOutput } from '@piaoma/shared/client'
import { useState } from 'react'
import { useResource } from '@/api/use-resource'
import { Cell } from '@/ui/cell'
import { SearchBar } from '@/ui/search-bar'
import { Sheet } from '@/ui/sheet'
import { Empty, ProblemView, Skeleton } from '@/ui/states'
import { useWords } from '@/words'

/** One entry of the official tax classification. */
export type TaxCodeHit = CallOutput<'GET /api/v1/merchant/tax-codes'>['items'][number]

/** Searches the official tax classification by name or number. */
export function TaxCodeSheet(props: {
  isOpen: boolean
  onClose: () => void
  onChoose: (hit: TaxCodeHit) => void
}) {
  const words = useWords()
  const [search, setSearch] = useState('')
  const found = useResource(
    'GET /api/v1/merchant/tax-codes',
    props.isOpen && search ? { query: { search } } : undefined,
  )
  return (
    <Sheet title={words.taxCodes.title} isOpen={props.isOpen} onClose={props.onClose} isTall>
      <SearchBar placeholder={words.taxCodes.search} onSearch={setSearch} isFocused={props.isOpen} />
      {search ? null : <Empty icon="search" title={words.taxCodes.hint} note={words.taxCodes.note} />}
      {found.isLoading ? <Skeleton kind="list" /> : null}
      {found.problem && !found.data ? <ProblemView problem={found.problem} onRetry={found.reload} /> : null}
      {search && found.data?.items.length === 0 ? <Empty icon="search" title={words.taxCodes.none} /> : null}
      {(search ? (found.data?.items ?? []) : []).map((hit) => (
        <Cell
          key={hit.taxCode}
          title={`*${hit.shortName}*${hit.name}`}
          note={hit.taxCode}
          label={`${hit.name} ${hit.taxCode}`}
          onTap={() => props.onChoose(hit)}
        />
      ))}
    </Sheet>
  )
}
