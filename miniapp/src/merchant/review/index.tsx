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
import { SearchBar } from '@/ui/search-bar'
import { Empty } from '@/ui/states'
import { Tabs } from '@/ui/tabs'
import { useWords } from '@/words'
import { PagedRows } from '../parts/paged-rows'
import { StoreFilter } from '../parts/stores'
import { ApplicationDetail } from './application-detail'
import { ApplicationRow } from './application-row'
import { BatchBar } from './batch-bar'

export default function ReviewPage() {
  const words = useWords()
  const { selected, select } = useSelection('application')
  return (
    <Page title={words.review.title} section="review" needs="applications.read" layout="split">
      <Split
        list={<ReviewList selected={selected} onSelect={select} />}
        detail={
          selected ? (
            <ApplicationDetail key={selected} id={selected} />
          ) : (
            <Empty icon="review" title={words.review.chooseOne} />
          )
        }
      />
    </Page>
  )
}

function isReviewTab(value: string | undefined): value is ReviewTab {
  return value !== undefined && Object.hasOwn(REVIEW_TABS, value)
}

function ReviewList(props: { selected: string | undefined; onSelect: (id: string) => void }) {
  const words = useWords()
  const asked = queryValue(useRouter().params, 'tab')
  const [tab, setTab] = useState<ReviewTab>(isReviewTab(asked) ? asked : 'reviewing')
  const [storeId, setStoreId] = useState<string>()
  const [search, setSearch] = useState('')
  const [isChoosing, setIsChoosing] = useState(false)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const canReview = useCan('applications.review')
  const { overview } = useLive()
  const list = usePagedList('GET /api/v1/merchant/applications', {
    status: REVIEW_TABS[tab].join(','),
    storeId,
    search: search || undefined,
  })
  const stopChoosing = () => {
    setIsChoosing(false)
    setChosen(new Set())
  }
  const toggle = (id: string) => {
    const next = new Set(chosen)
    if (!next.delete(id)) next.add(id)
    setChosen(next)
  }
  const changeTab = (next: ReviewTab) => {
    setTab(next)
    stopChoosing()
    replaceInAddress('tab', next)
  }
  return (
    <Box className="list">
      <Box className="list-head">
        <Tabs
          label={words.review.tabs.label}
          value={tab}
          onChange={changeTab}
          tabs={(Object.keys(REVIEW_TABS) as ReviewTab[]).map((value) => ({
            value,
            text: words.review.tabs[value],
            count:
              value === 'reviewing'
                ? overview?.reviewing
                : value === 'trouble'
                  ? overview?.refused
                  : undefined,
          }))}
        />
        <SearchBar placeholder={words.review.search} onSearch={setSearch} />
        <Box className="list-tools">
          <StoreFilter value={storeId} onChange={setStoreId} />
          {canReview && list.items.length > 0 && tab !== 'running' && tab !== 'issued' ? (
            <Button
              size="small"
              look="quiet"
              onTap={() => (isChoosing ? stopChoosing() : setIsChoosing(true))}
            >
              {isChoosing ? words.actions.cancel : words.actions.select}
            </Button>
          ) : null}
        </Box>
      </Box>
      <PagedRows
        list={list}
        label={words.review.title}
        empty={<Empty icon="check" title={words.review.empty[tab]} note={words.review.emptyNote[tab]} />}
        row={(item) => (
          <ApplicationRow
            item={item}
            isSelected={item.id === props.selected}
            isChoosing={isChoosing}
            isChosen={chosen.has(item.id)}
            onToggle={() => toggle(item.id)}
            onOpen={() => props.onSelect(item.id)}
            onDone={list.reload}
          />
        )}
      />
      {isChoosing ? (
        <BatchBar
          items={list.items}
          chosen={chosen}
          onChoose={setChosen}
          onDone={() => {
            stopChoosing()
            list.reload()
          }}
        />
      ) : null}
    </Box>
  )
}
