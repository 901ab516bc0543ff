import { useEffect } from 'react'
import { askNow, type Overview, useLive } from '@/api/live'
import { goTo, startPage } from '@/lib/routes'
import { useIsWide } from '@/platform'
import { Box } from '@/primitives'
import { useSession } from '@/session/store'
import { Page } from '@/shell/page'
import { Group } from '@/ui/cell'
import { Money } from '@/ui/money'
import { Banner, ProblemView, Skeleton } from '@/ui/states'
import { useWords } from '@/words'
import { Alarms } from './alarms'
import { QuickActions } from './quick-actions'
import { QuotaGauge } from './quota-gauge'
import { Waiting } from './waiting'

/** What waits, today's figures, the quota and what is begun most often. */
export default function HomePage() {
  const words = useWords()
  const { status, view } = useSession()
  const start = startPage(view?.permissions ?? [])
  // Opened by its address by somebody who begins elsewhere.
  useEffect(() => {
    if (status === 'in' && start !== 'home') goTo(start)
  }, [status, start])
  return (
    <Page title={view?.merchant.name ?? words.app.name} section="home" needs="applications.read">
      <Box className="column">
        <Home />
      </Box>
    </Page>
  )
}

function Home() {
  const words = useWords()
  const { overview, problem } = useLive()
  const isWide = useIsWide()
  if (!overview)
    return problem ? <ProblemView problem={problem} onRetry={askNow} /> : <Skeleton kind="detail" />
  const figures = <Today overview={overview} />
  return (
    <>
      {problem ? <Banner tone="warn">{words.states.stale}</Banner> : null}
      {overview.operator === 'login_required' || overview.operator === 'identity_required' ? (
        <Banner tone="danger">{words.home.operator[overview.operator]}</Banner>
      ) : null}
      {isWide ? (
        <Box className="column-two">
          <Box>
            <Waiting overview={overview} />
            <Alarms count={overview.alarms} />
            <QuickActions />
          </Box>
          <Box>
            {figures}
            <QuotaGauge quota={overview.quota} />
          </Box>
        </Box>
      ) : (
        <>
          {figures}
          <Waiting overview={overview} />
          <QuickActions />
          <Alarms count={overview.alarms} />
          <QuotaGauge quota={overview.quota} />
        </>
      )}
    </>
  )
}

function Today({ overview }: { overview: Overview }) {
  const words = useWords()
  return (
    <Group title={words.home.today}>
      <Box className="figures">
        <Box className="figure">
          <Box className="figure-value">
            <Money fen={overview.today.totalFen} size="large" />
          </Box>
          <Box className="figure-name">{words.home.todayTotal}</Box>
        </Box>
        <Box className="figure">
          <Box className="figure-value number">{String(overview.today.invoices)}</Box>
          <Box className="figure-name">{words.home.todayInvoices}</Box>
        </Box>
        <Box className="figure">
          <Box className="figure-value number">{String(overview.issuing)}</Box>
          <Box className="figure-name">{words.home.issuing}</Box>
        </Box>
      </Box>
    </Group>
  )
}
