import type { SheetView } from '@piaoma/shared/contract'
import { formatYuan } from '@piaoma/shared/money'
import { useState } from 'react'
import { call, sessionHeaders } from '@/api/client'
import { useAction } from '@/api/use-action'
import { useResource } from '@/api/use-resource'
import { open } from '@/lib/routes'
import { useWatch } from '@/lib/use-watch'
import { SHEET_TONES, VERIFICATION_TONES } from '@/logic/received'
import { dateTime } from '@/logic/times'
import { saveFile } from '@/platform'
import { Box, Tap, Text } from '@/primitives'
import { Button, IconButton } from '@/ui/button'
import { Group } from '@/ui/cell'
import { Money } from '@/ui/money'
import { Banner, Empty, ProblemView, Skeleton } from '@/ui/states'
import { Tag } from '@/ui/tag'
import { useWords } from '@/words'
import { PickInvoices } from './pick-invoices'
import { RenameSheet } from './rename-sheet'
import { SheetActions } from './sheet-actions'

type Item = SheetView['items'][number]

/** One reimbursement sheet: totals, its invoices with what to beware of, and what may be done now. */
export function SheetDetail({ id }: { id: string }) {
  const sheet = useResource('GET /api/v1/merchant/sheets/:id', { params: { id } }, { isLive: true })
  const words = useWords()
  const isAsking = sheet.data?.items.some(({ verificationStatus }) => verificationStatus === 'asking')
  useWatch(isAsking ?? false, sheet.reload, 2000)
  if (sheet.isLoading) return <Skeleton kind="detail" />
  if (!sheet.data) {
    return sheet.problem ? <ProblemView problem={sheet.problem} onRetry={sheet.reload} /> : null
  }
  const { data } = sheet
  return (
    <Box className="detail">
      <Head sheet={data} onChanged={sheet.set} />
      {data.status === 'returned' && data.reason ? (
        <Banner tone="warn">{words.sheets.returned(data.decidedBy ?? '', data.reason)}</Banner>
      ) : null}
      <Invoices sheet={data} onChanged={sheet.set} />
      <Steps sheet={data} />
      <SheetActions sheet={data} onChanged={sheet.set} onConflict={sheet.reload} />
    </Box>
  )
}

interface SheetProps {
  sheet: SheetView
  onChanged: (sheet: SheetView) => void
}

function Head({ sheet, onChanged }: SheetProps) {
  const words = useWords()
  const [isRenaming, setIsRenaming] = useState(false)
  const save = useAction(() =>
    saveFile(`/api/v1/merchant/sheets/${sheet.id}/export.xlsx`, `${sheet.title}.xlsx`, sessionHeaders()),
  )
  return (
    <>
      <Box className="sheet-summary">
        <Box className="sheet-name">
          <Text className="sheet-name-text">{sheet.title}</Text>
          {sheet.canChange ? (
            <IconButton icon="edit" label={words.sheets.rename} onTap={() => setIsRenaming(true)} />
          ) : null}
        </Box>
        <Money fen={sheet.totalFen} size="figure" />
        <Box className="detail-tags">
          <Tag tone={SHEET_TONES[sheet.status]}>{words.sheets.statuses[sheet.status]}</Tag>
          <Text className="quiet">{`${sheet.personName} · ${words.sheets.count(sheet.invoices)}`}</Text>
        </Box>
        <Box className="sheet-sums">
          <Box className="sheet-sum">
            <Box className="figure-name">{words.sheets.tax}</Box>
            <Money fen={sheet.taxFen} />
          </Box>
          <Box className="sheet-sum">
            <Box className="figure-name">{words.sheets.deductible}</Box>
            <Money fen={sheet.deductibleFen} />
          </Box>
          <Button size="small" icon="download" isBusy={save.isBusy} onTap={save.run}>
            {words.sheets.export}
          </Button>
        </Box>
      </Box>
      {isRenaming ? (
        <RenameSheet sheet={sheet} onClose={() => setIsRenaming(false)} onChanged={onChanged} />
      ) : null}
    </>
  )
}

