import { useState } from 'react'
import { sessionHeaders } from '@/api/client'
import { useAction } from '@/api/use-action'
import { usePagedList } from '@/api/use-paged-list'
import { open } from '@/lib/routes'
import { useWatch } from '@/lib/use-watch'
import { toggled } from '@/logic/received'
import { saveFile, useIsWide } from '@/platform'
import { Box, Tap, Text } from '@/primitives'
import { useCan } from '@/session/store'
import { HeadAction } from '@/shell/head-action'
import { Page } from '@/shell/page'
import { Icon } from '@/ui/icon'
import { PagedRows } from '@/ui/paged-rows'
import { SearchBar } from '@/ui/search-bar'
import { Empty } from '@/ui/states'
import { Tabs } from '@/ui/tabs'
import { useWords } from '@/words'
import { ReceivedSwitch } from '../parts/received-switch'
import { BatchBar } from './batch-bar'
import { isNarrowed, NO_FILTER, queryOf, ReceivedFilter, VIEWS, type ViewName } from './received-filter'
import { ReceivedRow, TableHead } from './received-row'

/** 票夹: received invoices, newest first: one's own, or for finance and owner everybody's. */
export default function FolderPage() {
  const words = useWords()
  const isWide = useIsWide()
  return (
    <Page
      title={words.received.title}
      section="received"
      needs="received.capture"
      extra={
        isWide ? (
          <HeadAction icon="plus" isMain text={words.received.add} onTap={() => open('capture')} />
        ) : null
      }
    >
      <Folder />
    </Page>
  )
}

function Folder() {
  const words = useWords()
  const isWide = useIsWide()
  const canManage = useCan('received.manage')
  const [search, setSearch] = useState('')
  const [view, setView] = useState<ViewName>('all')
  const [filter, setFilter] = useState(NO_FILTER)
  const [isChoosing, setIsChoosing] = useState(false)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const query = { ...queryOf(filter), ...VIEWS[view].query, search: search || undefined }
  const list = usePagedList('GET /api/v1/merchant/received-invoices', query)
  useWatch(
    list.items.some(({ verificationStatus }) => verificationStatus === 'asking'),
    list.reload,
    2000,
  )
  const stop = () => {
    setIsChoosing(false)
    setChosen(new Set())
  }
  const isPicking = isChoosing || (isWide && chosen.size > 0)
  const views = (Object.keys(VIEWS) as ViewName[]).filter((name) => canManage || !VIEWS[name].isFinance)
  return (
    <Box className="list folder">
      <Box className="list-head folder-head">
        <ReceivedSwitch here="received" />
        <Box className="folder-tools">
          <Box className="folder-search">
            <SearchBar placeholder={words.received.search} onSearch={setSearch} />
          </Box>
          <Box className="list-tools folder-chips">
            <ReceivedFilter value={filter} onChange={setFilter} />
            <Export query={query} />
            {isWide || list.items.length === 0 ? null : (
              <Tap className="chip" onTap={() => (isChoosing ? stop() : setIsChoosing(true))}>
                <Text>{isChoosing ? words.actions.cancel : words.actions.select}</Text>
              </Tap>
            )}
          </Box>
        </Box>
        <Tabs
          label={words.received.title}
          value={view}
          onChange={setView}
          tabs={views.map((value) => ({ value, text: words.received.views[value] }))}
        />
      </Box>
      {isWide && list.items.length > 0 ? <TableHead /> : null}
      <PagedRows
        list={list}
        label={canManage ? words.received.title : words.received.mine}
        empty={
          isNarrowed(filter) || search || view !== 'all' ? (
            <Empty icon="search" title={words.states.nothingFound} />
          ) : (
            <Empty icon="invoice" title={words.received.empty} note={words.received.emptyNote} />
          )
        }
        row={(invoice) => (
          <ReceivedRow
            invoice={invoice}
            isEverybodys={canManage}
            isChosen={isWide || isChoosing ? chosen.has(invoice.id) : undefined}
            onChoose={() => setChosen(toggled(chosen, invoice.id))}
          />
        )}
      />
      {isWide || isPicking ? null : (
        <Tap className="fab" onTap={() => open('capture')}>
          <Icon name="camera" />
          <Text>{words.received.add}</Text>
        </Tap>
      )}
      {isPicking ? <BatchBar items={list.items} chosen={chosen} onChoose={setChosen} onDone={stop} /> : null}
    </Box>
  )
}

/** What the list shows, as a table to keep. */
function Export({ query }: { query: object }) {
  const words = useWords()
  const save = useAction(() => {
    const parts = Object.entries(query)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`)
    const path = `/api/v1/merchant/exports/received-invoices.xlsx?${parts.join('&')}`
    return saveFile(path, 'received-invoices.xlsx', sessionHeaders())
  })
  return (
    <Tap className="chip" isDisabled={save.isBusy} onTap={save.run}>
      <Text className="chip-text">{words.received.export}</Text>
    </Tap>
  )
}
