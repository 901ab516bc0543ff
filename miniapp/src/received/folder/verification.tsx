import type { StandingView } from '@piaoma/shared/contract'
import { useState } from 'react'
import { call } from '@/api/client'
import { useAction } from '@/api/use-action'
import type { Resource } from '@/api/use-resource'
import { open } from '@/lib/routes'
import { VERIFICATION_TONES } from '@/logic/received'
import { dateTime } from '@/logic/times'
import { Box, Text } from '@/primitives'
import { useCan } from '@/session/store'
import { Button } from '@/ui/button'
import { Group } from '@/ui/cell'
import { Icon, type IconName } from '@/ui/icon'
import { useWords } from '@/words'
import { type FieldName, fieldText } from './fields'

type View = StandingView['verification']

const ICONS: Readonly<Record<View['status'], IconName>> = {
  unverified: 'rules',
  asking: 'refresh',
  verified: 'check',
  mismatch: 'alert',
  no_record: 'search',
  voided: 'close',
  reversed: 'close',
  not_possible: 'eye',
}

/** 查验: what the tax side said, when, what one may ask now, and every attempt as evidence. */
export function Verification(props: {
  id: string
  standing: StandingView
  resource: Resource<StandingView>
  onEdit: ((field: FieldName) => void) | undefined
}) {
  const words = useWords()
  const view = props.standing.verification
  const ask = useAction(
    async () => {
      props.resource.set(
        await call('POST /api/v1/merchant/received-invoices/:id/verify', { params: { id: props.id } }),
      )
    },
    () => {
      props.resource.reload()
      return false
    },
  )
  const isTurning = view.status === 'asking'
  return (
    <Group title={words.standing.verification}>
      <Box className="verify">
        <Text className={`mark mark-large mark-${VERIFICATION_TONES[view.status]}`}>
          <Icon name={ICONS[view.status]} className={isTurning ? 'mark-icon mark-turning' : 'mark-icon'} />
        </Text>
        <Box className="verify-text" live="polite">
          <Box className="verify-status">{words.standing.statuses[view.status]}</Box>
          <Box className="quiet">{words.standing.notes[view.status]}</Box>
          <When view={view} />
        </Box>
        {view.canAsk ? (
          <Button look="primary" size="small" isBusy={ask.isBusy} onTap={ask.run}>
            {view.attempts.length > 0 ? words.standing.askAgain : words.standing.ask}
          </Button>
        ) : null}
      </Box>
      <Hindrance view={view} onEdit={props.onEdit} />
      <Attempts view={view} />
    </Group>
  )
}

function When({ view }: { view: View }) {
  const words = useWords()
  const lines = [
    view.verifiedAt ? words.standing.verifiedAt(dateTime(view.verifiedAt)) : '',
    view.recheckAt ? words.standing.recheckAt(dateTime(view.recheckAt).slice(0, 10)) : '',
    view.askAgainAt ? words.standing.askAgainAt(dateTime(view.askAgainAt)) : '',
    view.canAsk ? words.standing.triesLeft(view.triesLeft) : '',
  ].filter(Boolean)
  return lines.length > 0 ? <Box className="quiet number">{lines.join(' · ')}</Box> : null
}

const isOpen = ({ status }: View): boolean =>
  status === 'unverified' || status === 'mismatch' || status === 'no_record'

/** What keeps it from being asked about, and the way to mend that. */
function Hindrance({ view, onEdit }: { view: View; onEdit: ((field: FieldName) => void) | undefined }) {
  const words = useWords()
  const canSetUp = useCan('settings.write')
  const names: Record<string, string> = words.received.names
  if (!isOpen(view)) return null
  if (!view.isConfigured) {
    return (
      <Box className="hindrance">
        <Text className="hindrance-text">{words.standing.notConfigured}</Text>
        {canSetUp ? (
          <Button size="small" onTap={() => open('setting', { id: 'verificationAccount' })}>
            {words.standing.setUp}
          </Button>
        ) : null}
      </Box>
    )
  }
  if (view.needed.length === 0) return null
  const needed = view.needed.map((name) => names[name] ?? name)
  const [first] = view.needed
  return (
    <Box className="hindrance">
      <Text className="hindrance-text">{words.standing.needed(needed.join('、'))}</Text>
      {onEdit && first ? (
        <Button size="small" icon="edit" onTap={() => onEdit(first as FieldName)}>
          {words.received.change}
        </Button>
      ) : null}
    </Box>
  )
}

/** Every question that was asked, with what the tax side has otherwise. */
function Attempts({ view }: { view: View }) {
  const words = useWords()
  const [isAll, setIsAll] = useState(false)
  const names: Record<string, string> = words.received.names
  if (view.attempts.length === 0) return null
  // Of what differs one wants to see at once what it was.
  const shown = isAll || view.status === 'mismatch' ? view.attempts : []
  return (
    <>
      {shown.slice(0, isAll ? undefined : 1).map((attempt) => (
        <Box key={attempt.id} className="attempt">
          <Box className="row-line row-quiet">
            <Text className="number">{dateTime(attempt.at)}</Text>
            <Text>
              {`${words.standing.providers[attempt.provider]} · ${words.standing.reasons[attempt.reason]}`}
            </Text>
          </Box>
          <Box>{attempt.text ?? words.standing.noAnswerYet}</Box>
          {attempt.differences.map(({ field, read, checked }) => (
            <Box key={field} className="difference">
              <Text className="difference-name">{names[field] ?? field}</Text>
              <Text>{words.standing.difference(fieldText(field, read), fieldText(field, checked))}</Text>
            </Box>
          ))}
        </Box>
      ))}
      <Box className="fields-more">
        <Button size="small" look="quiet" onTap={() => setIsAll(!isAll)}>
          {isAll ? words.received.less : words.standing.attempts(view.attempts.length)}
        </Button>
      </Box>
    </>
  )
}
