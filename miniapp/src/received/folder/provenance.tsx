import type { ReceivedDetail } from '@piaoma/shared/contract'
import { sessionHeaders } from '@/api/client'
import { useAction } from '@/api/use-action'
import { dateTime } from '@/logic/times'
import { saveFile } from '@/platform'
import { Box, Text } from '@/primitives'
import { Button } from '@/ui/button'
import { Cell, Group } from '@/ui/cell'
import { Money } from '@/ui/money'
import { Tag } from '@/ui/tag'
import { useWords } from '@/words'
import { fieldText } from './fields'

/** 项目明细. */
export function Lines({ invoice }: { invoice: ReceivedDetail }) {
  const words = useWords()
  if (invoice.lines.length === 0) return null
  return (
    <Group title={words.received.lines}>
      {invoice.lines.map((line, index) => (
        <Box
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have no name of their own and never move
          key={index}
          className="item-line"
        >
          <Box className="row-line">
            <Text className="item-line-name">{line.name}</Text>
            {line.amountFen === undefined ? null : <Money fen={line.amountFen} />}
          </Box>
          <Box className="row-line row-quiet">
            <Text>
              {[line.specification, line.quantity && `${line.quantity}${line.unit ?? ''}`, line.unitPrice]
                .filter(Boolean)
                .join(' · ')}
            </Text>
            <Text className="number">
              {line.taxRate ?? ''} {line.taxFen === undefined ? null : <Money fen={line.taxFen} />}
            </Text>
          </Box>
        </Box>
      ))}
    </Group>
  )
}

/** Every file that shows it, byte for byte, and who brought it. */
export function Originals({ invoice }: { invoice: ReceivedDetail }) {
  const words = useWords()
  const save = useAction((captureId: string, name: string) =>
    saveFile(`/api/v1/merchant/captures/${captureId}/file`, name, sessionHeaders()),
  )
  const ways: Record<string, string> = words.received.files
  return (
    <Group title={words.received.originals} note={words.received.attempts(invoice.attempts)}>
      {invoice.originals.map((original) => {
        const name = original.fileName ?? `${invoice.number ?? original.captureId}.${original.type}`
        return (
          <Cell
            key={original.captureId}
            title={
              <>
                <Text>{original.fileName ?? ways[original.source] ?? original.source} </Text>
                {original.isLeading ? <Tag tone="good">{words.received.leading}</Tag> : null}
              </>
            }
            note={words.received.broughtBy(
              original.personName,
              dateTime(original.at),
              ways[original.source] ?? original.source,
            )}
            extra={
              original.type === 'qr' ? null : (
                <Button
                  size="small"
                  look="quiet"
                  icon="download"
                  isBusy={save.isBusy}
                  label={`${words.actions.download} ${original.type.toUpperCase()} ${name}`}
                  onTap={() => save.run(original.captureId, name)}
                >
                  {original.type.toUpperCase()}
                </Button>
              )
            }
          />
        )
      })}
    </Group>
  )
}

/** Who corrected what. */
export function History({ invoice }: { invoice: ReceivedDetail }) {
  const words = useWords()
  const names: Record<string, string> = words.received.names
  const kinds: Record<string, string> = words.received.kinds
  if (invoice.history.length === 0) return null
  const text = (field: string, value: string | null) =>
    field === 'kind' ? (kinds[value ?? ''] ?? '') : fieldText(field, value ?? '')
  return (
    <Group title={words.received.history}>
      {invoice.history.map(({ field, oldValue, newValue, personName, at }) => (
        <Cell
          key={`${at}-${field}`}
          title={names[field] ?? field}
          note={`${personName} · ${dateTime(at)}`}
          value={words.received.was(text(field, oldValue), text(field, newValue))}
        />
      ))}
    </Group>
  )
}
