import type { SheetSummary } from '@piaoma/shared/contract'
import { SHEET_STATUSES, type SheetStatus } from '@piaoma/shared/states'
import { useState } from 'react'
import { usePagedList } from '@/api/use-paged-list'
import { cx } from '@/lib/class-names'
import { SHEET_TONES } from '@/logic/received'
import { shortTime } from '@/logic/times'
import { Box, Tap, Text } from '@/primitives'
import { useCan } from '@/session/store'
import { HeadAction } from '@/shell/head-action'
import { Page } from '@/shell/page'
import { Split, useSelection } from '@/shell/split'
import { Money } from '@/ui/money'
import { PagedRows } from '@/ui/paged-rows'
import { Empty } from '@/ui/states'
import { Tabs } from '@/ui/tabs'
import { Tag } from '@/ui/tag'
import { useWords } from '@/words'
import { ReceivedSwitch } from '../parts/received-switch'
import { PutOnSheet } from './put-on-sheet'
import { SheetDetail } from './sheet-detail'

/** Reimbursement sheets, newest first: one's own, or for finance and owner everybody's. */
export default function SheetsPage() {
  const words = useWords()
  const { selected, select } = useSelection('sheet')
  const [isBeginning, setIsBeginning] = useState(false)
  return (
    <Page
      title={words.sheets.title}
      section="sheets"
      needs="received.capture"
      layout="split"
      extra={<HeadAction icon="plus" isMain text={words.sheets.new} onTap={() => setIsBeginning(true)} />}
    >
      <Split
        list={<SheetList selected={selected} onSelect={select} />}
        detail={selected ? <SheetDetail key={selected} id={selected} /> : null}
        onClose={() => select(undefined)}
      />
      {isBeginning ? (
        <PutOnSheet invoices={[]} onClose={() => setIsBeginning(false)} onDone={() => {}} />
      ) : null}
    </Page>
  )
}

function SheetList(props: { selected: string | undefined; onSelect: (id: string) => void }) {
  const words = useWords()
  const isEverybodys = useCan('received.manage')
  const [status, setStatus] = useState<SheetStatus | 'all'>('all')
  const list = usePagedList('GET /api/v1/merchant/sheets', {
    status: status === 'all' ? undefined : status,
  })
  return (
    <Box className="list">
      <Box className="list-head folder-head">
        <ReceivedSwitch here="sheets" />
        <Tabs
          label={words.filters.state}
          value={status}
          onChange={setStatus}
          tabs={[
            { value: 'all', text: words.sheets.all },
            ...SHEET_STATUSES.map((value) => ({ value, text: words.sheets.statuses[value] })),
          ]}
        />
      </Box>
      <PagedRows
        list={list}
        label={words.sheets.title}
        empty={
          status === 'all' ? (
            <Empty icon="sheet" title={words.sheets.empty} note={words.sheets.emptyNote} />
          ) : (
            <Empty icon="search" title={words.states.nothingFound} />
          )
        }
        row={(sheet) => (
          <SheetRow
            sheet={sheet}
            isEverybodys={isEverybodys}
            isSelected={sheet.id === props.selected}
            onOpen={() => props.onSelect(sheet.id)}
          />
        )}
      />
    </Box>
  )
}

function SheetRow(props: {
  sheet: SheetSummary
  isEverybodys: boolean
  isSelected: boolean
  onOpen: () => void
}) {
  const words = useWords()
  const { sheet } = props
  const when = shortTime(sheet.updatedAt, Date.now())
  return (
    <Box className={cx('row', props.isSelected && 'row-selected')}>
      <Tap className="row-main" onTap={props.onOpen}>
        <Box className="row-text">
          <Box className="row-line">
            <Text className="row-title">{sheet.title}</Text>
            <Money fen={sheet.totalFen} />
          </Box>
          <Box className="row-tags">
            <Tag tone={SHEET_TONES[sheet.status]}>{words.sheets.statuses[sheet.status]}</Tag>
            <Text className="row-number">
              {[words.sheets.count(sheet.invoices), props.isEverybodys ? sheet.personName : '', when]
                .filter(Boolean)
                .join(' · ')}
            </Text>
          </Box>
        </Box>
      </Tap>
    </Box>
  )
}
