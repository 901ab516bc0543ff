import type { CallOutput } from '@piaoma/shared/client'
import { call } from '@/api/client'
import { useAction } from '@/api/use-action'
import { useResource } from '@/api/use-resource'
import { open } from '@/lib/routes'
import { dateTime } from '@/logic/times'
import { Box, Tap } from '@/primitives'
import { useCan } from '@/session/store'
import { Button } from '@/ui/button'
import { Group } from '@/ui/cell'
import { Icon } from '@/ui/icon'
import { useWords } from '@/words'

type Alarm = CallOutput<'GET /api/v1/merchant/alarms'>['items'][number]

/** What needs a person; gone when it is dealt with. */
export function Alarms({ count }: { count: number }) {
  const words = useWords()
  const alarms = useResource('GET /api/v1/merchant/alarms', count > 0 ? {} : undefined, { isLive: true })
  const items = count > 0 ? (alarms.data?.items ?? []) : []
  if (items.length === 0) return null
  return (
    <Group title={words.home.alarms}>
      {items.map((alarm) => (
        <AlarmItem key={alarm.id} alarm={alarm} onDone={alarms.reload} />
      ))}
    </Group>
  )
}

function AlarmItem({ alarm, onDone }: { alarm: Alarm; onDone: () => void }) {
  const words = useWords()
  const canResolve = useCan('applications.review')
  const resolve = useAction(async () => {
    await call('POST /api/v1/merchant/alarms/:id/resolve', { params: { id: alarm.id } })
    onDone()
  })
  const page =
    alarm.targetType === 'invoice'
      ? 'invoice'
      : alarm.targetType === 'application'
        ? 'application'
        : undefined
  return (
    <Box className="alarm">
      <Icon name="alert" className="alarm-icon" />
      {page ? (
        <Tap className="alarm-text" onTap={() => open(page, { id: alarm.targetId })}>
          <Box>{alarm.text}</Box>
          <Box className="quiet">{dateTime(alarm.at)}</Box>
        </Tap>
      ) : (
        <Box className="alarm-text">
          <Box>{alarm.text}</Box>
          <Box className="quiet">{dateTime(alarm.at)}</Box>
        </Box>
      )}
      {canResolve ? (
        <Button size="small" isBusy={resolve.isBusy} onTap={resolve.run}>
          {words.home.resolve}
        </Button>
      ) : null}
    </Box>
  )
}
