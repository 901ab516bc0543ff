import type { MerchantApplication } from '@piaoma/shared/contract'
import { type ApplicationDraft, changedFields, draftOf, fieldText } from '@/logic/application-edit'
import { actorText } from '@/logic/history'
import { Box, Text } from '@/primitives'
import { Button } from '@/ui/button'
import { Sheet } from '@/ui/sheet'
import { Banner } from '@/ui/states'
import { useWords, type Words } from '@/words'

/** Somebody else changed it first: what differs, and which of the two goes on. */
export function ConflictSheet(props: {
  mine: ApplicationDraft
  latest: MerchantApplication
  onClose: () => void
  onKeepMine: () => void
  onTakeTheirs: () => void
}) {
  const words = useWords()
  const theirs = draftOf(props.latest)
  const fields = changedFields(props.mine, theirs)
  const last = props.latest.history.at(-1)
  const canEdit = props.latest.actions.includes('edit')
  return (
    <Sheet
      title={words.review.conflictTitle}
      isOpen
      isTall
      onClose={props.onClose}
      footer={
        <>
          <Button isWide onTap={props.onTakeTheirs}>
            {words.review.takeTheirs}
          </Button>
          {canEdit ? (
            <Button isWide look="primary" onTap={props.onKeepMine}>
              {words.review.keepMine}
            </Button>
          ) : null}
        </>
      }
    >
      <Banner tone="warn">
        {canEdit
          ? words.review.conflictText
          : words.review.conflictClosed(words.applicationStatus[props.latest.status])}
      </Banner>
      {last ? (
        <Box className="block quiet">
          {`${actorText(last.actor, words)} · ${words.historyActions[last.action] ?? last.action}`}
        </Box>
      ) : null}
      {fields.length === 0 ? <Box className="block quiet">{words.review.noDifference}</Box> : null}
      {fields.map((field) => (
        <Box key={field} className="compare">
          <Box className="compare-field">{fieldName(words, field)}</Box>
          <Box className="compare-values">
            <Box className="compare-value">
              <Text className="compare-whose">{words.review.mine}</Text>
              <Text>{fieldText(props.mine, field) || words.review.nothing}</Text>
            </Box>
            <Box className="compare-value">
              <Text className="compare-whose">{words.review.theirs}</Text>
              <Text>{fieldText(theirs, field) || words.review.nothing}</Text>
            </Box>
          </Box>
        </Box>
      ))}
    </Sheet>
  )
}

function fieldName(words: Words, field: string): string {
  const names: Record<string, string> = words.fieldNames
  const line = /^lines\.(\d+)(?:\.(\w+))?$/.exec(field)
  if (!line) return names[field] ?? field
  const position = words.lines.position(Number(line[1]) + 1)
  const part = line[2] === undefined ? '' : (names[line[2]] ?? line[2])
  return part ? `${position} · ${part}` : position
}
