import { useRouter } from '@tarojs/taro'
import { useState } from 'react'
import { useLive } from '@/api/live'
import { usePagedList } from '@/api/use-paged-list'
import { queryValue } from '@/lib/routes'
import { REVIEW_TABS, type ReviewTab } from '@/logic/statuses'
import { replaceInAddress } from '@/platform'
import { Box } from '@/primitives'
import { useCan } from '@/session/store'
import { Page } from '@/shell/page'
import { Split, useSelection } from '@/shell/split'
import { Button } from '@/ui/button'
import { PagedRows } from '@/ui/paged-rows'
import { SearchBar } from '@/ui/search-bar'
import { Empty } from '@/ui/states'
import { Tabs } from '@/ui/tabs'
import { useWords } from '@/words'
import { StoreFilter } from '../parts/stores'
import { ApplicationDetail } from './application-detail'
import { ApplicationRow } from './application-row'
import { BatchBar } from './batch-bar'

/** What waits to be decided, what runs, and what became of it. */
export default function ReviewPage() {
  const words = useWords()
  const { selected, select } = useSelection('application')
  return (
    <Page title={words.review.title} section="review" needs="applications.read" layout="split">
      <Split
        list={<ReviewList selected={selected} onSelect={select} />}
        detail={selected ? <ApplicationDetail key={selected} id={selected} /> : null}
        onClose={() => select(undefined)}
      />
    </Page>
  )
}

function isReviewTab(value: string | undefined): value is ReviewTab {
  return value !== undefined && Object.hasOwn(REVIEW_TABS, value)
}

interface Filters {
  tab: ReviewTab
  storeId?: string
  search: string
}

function ReviewList(props: { selected: string | undefined; onSelect: (id: string) => void }) {
  const words = useWords()
  const asked = queryValue(useRouter().params, 'tab')
  const [filters, setFilters] = useState<Filters>({
    tab: isReviewTab(asked) ? asked : 'reviewing',
    search: '',
  })
  // Absent while nothing is being chosen.
  const [chosen, setChosen] = useState<ReadonlySet<string>>()
  const list = usePagedList('GET /api/v1/merchant/applications', {
    status: REVIEW_TABS[filters.tab].join(','),
    storeId: filters.storeId,
    search: filters.search || undefined,
  })
  const toggle = (id: string) => {
    const next = new Set(chosen)
    if (!next.delete(id)) next.add(id)
    setChosen(next)
  }
  return (
    <Box className="list">
      <ReviewHead
        filters={filters}
        isChoosing={chosen !== undefined}
        isEmpty={list.items.length === 0}
        onChoosing={(isChoosing) => setChosen(isChoosing ? new Set() : undefined)}
        onChange={(change) => {
          setFilters((before) => ({ ...before, ...change }))
          setChosen(undefined)
        }}
      />
      <PagedRows
        list={list}
        label={words.review.title}
        empty={
          <Empty
            icon="check"
            title={words.review.empty[filters.tab]}
            note={words.review.emptyNote[filters.tab]}
          />
        }
        row={(item) => (
          <ApplicationRow
            item={item}
            isSelected={item.id === props.selected}
            isChoosing={chosen !== undefined}
            isChosen={chosen?.has(item.id) ?? false}
            onToggle={() => toggle(item.id)}
            onOpen={() => props.onSelect(item.id)}
          />
        )}
      />
      {chosen ? (
        <BatchBar
          items={list.items}
          chosen={chosen}
          onChoose={setChosen}
          onDone={() => setChosen(undefined)}
        />
      ) : null}
    </Box>
  )
}

// What runs or is issued cannot be decided any more.
const CHOOSABLE: readonly ReviewTab[] = ['reviewing', 'trouble', 'closed']

function ReviewHead(props: {
  filters: Filters
  isChoosing: boolean
  isEmpty: boolean
  onChoosing: (isChoosing: boolean) => void
  onChange: (change: Partial<Filters>) => void
}) {
  const words = useWords()
  const { filters, isChoosing, onChange } = props
  const { overview } = useLive()
  const canReview = useCan('applications.review')
  const counts: Partial<Record<ReviewTab, number>> = {
    reviewing: overview?.reviewing,
    trouble: overview?.refused,
  }
  return (
    <Box className="list-head">
      <Tabs
        label={words.review.tabs.label}
        value={filters.tab}
        onChange={(tab) => {
          onChange({ tab })
          replaceInAddress('tab', tab)
        }}
        tabs={(Object.keys(REVIEW_TABS) as ReviewTab[]).map((value) => ({
          value,
          text: words.review.tabs[value],
          count: counts[value],
        }))}
      />
      <SearchBar placeholder={words.review.search} onSearch={(search) => onChange({ search })} />
      <Box className="list-tools">
        <StoreFilter value={filters.storeId} onChange={(storeId) => onChange({ storeId })} />
        {canReview && !props.isEmpty && CHOOSABLE.includes(filters.tab) ? (
          <Button size="small" look="quiet" onTap={() => props.onChoosing(!isChoosing)}>
            {isChoosing ? words.actions.cancel : words.actions.select}
          </Button>
        ) : null}
      </Box>
    </Box>
  )
}
