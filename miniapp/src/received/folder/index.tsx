import type { ReceivedSummary } from '@piaoma/shared/contract'
import { useState } from 'react'
import { usePagedList } from '@/api/use-paged-list'
import { cx } from '@/lib/class-names'
import { open } from '@/lib/routes'
import { PagedRows } from '@/merchant/parts/paged-rows'
import { Box, Tap, Text } from '@/primitives'
import { useCan } from '@/session/store'
import { Page } from '@/shell/page'
import { Split, useSelection } from '@/shell/split'
import { Button } from '@/ui/button'
import { Money } from '@/ui/money'
import { SearchBar } from '@/ui/search-bar'
import { Empty } from '@/ui/states'
import { Tag } from '@/ui/tag'
import { useWords } from '@/words'
import { ReceivedDetail } from './received-detail'

/** Received invoices, newest first: one's own, or for finance and owner everybody's. */
export default function ReceivedPage() {
  const words = useWords()
  const { selected, select } = useSelection('receivedInvoice')
  return (
    <Page
      title={words.received.title}
      section="received"
      needs="received.capture"
      layout="split"
      extra={
        <Button look="primary" size="small" icon="plus" onTap={() => open('capture')}>
          {words.received.add}
        </Button>
      }
    >
      <Split
        list={<ReceivedList selected={selected} onSelect={select} />}
        detail={
          selected ? (
            <ReceivedDetail key={selected} id={selected} />
          ) : (
            <Empty icon="invoice" title={words.received.chooseOne} />
          )
        }
      />
    </Page>
  )
}

function ReceivedList(props: { selected: string | undefined; onSelect: (id: string) => void }) {
  const words = useWords()
  const isEverybodys = useCan('received.manage')
  const [search, setSearch] = useState('')
  const list = usePagedList('GET /api/v1/merchant/received-invoices', { search: search || undefined })
  return (
    <Box className="list">
      <Box className="list-head">
        <SearchBar placeholder={words.received.search} onSearch={setSearch} />
      </Box>
      <PagedRows
        list={list}
        label={isEverybodys ? words.received.title : words.received.mine}
        empty={
          search ? (
            <Empty icon="search" title={words.states.nothingFound} />
          ) : (
            <Empty icon="invoice" title={words.received.empty} note={words.received.emptyNote} />
          )
        }
        row={(invoice) => (
          <ReceivedRow
            invoice={invoice}
            isEverybodys={isEverybodys}
            isSelected={invoice.id === props.selected}
            onOpen={() => props.onSelect(invoice.id)}
          />
        )}
      />
    </Box>
  )
}

function ReceivedRow(props: {
  invoice: ReceivedSummary
  isEverybodys: boolean
  isSelected: boolean
  onOpen: () => void
}) {
  const words = useWords()
  const { invoice } = props
  const number = invoice.number ?? words.received.noNumber
  return (
    <Box className={cx('row', props.isSelected && 'row-selected')}>
      <Tap className="row-main" label={words.received.open(number)} onTap={props.onOpen}>
        <Box className="row-text">
          <Box className="row-line">
            <Text className="row-title">{invoice.sellerName ?? number}</Text>
            {invoice.totalFen === undefined ? null : <Money fen={invoice.totalFen} />}
          </Box>
          <Box className="row-sub number">{number}</Box>
          <Box className="row-tags">
            <Tag tone="neutral">{words.received.kinds[invoice.kind]}</Tag>
            {invoice.doubtful.length > 0 ? (
              <Tag tone="warn">{words.received.toConfirm(invoice.doubtful.length)}</Tag>
            ) : null}
            <Text className="row-number">
              {[invoice.issuedOn, props.isEverybodys ? invoice.personName : ''].filter(Boolean).join(' · ')}
            </Text>
          </Box>
        </Box>
      </Tap>
    </Box>
  )
}