function Invoices({ sheet, onChanged }: SheetProps) {
  const words = useWords()
  const [isPicking, setIsPicking] = useState(false)
  const takeOff = useAction(async (id: string) => {
    onChanged(
      await call('PATCH /api/v1/merchant/sheets/:id', {
        params: { id: sheet.id },
        body: { version: sheet.version, remove: [id] },
      }),
    )
  })
  return (
    <Group
      title={words.sheets.invoices}
      extra={
        sheet.canChange ? (
          <Button size="small" look="quiet" icon="plus" onTap={() => setIsPicking(true)}>
            {words.sheets.add}
          </Button>
        ) : null
      }
    >
      {sheet.items.length === 0 ? <Empty icon="invoice" title={words.sheets.noInvoices} /> : null}
      {sheet.items.map((item) => (
        <Box key={item.id} className="sheet-item">
          <ItemText item={item} />
          {sheet.canChange ? (
            <IconButton
              icon="close"
              label={words.sheets.takeOff(item.sellerName ?? item.number ?? '')}
              isDisabled={takeOff.isBusy}
              onTap={() => takeOff.run(item.id)}
            />
          ) : null}
        </Box>
      ))}
      {isPicking ? (
        <PickInvoices sheet={sheet} onClose={() => setIsPicking(false)} onChanged={onChanged} />
      ) : null}
    </Group>
  )
}

function ItemText({ item }: { item: Item }) {
  const words = useWords()
  const number = item.number ?? words.received.noNumber
  return (
    <Tap className="sheet-item-main" onTap={() => open('receivedInvoice', { id: item.id })}>
      <Box className="row-line">
        <Text className="row-title">{item.sellerName ?? words.received.kinds[item.kind]}</Text>
        {item.totalFen === undefined ? null : <Money fen={item.totalFen} />}
      </Box>
      <Box className="row-line row-quiet">
        <Text className="row-sub number">{[item.issuedOn, number].filter(Boolean).join(' · ')}</Text>
        {item.deductibleFen > 0 ? (
          <Text className="row-number">{words.sheets.deductibleOf(formatYuan(item.deductibleFen))}</Text>
        ) : null}
      </Box>
      <Box className="row-tags">
        <Tag tone="neutral">{words.received.kinds[item.kind]}</Tag>
        {item.verificationStatus === 'not_possible' ? null : (
          <Tag tone={VERIFICATION_TONES[item.verificationStatus]}>
            {words.standing.statuses[item.verificationStatus]}
          </Tag>
        )}
        {item.rules.map((hit) => (
          <Tag key={hit.rule} tone={hit.level === 'block' ? 'danger' : 'warn'}>
            {hit.name}
          </Tag>
        ))}
      </Box>
    </Tap>
  )
}

function Steps({ sheet }: { sheet: SheetView }) {
  const words = useWords()
  const { steps } = words.sheets
  const happened = [
    { what: steps.created, who: sheet.personName, at: sheet.createdAt },
    { what: steps.submitted, who: sheet.personName, at: sheet.submittedAt },
    { what: steps.decided, who: sheet.decidedBy ?? '', at: sheet.decidedAt },
    { what: steps.paid, who: '', at: sheet.paidAt },
  ].filter((step): step is { what: string; who: string; at: string } => step.at !== undefined)
  return (
    <Group title={words.sheets.progress}>
      <Box className="timeline" role="list" label={words.sheets.progress}>
        {happened.map(({ what, who, at }) => (
          <Box key={what} className="timeline-item" role="listitem">
            <Box className="timeline-what">
              <Text>{what}</Text>
            </Box>
            {who ? <Box className="timeline-detail">{who}</Box> : null}
            <Box className="timeline-when">{dateTime(at)}</Box>
          </Box>
        ))}
      </Box>
    </Group>
  )
}
