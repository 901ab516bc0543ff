import type { OrderCodeView } from '@piaoma/shared/contract'
import { useState } from 'react'
import { useLive } from '@/api/live'
import { usePagedList } from '@/api/use-paged-list'
import { cx } from '@/lib/class-names'
import { goTo, open } from '@/lib/routes'
import { ORDER_CODE_STATES, type OrderCodeState } from '@/logic/statuses'
import { Box, Tap, Text } from '@/primitives'
import { useCan } from '@/session/store'
import { HeadAction } from '@/shell/head-action'
import { Page } from '@/shell/page'
import { Split, useSelection } from '@/shell/split'
import { Button } from '@/ui/button'
import { ChoiceSheet } from '@/ui/choice-sheet'
import { Icon } from '@/ui/icon'
import { PagedRows } from '@/ui/paged-rows'
import { SearchBar } from '@/ui/search-bar'
import { Banner, Empty } from '@/ui/states'
import { useWords } from '@/words'
import { CodesSwitch } from '../parts/codes-switch'
import { StoreFilter } from '../parts/stores'
import { OrderCodeDetail } from './order-code-detail'
import { OrderCodeRow } from './order-code-row'

/** Order codes, newest first, with the chosen one beside them on a desk. */
export default function OrderCodesPage() {
  const words = useWords()
  const canWrite = useCan('codes.write')
  const { selected, select } = useSelection('orderCode')
  return (
    <Page
      title={words.nav.orderCodes}
      section="orderCodes"
      needs="codes.read"
      layout="split"
      extra={
        canWrite ? (
          <>
            <HeadAction icon="upload" text={words.orderCodes.import} onTap={() => open('orderImport')} />
            <HeadAction
              isMain
              icon="plus"
              text={words.orderCodes.create}
              onTap={() => open('newOrderCode')}
            />
          </>
        ) : null
      }
    >
      <Split
        list={<OrderCodeList selected={selected} onSelect={select} />}
        detail={selected ? <OrderCodeDetail key={selected} id={selected} /> : null}
        onClose={() => select(undefined)}
      />
    </Page>
  )
}

function OrderCodeList(props: { selected: string | undefined; onSelect: (id: string) => void }) {
  const words = useWords()
  const canWrite = useCan('codes.write')
  const [status, setStatus] = useState<OrderCodeState>()
  const [source, setSource] = useState<OrderSource>()
  const [storeId, setStoreId] = useState<string>()
  const [search, setSearch] = useState('')
  const list = usePagedList('GET /api/v1/merchant/order-codes', {
    status,
    source,
    storeId,
    search: search || undefined,
  })
  const isNarrowed = Boolean(status || source || storeId || search)
  return (
    <Box className="list">
      <Box className="list-head">
        <CodesSwitch value="orderCodes" />
        <SearchBar placeholder={words.orderCodes.search} onSearch={setSearch} />
        <Box className="list-tools">
          <StatusFilter value={status} onChange={setStatus} />
          <SourceFilter value={source} onChange={setSource} />
          <StoreFilter value={storeId} onChange={setStoreId} />
        </Box>
      </Box>
      <Troubled />
      <PagedRows
        list={list}
        label={words.nav.orderCodes}
        empty={
          isNarrowed ? (
            <Empty icon="search" title={words.states.nothingFound} />
          ) : (
            <Empty icon="code" title={words.orderCodes.empty} note={words.orderCodes.emptyNote}>
              {canWrite ? (
                <Button look="primary" onTap={() => open('newOrderCode')}>
                  {words.orderCodes.create}
                </Button>
              ) : null}
            </Empty>
          )
        }
        row={(code) => (
          <OrderCodeRow
            code={code}
            isSelected={code.id === props.selected}
            onOpen={() => props.onSelect(code.id)}
          />
        )}
      />
    </Box>
  )
}

function StatusFilter(props: {
  value: OrderCodeState | undefined
  onChange: (status: OrderCodeState | undefined) => void
}) {
  const words = useWords()
  const [isOpen, setIsOpen] = useState(false)
  const text = props.value ? words.orderCodeState[props.value] : words.filters.allStates
  return (
    <>
      <Tap
        className={cx('chip', Boolean(props.value) && 'chip-on')}
        label={`${words.filters.state} ${text}`}
        onTap={() => setIsOpen(true)}
      >
        <Text className="chip-text">{text}</Text>
        <Icon name="down" className="chip-arrow" />
      </Tap>
      <ChoiceSheet<OrderCodeState | ''>
        title={words.filters.state}
        isOpen={isOpen}
        value={props.value ?? ''}
        choices={[
          { value: '', text: words.filters.allStates },
          ...ORDER_CODE_STATES.map((value) => ({ value, text: words.orderCodeState[value] })),
        ]}
        onClose={() => setIsOpen(false)}
        onChoose={(value) => {
          setIsOpen(false)
          props.onChange(value || undefined)
        }}
      />
    </>
  )
}

type OrderSource = OrderCodeView['source']
const SOURCES: readonly OrderSource[] = ['console', 'api', 'import', 'till', 'payment']

function SourceFilter(props: {
  value: OrderSource | undefined
  onChange: (source: OrderSource | undefined) => void
}) {
  const words = useWords()
  const [isOpen, setIsOpen] = useState(false)
  const text = props.value ? words.codeSources[props.value] : words.filters.allSources
  return (
    <>
      <Tap
        className={cx('chip', Boolean(props.value) && 'chip-on')}
        label={`${words.filters.source} ${text}`}
        onTap={() => setIsOpen(true)}
      >
        <Text className="chip-text">{text}</Text>
        <Icon name="down" className="chip-arrow" />
      </Tap>
      <ChoiceSheet<OrderSource | ''>
        title={words.filters.source}
        isOpen={isOpen}
        value={props.value ?? ''}
        choices={[
          { value: '', text: words.filters.allSources },
          ...SOURCES.map((value) => ({ value, text: words.codeSources[value] })),
        ]}
        onClose={() => setIsOpen(false)}
        onChoose={(value) => {
          setIsOpen(false)
          props.onChange(value || undefined)
        }}
      />
    </>
  )
}

/** Orders whose invoice was refused: the way to their reasons and the correction. */
function Troubled() {
  const words = useWords()
  const { overview } = useLive()
  const canRead = useCan('applications.read')
  if (!canRead || !overview?.refused) return null
  return (
    <Banner
      tone="warn"
      action={
        <Button size="small" onTap={() => goTo('review', { tab: 'trouble' })}>
          {words.orderCodes.correctThem}
        </Button>
      }
    >
      {words.orderCodes.troubled(overview.refused)}
    </Banner>
  )
}
