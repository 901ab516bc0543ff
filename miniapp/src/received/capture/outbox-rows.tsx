import { problemText } from '@/api/problems'
import { Box, Text } from '@/primitives'
import { Button, IconButton } from '@/ui/button'
import { Group } from '@/ui/cell'
import { Icon } from '@/ui/icon'
import { useWords } from '@/words'
import { drop, type OutboxEntry, sendAgain } from './outbox'

/** Files that are not with the service yet: how far each is, and what to do with one that did not go through. */
export function OutboxRows({ entries }: { entries: readonly OutboxEntry[] }) {
  const words = useWords()
  if (entries.length === 0) return null
  const isStuck = entries.some(({ state }) => state === 'failed')
  return (
    <Group
      title={words.received.sendStates[isStuck ? 'failed' : 'sending']}
      note={isStuck ? words.received.kept : undefined}
    >
      <Box role="list" label={words.received.sendStates.sending}>
        {entries.map((entry) => (
          <OutboxRow key={entry.key} entry={entry} />
        ))}
      </Box>
    </Group>
  )
}

function OutboxRow({ entry: { key, name, state, problem } }: { entry: OutboxEntry }) {
  const words = useWords()
  const isFailed = state === 'failed'
  return (
    <Box className="sending" role="listitem">
      <Text className={isFailed ? 'mark mark-danger' : 'mark mark-info'}>
        <Icon name={isFailed ? 'alert' : 'upload'} className="mark-icon" />
      </Text>
      <Box className="sending-text">
        <Box className="row-title">{name}</Box>
        <Box className={isFailed ? 'row-note row-note-danger' : 'row-note'} live="polite">
          {problem ? problemText(problem) : words.received.sendStates[state]}
        </Box>
      </Box>
      {isFailed ? (
        <>
          <Button size="small" label={`${words.received.sendAgain} ${name}`} onTap={() => sendAgain(key)}>
            {words.actions.retry}
          </Button>
          <IconButton icon="close" label={words.received.dropFile(name)} onTap={() => drop(key)} />
        </>
      ) : null}
    </Box>
  )
}
