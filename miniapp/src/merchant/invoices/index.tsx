import type { InvoiceSummary } from '@piaoma/shared/contract'
import { parseYuan } from '@piaoma/shared/money'
import { useRouter } from '@tarojs/taro'
import { useState } from 'react'
import { usePagedList } from '@/api/use-paged-list'
import { cx } from '@/lib/class-names'
import { open, queryValue } from '@/lib/routes'
import { endOfDay, shortTime, startOfDay } from '@/logic/times'
import { Box, Tap, Text } from '@/primitives'
import { useCan } from '@/session/store'
import { HeadAction } from '@/shell/head-action'
import { Page } from '@/shell/page'
import { Split, useSelection } from '@/shell/split'
import { Money } from '@/ui/money'
import { PagedRows } from '@/ui/paged-rows'
import { SearchBar } from '@/ui/search-bar'
import { Empty } from '@/ui/states'
import { Tag } from '@/ui/tag'
import { useWords } from '@/words'
import { StoreFilter } from '../parts/stores'
import { InvoiceDetail } from './invoice-detail'
import { InvoiceFilter, type InvoiceFilterValue, NO_FILTER } from './invoice-filter'

/** Invoices, newest first, with the chosen one beside them on a desk. */
export default function InvoicesPage() {
  const words = useWords()
  const { selected, select } = useSelection('invoice')
  const canIssue = useCan('invoices.issue')
  return (
    <Page
      title={words.invoices.title}
      section="invoices"
      needs="invoices.read"
      layout="split"
      extra={
        canIssue ? (
          <HeadAction icon="edit" isMain text={words.manual.title} onTap={() => open('manual')} />
        ) : null
      }
    >
      <Split
        list={<InvoiceList selected={selected} onSelect={select} />}
        detail={selected ? <InvoiceDetail key={selected} id={selected} /> : null}
        onClose={() => select(undefined)}
      />
    </Page>
  )
}

function InvoiceList(props: { selected: string | undefined; onSelect: (id: string) => void }) {
  const words = useWords()
  const [storeId, setStoreId] = useState<string>()
  const [search, setSearch] = useState('')
  const [filter, setFilter] = useState<InvoiceFilterValue>({
    ...NO_FILTER,
    isUndelivered: queryValue(useRouter().params, 'delivery') === 'failed',
  })
  const list = usePagedList('GET /api/v1/merchant/invoices', {
    kind: filter.kind,
    storeId,
    from: startOfDay(filter.from),
    until: endOfDay(filter.until),
    search: search || undefined,
    status: filter.status,
    minFen: parseYuan(filter.min),
    maxFen: parseYuan(filter.max),
    delivery: filter.isUndelivered ? 'failed' : undefined,
  })
  const isNarrowed = JSON.stringify(filter) !== JSON.stringify(NO_FILTER) || Boolean(storeId || search)
  return (
    <Box className="list">
      <Box className="list-head">
        <SearchBar placeholder={words.invoices.search} onSearch={setSearch} />
        <Box className="list-tools">
          <InvoiceFilter value={filter} onChange={setFilter} />
          <StoreFilter value={storeId} onChange={setStoreId} />
        </Box>
      </Box>
      <PagedRows
        list={list}
        label={words.invoices.title}
        empty={
          isNarrowed ? (
            <Empty icon="search" title={words.states.nothingFound} />
          ) : (
            <Empty icon="invoice" title={words.invoices.empty} note={words.invoices.emptyNote} />
          )
        }
        row={(invoice) => (
          <InvoiceRow
            invoice={invoice}
            isSelected={invoice.id === props.selected}
            onOpen={() => props.onSelect(invoice.id)}
          />
        )}
      />
    </Box>
  )
}

function InvoiceRow(props: { invoice: InvoiceSummary; isSelected: boolean; onOpen: () => void }) {
  const words = useWords()
  const { invoice } = props
  return (
    <Box className={cx('row', props.isSelected && 'row-selected')}>
      <Tap className="row-main" onTap={props.onOpen}>
        <Box className="row-text">
          <Box className="row-line">
            <Text className="row-title">{invoice.buyerName}</Text>
            <Money fen={invoice.totalFen} />
          </Box>
          <Box className="row-line row-quiet">
            <Text className="row-sub number">{invoice.number}</Text>
          </Box>
          <Box className="row-tags">
            <Tag tone={invoice.kind === 'special' ? 'info' : 'neutral'}>{words.kindsShort[invoice.kind]}</Tag>
            {invoice.status === 'parked' ? <Tag tone="danger">{words.invoices.statuses.parked}</Tag> : null}
            <Text className="row-number">
              {`${invoice.storeName} · ${shortTime(invoice.issuedAt, Date.now())}`}
            </Text>
          </Box>
        </Box>
      </Tap>
    </Box>
  )
}
