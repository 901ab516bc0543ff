import type { ReceivedListed, ReceivedSummary } from '@piaoma/shared/contract'
import { cx } from '@/lib/class-names'
import { open } from '@/lib/routes'
import { VERIFICATION_TONES } from '@/logic/received'
import { useIsWide } from '@/platform'
import { Box, Tap, Text } from '@/primitives'
import { Icon } from '@/ui/icon'
import { Money } from '@/ui/money'
import { Tag } from '@/ui/tag'
import { useWords } from '@/words'

interface RowProps {
  invoice: ReceivedListed
  isEverybodys: boolean
  /** Undefined: rows are not being chosen. */
  isChosen: boolean | undefined
  onChoose: () => void
}

/** One invoice of the pool: two lines on a phone, a row of a table on a desk. */
export function ReceivedRow(props: RowProps) {
  const words = useWords()
  const isWide = useIsWide()
  const { invoice, isChosen } = props
  const number = invoice.number ?? words.received.noNumber
  return (
    <Box className={cx('row', isWide && 'table-row', isChosen && 'row-selected')}>
      {isChosen === undefined ? null : (
        <Tap
          className="row-check"
          role="checkbox"
          label={words.received.choose(`${invoice.sellerName ?? ''} ${number}`.trim())}
          isChecked={isChosen}
          onTap={props.onChoose}
        >
          <Text className={cx('tick', 'tick-checkbox', isChosen && 'tick-on')}>
            {isChosen ? <Icon name="check" className="tick-mark" /> : null}
          </Text>
        </Tap>
      )}
      <Tap className="row-main" onTap={() => open('receivedInvoice', { id: invoice.id })}>
        {isWide ? <Columns {...props} /> : <Lines {...props} />}
      </Tap>
    </Box>
  )
}

function Lines({ invoice, isEverybodys }: RowProps) {
  const words = useWords()
  const when = [invoice.issuedOn, isEverybodys ? invoice.personName : ''].filter(Boolean).join(' · ')
  return (
    <Box className="row-text">
      <Box className="row-line">
        <Text className="row-title">{invoice.sellerName ?? words.received.kinds[invoice.kind]}</Text>
        {invoice.totalFen === undefined ? null : <Money fen={invoice.totalFen} />}
      </Box>
      <Box className="row-line row-quiet">
        <Text className="row-sub number">{invoice.number ?? words.received.noNumber}</Text>
        <Text className="row-number">{when}</Text>
      </Box>
      <Box className="row-tags">
        <Tag tone="neutral">{words.received.kinds[invoice.kind]}</Tag>
        <StateTags invoice={invoice} />
      </Box>
    </Box>
  )
}

/** Where it stands, in as few words as possible. */
export function StateTags({ invoice }: { invoice: ReceivedSummary }) {
  const words = useWords()
  const { verificationStatus: verification } = invoice
  return (
    <>
      {invoice.doubtful.length > 0 ? (
        <Tag tone="warn">{words.received.toConfirm(invoice.doubtful.length)}</Tag>
      ) : null}
      {verification === 'not_possible' ? null : (
        <Tag tone={VERIFICATION_TONES[verification]}>{words.standing.statuses[verification]}</Tag>
      )}
      {invoice.isBlocked ? <Tag tone="danger">{words.received.blocked}</Tag> : null}
      {invoice.isOnSheet ? <Tag tone="info">{words.received.onSheet}</Tag> : null}
      {invoice.useStatus === 'unselected' ? null : (
        <Tag tone="info">{words.standing.uses[invoice.useStatus]}</Tag>
      )}
      {invoice.bookingStatus === 'booked' ? <Tag tone="good">{words.standing.bookings.booked}</Tag> : null}
    </>
  )
}

function Columns({ invoice }: RowProps) {
  const words = useWords()
  return (
    <>
      <Box className="table-seller">
        <Box className="row-title">{invoice.sellerName ?? words.received.kinds[invoice.kind]}</Box>
        {invoice.sellerName ? <Box className="row-quiet">{words.received.kinds[invoice.kind]}</Box> : null}
      </Box>
      <Box className="table-number number">{invoice.number ?? words.received.noNumber}</Box>
      <Box className="table-date number">{invoice.issuedOn ?? ''}</Box>
      <Box className="table-states">
        <StateTags invoice={invoice} />
      </Box>
      <Box className="table-person">{invoice.personName}</Box>
      <Box className="table-total">
        {invoice.totalFen === undefined ? null : <Money fen={invoice.totalFen} />}
      </Box>
    </>
  )
}

/** What the columns of a desk's table are. */
export function TableHead() {
  const words = useWords()
  const { columns } = words.received
  return (
    <Box className="table-row table-head">
      <Box className="table-seller">{columns.seller}</Box>
      <Box className="table-number">{columns.number}</Box>
      <Box className="table-date">{columns.issuedOn}</Box>
      <Box className="table-states">{columns.state}</Box>
      <Box className="table-person">{columns.person}</Box>
      <Box className="table-total">{words.sheets.total}</Box>
    </Box>
  )
}
