import type { CallInput } from '@piaoma/shared/client'
import { RECEIVED_KINDS } from '@piaoma/shared/received'
import { BOOKING_STATUSES, USE_STATUSES, VERIFICATION_STATUSES } from '@piaoma/shared/states'
import { useState } from 'react'
import { useResource } from '@/api/use-resource'
import { cx } from '@/lib/class-names'
import { Box, Tap, Text } from '@/primitives'
import { useCan } from '@/session/store'
import { Button } from '@/ui/button'
import { type Choice, ChoiceField, DateField } from '@/ui/field'
import { Icon } from '@/ui/icon'
import { Sheet } from '@/ui/sheet'
import { useWords } from '@/words'

type Query = NonNullable<CallInput<'GET /api/v1/merchant/received-invoices'>['query']>

/** What received invoices are narrowed to. */
export interface ReceivedFilterValue {
  kind: NonNullable<Query['kind']> | ''
  verification: NonNullable<Query['verificationStatus']> | ''
  use: NonNullable<Query['useStatus']> | ''
  booking: NonNullable<Query['bookingStatus']> | ''
  personId: string
  /** `YYYY-MM-DD` or empty. */
  from: string
  until: string
}

/** Nothing narrowed. */
export const NO_FILTER: ReceivedFilterValue = {
  kind: '',
  verification: '',
  use: '',
  booking: '',
  personId: '',
  from: '',
  until: '',
}

/** Whether anything is narrowed. */
export const isNarrowed = (value: ReceivedFilterValue): boolean => Object.values(value).some(Boolean)

/** The filter as the contract asks for it. */
export function queryOf(value: ReceivedFilterValue): Query {
  return {
    kind: value.kind || undefined,
    verificationStatus: value.verification || undefined,
    useStatus: value.use || undefined,
    bookingStatus: value.booking || undefined,
    personId: value.personId || undefined,
    issuedFrom: value.from || undefined,
    issuedUntil: value.until || undefined,
  }
}

/** Ready views of the list, one tap each. */
export const VIEWS = {
  all: { query: {}, isFinance: false },
  amber: { query: { grade: 'amber' }, isFinance: false },
  unverified: { query: { verificationStatus: 'unverified' }, isFinance: false },
  reimburse: { query: { can: 'reimburse' }, isFinance: false },
  unbooked: { query: { bookingStatus: 'unbooked' }, isFinance: true },
} as const satisfies Record<string, { query: Query; isFinance: boolean }>
/** A ready view of the list. */
export type ViewName = keyof typeof VIEWS

/** Kind, states, days and person, in a sheet. */
export function ReceivedFilter(props: {
  value: ReceivedFilterValue
  onChange: (value: ReceivedFilterValue) => void
}) {
  const words = useWords()
  const [isOpen, setIsOpen] = useState(false)
  const { value, onChange } = props
  const count = Object.values(value).filter(Boolean).length
  return (
    <>
      <Tap className={cx('chip', count > 0 && 'chip-on')} onTap={() => setIsOpen(true)}>
        <Icon name="filter" className="chip-arrow" />
        <Text className="chip-text">
          {count > 0 ? `${words.filters.title} ${count}` : words.filters.title}
        </Text>
      </Tap>
      <Sheet
        title={words.filters.title}
        isOpen={isOpen}
        onClose={() => setIsOpen(false)}
        footer={
          <>
            <Button isWide onTap={() => onChange(NO_FILTER)}>
              {words.actions.clear}
            </Button>
            <Button isWide look="primary" onTap={() => setIsOpen(false)}>
              {words.actions.done}
            </Button>
          </>
        }
      >
        <States value={value} onChange={onChange} />
        <Box className="field-pair">
          <DateField
            label={words.filters.from}
            value={value.from}
            onChange={(from) => onChange({ ...value, from })}
          />
          <DateField
            label={words.filters.until}
            value={value.until}
            onChange={(until) => onChange({ ...value, until })}
          />
        </Box>
      </Sheet>
    </>
  )
}

function States({ value, onChange }: Parameters<typeof ReceivedFilter>[0]) {
  const words = useWords()
  const canManage = useCan('received.manage')
  const any = { value: '' as const, text: words.filters.allStates }
  return (
    <>
      <ChoiceField<ReceivedFilterValue['kind']>
        label={words.received.filters.kind}
        value={value.kind}
        choices={[
          { value: '', text: words.filters.allKinds },
          ...RECEIVED_KINDS.map((kind) => ({ value: kind, text: words.received.kinds[kind] })),
        ]}
        onChange={(kind) => onChange({ ...value, kind })}
      />
      <ChoiceField<ReceivedFilterValue['verification']>
        label={words.received.filters.verification}
        value={value.verification}
        choices={[
          any,
          ...VERIFICATION_STATUSES.map((each) => ({ value: each, text: words.standing.statuses[each] })),
        ]}
        onChange={(verification) => onChange({ ...value, verification })}
      />
      <ChoiceField<ReceivedFilterValue['booking']>
        label={words.received.filters.booking}
        value={value.booking}
        choices={[
          any,
          ...BOOKING_STATUSES.map((each) => ({ value: each, text: words.standing.bookings[each] })),
        ]}
        onChange={(booking) => onChange({ ...value, booking })}
      />
      {canManage ? (
        <>
          <ChoiceField<ReceivedFilterValue['use']>
            label={words.received.filters.use}
            value={value.use}
            choices={[any, ...USE_STATUSES.map((each) => ({ value: each, text: words.standing.uses[each] }))]}
            onChange={(use) => onChange({ ...value, use })}
          />
          <PersonField value={value.personId} onChange={(personId) => onChange({ ...value, personId })} />
        </>
      ) : null}
    </>
  )
}

function PersonField(props: { value: string; onChange: (id: string) => void }) {
  const words = useWords()
  const canRead = useCan('members.read')
  const members = useResource('GET /api/v1/merchant/members', canRead ? {} : undefined)
  if (!members.data) return null
  const people: Choice<string>[] = members.data.items.map(({ userId, name, role }) => ({
    value: userId,
    text: name,
    note: words.roles[role],
  }))
  return (
    <ChoiceField
      label={words.received.filters.person}
      value={props.value}
      choices={[{ value: '', text: words.received.filters.everyone }, ...people]}
      onChange={props.onChange}
    />
  )
}
