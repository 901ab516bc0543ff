import type { StandingView } from '@piaoma/shared/contract'
import { call, sessionHeaders } from '@/api/client'
import { useAction } from '@/api/use-action'
import { type Resource, useResource } from '@/api/use-resource'
import { open } from '@/lib/routes'
import { useWatch } from '@/lib/use-watch'
import { SHEET_TONES } from '@/logic/received'
import { saveFile } from '@/platform'
import { Box, Text } from '@/primitives'
import { Button } from '@/ui/button'
import { Cell, Group } from '@/ui/cell'
import { confirm } from '@/ui/dialog'
import { Icon } from '@/ui/icon'
import { Money } from '@/ui/money'
import { ProblemView } from '@/ui/states'
import { Tag } from '@/ui/tag'
import { useWords } from '@/words'
import type { FieldName } from './fields'
import { Verification } from './verification'

interface CardProps {
  id: string
  standing: StandingView
  resource: Resource<StandingView>
}

/** Where it stands: at the tax side, under the company's rules, in use, in the books, on a sheet. */
export function Standing({ id, onEdit }: { id: string; onEdit: ((field: FieldName) => void) | undefined }) {
  const standing = useResource(
    'GET /api/v1/merchant/received-invoices/:id/standing',
    { params: { id } },
    { isLive: true },
  )
  useWatch(standing.data?.verification.status === 'asking', standing.reload, 1500)
  if (!standing.data) {
    return standing.problem ? <ProblemView problem={standing.problem} onRetry={standing.reload} /> : null
  }
  const card = { id, standing: standing.data, resource: standing }
  return (
    <>
      <Verification {...card} onEdit={onEdit} />
      <Rules standing={standing.data} />
      {isOfInterest(standing.data) ? <UseAndBooks {...card} /> : null}
    </>
  )
}

/** Whoever hands in a receipt need not know that nobody has done anything with it yet. */
function isOfInterest({ use, booking, sheet }: StandingView): boolean {
  const isUntouched = use.status === 'unselected' && booking.status === 'unbooked' && !sheet
  return !isUntouched || use.actions.length > 0 || booking.actions.length > 0
}

/** Rules of the company that it meets, each with what it found. */
function Rules({ standing }: { standing: StandingView }) {
  const words = useWords()
  if (standing.rules.length === 0) return null
  return (
    <Group title={words.standing.rules} note={standing.isBlocked ? words.standing.blockedNote : undefined}>
      {standing.rules.map((hit) => (
        <Box key={hit.rule} className="hit">
          <Text className={hit.level === 'block' ? 'mark mark-danger' : 'mark mark-warn'}>
            <Icon name="alert" className="mark-icon" />
          </Text>
          <Box className="hit-text">
            <Box className="hit-name">
              <Text>{hit.name} </Text>
              <Tag tone={hit.level === 'block' ? 'danger' : 'warn'}>
                {hit.level === 'block' ? words.standing.block : words.standing.warn}
              </Tag>
            </Box>
            <Box className="quiet">{hit.text}</Box>
          </Box>
        </Box>
      ))}
    </Group>
  )
}

/** 用途, deductible tax, 入账 and the sheet it is on. */
function UseAndBooks({ id, standing, resource }: CardProps) {
  const words = useWords()
  const { use, booking, deduction, sheet } = standing
  const act = useAction(
    async (send: () => Promise<StandingView>) => resource.set(await send()),
    (problem) => {
      if (problem.code === 'resource.conflict') resource.reload()
      return false
    },
  )
  const params = { id }
  const { version } = standing
  const changeUse = async (action: StandingView['use']['actions'][number]) => {
    const { refundTitle: title, refundText: text, useActions } = words.standing
    if (action === 'refund' && !(await confirm({ title, text, yes: useActions.refund }))) return
    act.run(() =>
      call('POST /api/v1/merchant/received-invoices/:id/use', { params, body: { version, action } }),
    )
  }
  const changeBooking = (action: StandingView['booking']['actions'][number]) =>
    act.run(() =>
      call('POST /api/v1/merchant/received-invoices/:id/booking', { params, body: { version, action } }),
    )
  return (
    <Group title={words.standing.useAndBooks}>
      <Cell
        title={words.standing.use}
        note={words.standing.uses[use.status]}
        extra={use.actions.map((action) => (
          <Button key={action} size="small" isBusy={act.isBusy} onTap={() => void changeUse(action)}>
            {words.standing.useActions[action]}
          </Button>
        ))}
      />
      <Cell
        title={words.standing.deductible}
        note={deduction.source ? words.standing.source(deduction.source) : deduction.reason}
        value={<Money fen={deduction.deductibleFen} />}
      />
      <Cell
        title={words.standing.booking}
        note={words.standing.bookings[booking.status]}
        extra={
          <>
            {booking.hasVoucher ? <Voucher id={id} /> : null}
            {booking.actions.map((action) => (
              <Button key={action} size="small" isBusy={act.isBusy} onTap={() => changeBooking(action)}>
                {words.standing.bookingActions[action]}
              </Button>
            ))}
          </>
        }
      />
      {sheet ? (
        <Cell
          title={words.standing.sheet}
          note={sheet.title}
          value={<Tag tone={SHEET_TONES[sheet.status]}>{words.sheets.statuses[sheet.status]}</Tag>}
          onTap={() => open('sheet', { id: sheet.id })}
        />
      ) : null}
    </Group>
  )
}

function Voucher({ id }: { id: string }) {
  const words = useWords()
  const save = useAction(() =>
    saveFile(`/api/v1/merchant/received-invoices/${id}/voucher.xml`, `voucher-${id}.xml`, sessionHeaders()),
  )
  return (
    <Button size="small" look="quiet" icon="download" isBusy={save.isBusy} onTap={save.run}>
      {words.standing.voucher}
    </Button>
  )
}
