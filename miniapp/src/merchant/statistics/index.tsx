import type { StatisticsView } from '@piaoma/shared/contract'
import { formatTaxRate, isTaxRate } from '@piaoma/shared/tax'
import { useState } from 'react'
import { sessionHeaders } from '@/api/client'
import { useAction } from '@/api/use-action'
import { useResource } from '@/api/use-resource'
import { barPercents, daysOf, PERIODS, type Period } from '@/logic/statistics'
import { endOfDay, startOfDay } from '@/logic/times'
import { saveFile } from '@/platform'
import { Box, Tap, Text } from '@/primitives'
import { HeadAction } from '@/shell/head-action'
import { Page } from '@/shell/page'
import { Group } from '@/ui/cell'
import { DateField } from '@/ui/field'
import { Money } from '@/ui/money'
import { Banner, Empty, ProblemView, Skeleton } from '@/ui/states'
import { Tabs } from '@/ui/tabs'
import { useWords, type Words } from '@/words'
import { StoreFilter } from '../parts/stores'

const BY = ['day', 'month', 'store', 'kind', 'rate', 'goods'] as const
type By = (typeof BY)[number]

/** Sums of what was issued, as bars and as a table, and as a file. */
export default function StatisticsPage() {
  const words = useWords()
  const [by, setBy] = useState<By>('day')
  const [storeId, setStoreId] = useState<string>()
  const [days, setDays] = useState(() => daysOf('month', Date.now()))
  const from = startOfDay(days.from)
  const until = endOfDay(days.until)
  const query = from && until ? { by, from, until, ...(storeId ? { storeId } : {}) } : undefined
  const sums = useResource('GET /api/v1/merchant/statistics', query && { query }, { isLive: true })
  const save = useAction(async () => {
    if (!query) return
    const parts = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    const path = `/api/v1/merchant/statistics/export.xlsx?${parts.join('&')}`
    await saveFile(path, `statistics-${days.from}-${days.until}.xlsx`, sessionHeaders())
  })
  return (
    <Page
      title={words.statistics.title}
      section="invoices"
      parent="home"
      needs="statistics.read"
      extra={<HeadAction icon="download" text={words.statistics.export} onTap={save.run} />}
    >
      <Box className="column">
        <Box className="list-tools statistics-tools">
          <PeriodChips days={days} onChange={setDays} />
          <StoreFilter value={storeId} onChange={setStoreId} />
        </Box>
        <Box className="field-pair statistics-days">
          <DateField
            label={words.filters.from}
            value={days.from}
            onChange={(value) => setDays({ ...days, from: value })}
          />
          <DateField
            label={words.filters.until}
            value={days.until}
            onChange={(value) => setDays({ ...days, until: value })}
          />
        </Box>
        <Tabs
          label={words.statistics.by}
          value={by}
          onChange={setBy}
          tabs={BY.map((value) => ({ value, text: words.statistics.ways[value] }))}
        />
        {sums.isLoading ? <Skeleton kind="detail" /> : null}
        {sums.problem && !sums.data ? <ProblemView problem={sums.problem} onRetry={sums.reload} /> : null}
        {sums.data ? <Sums data={sums.data} by={by} /> : null}
      </Box>
    </Page>
  )
}

function PeriodChips(props: {
  days: { from: string; until: string }
  onChange: (days: { from: string; until: string }) => void
}) {
  const words = useWords()
  const isOn = (period: Period) => {
    const { from, until } = daysOf(period, Date.now())
    return from === props.days.from && until === props.days.until
  }
  return (
    <>
      {PERIODS.map((period) => (
        <Tap
          key={period}
          className={isOn(period) ? 'chip chip-on' : 'chip'}
          isSelected={isOn(period)}
          onTap={() => props.onChange(daysOf(period, Date.now()))}
        >
          <Text className="chip-text">{words.statistics.periods[period]}</Text>
        </Tap>
      ))}
    </>
  )
}

function nameOf(by: By, name: string, words: Words): string {
  if (by === 'kind' && (name === 'normal' || name === 'special')) return words.kinds[name]
  return by === 'rate' && isTaxRate(name) ? formatTaxRate(name) : name
}

function Sums({ data, by }: { data: StatisticsView; by: By }) {
  const words = useWords()
  if (data.rows.length === 0) {
    return <Empty icon="invoice" title={words.statistics.none} note={words.statistics.noneNote} />
  }
  const percents = barPercents(data.rows.map((row) => row.totalFen))
  return (
    <>
      <Group title={words.statistics.total}>
        <Box className="figures">
          <Figure name={words.lines.total} fen={data.total.totalFen} />
          <Figure name={words.lines.tax} fen={data.total.taxFen} />
          <Box className="figure">
            <Box className="figure-value number">{String(data.total.invoices)}</Box>
            <Box className="figure-name">{words.home.todayInvoices}</Box>
          </Box>
        </Box>
      </Group>
      {data.isCut ? <Banner tone="info">{words.statistics.cut}</Banner> : null}
      <Group title={words.statistics.ways[by]}>
        <Box role="list" label={words.statistics.ways[by]}>
          {data.rows.map((row, index) => (
            <Box key={row.key} className="bar-row" role="listitem">
              <Box className="bar-line">
                <Text className="bar-name">{nameOf(by, row.name, words)}</Text>
                <Money fen={row.totalFen} />
              </Box>
              <Box className="bar-track">
                <Box className="bar" style={{ width: `${percents[index] ?? 0}%` }} />
              </Box>
              <Box className="bar-line quiet">
                <Text>{words.statistics.count(row.invoices)}</Text>
                <Text>
                  {words.lines.taxIs} <Money fen={row.taxFen} />
                </Text>
              </Box>
            </Box>
          ))}
        </Box>
      </Group>
    </>
  )
}

function Figure({ name, fen }: { name: string; fen: number }) {
  return (
    <Box className="figure">
      <Box className="figure-value">
        <Money fen={fen} size="large" />
      </Box>
      <Box className="figure-name">{name}</Box>
    </Box>
  )
}
