import type { ReceivedDetail as Received } from '@piaoma/shared/contract'
import { useState } from 'react'
import { sessionHeaders } from '@/api/client'
import { useAction } from '@/api/use-action'
import { useResource } from '@/api/use-resource'
import { dateTime } from '@/logic/times'
import { saveFile } from '@/platform'
import { Box, Text } from '@/primitives'
import { Button } from '@/ui/button'
import { Cell, Group } from '@/ui/cell'
import { Money } from '@/ui/money'
import { Banner, ProblemView, Skeleton } from '@/ui/states'
import { Tag } from '@/ui/tag'
import { useWords } from '@/words'
import { Doubts } from './doubts'
import { FieldSheet } from './field-sheet'
import { type FieldName, fieldText, shownFields } from './fields'
import { SessionPicture } from './session-picture'

const WITHOUT_PICTURE = new Set(['xml', 'ofd', 'qr', 'wallet'])

/** One received invoice: its picture and fields side by side, what is doubtful, where it came from. */
export function ReceivedDetail({ id }: { id: string }) {
  const invoice = useResource(
    'GET /api/v1/merchant/received-invoices/:id',
    { params: { id } },
    { isLive: true },
  )
  const [editing, setEditing] = useState<FieldName>()
  if (invoice.isLoading) return <Skeleton kind="detail" />
  if (!invoice.data) {
    return invoice.problem ? <ProblemView problem={invoice.problem} onRetry={invoice.reload} /> : null
  }
  const { data } = invoice
  return (
    <Box className="detail">
      <Head invoice={data} />
      {data.warnings.map(({ code, text }) => (
        <Banner key={code} tone={code === 'seal_changed' ? 'danger' : 'warn'}>
          {text}
        </Banner>
      ))}
      <Doubts invoice={data} onChanged={invoice.set} onEdit={setEditing} />
      <Box className="received-sides">
        <OriginalPicture invoice={data} />
        <Fields invoice={data} onEdit={setEditing} />
      </Box>
      <Lines invoice={data} />
      <Originals invoice={data} />
      <History invoice={data} />
      {editing ? (
        <FieldSheet
          invoice={data}
          field={editing}
          onClose={() => setEditing(undefined)}
          onChanged={(next) => {
            setEditing(undefined)
            invoice.set(next)
          }}
          onConflict={invoice.reload}
        />
      ) : null}
    </Box>
  )
}

function Head({ invoice }: { invoice: Received }) {
  const words = useWords()
  return (
    <Box className="detail-head">
      <Box className="detail-figure">
        {invoice.totalFen === undefined ? null : <Money fen={invoice.totalFen} size="figure" />}
      </Box>
      <Box className="detail-number">
        <Text className="number">{invoice.number ?? words.received.noNumber}</Text>
      </Box>
      <Box className="detail-tags">
        <Tag tone="neutral">{words.received.kinds[invoice.kind]}</Tag>
        <Text className="quiet">{invoice.issuedOn ?? ''}</Text>
      </Box>
    </Box>
  )
}

function OriginalPicture({ invoice }: { invoice: Received }) {
  const words = useWords()
  const original = invoice.originals.find(({ type }) => !WITHOUT_PICTURE.has(type))
  if (!original) return null
  return (
    <Group title={words.received.picture}>
      <SessionPicture
        path={`/api/v1/merchant/captures/${original.captureId}/preview`}
        alt={words.received.picture}
        className="received-picture"
      />
    </Group>
  )
}

function Fields({ invoice, onEdit }: { invoice: Received; onEdit: (field: FieldName) => void }) {
  const words = useWords()
  return (
    <Group title={words.received.fields}>
      {shownFields(invoice).map(([name, field]) => (
        <Cell
          key={name}
          title={words.received.names[name]}
          note={words.received.sources[field.source]}
          value={fieldText(name, field.value)}
          label={`${words.received.change} ${words.received.names[name]}`}
          onTap={invoice.canCorrect ? () => onEdit(name) : undefined}
        />
      ))}
    </Group>
  )
}

function Lines({ invoice }: { invoice: Received }) {
  const words = useWords()
  if (invoice.lines.length === 0) return null
  return (
    <Group title={words.received.lines}>
      {invoice.lines.map((line, index) => (
        <Cell
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have no name of their own and never move
          key={index}
          title={line.name}
          note={[line.specification, line.quantity && `${line.quantity}${line.unit ?? ''}`, line.taxRate]
            .filter(Boolean)
            .join(' · ')}
          value={line.amountFen === undefined ? '' : <Money fen={line.amountFen} />}
        />
      ))}
    </Group>
  )
}

function Originals({ invoice }: { invoice: Received }) {
  const words = useWords()
  const save = useAction((captureId: string, name: string) =>
    saveFile(`/api/v1/merchant/captures/${captureId}/file`, name, sessionHeaders()),
  )
  return (
    <Group title={words.received.originals} note={words.received.attempts(invoice.attempts)}>
      {invoice.originals.map((original) => {
        const name = original.fileName ?? `${invoice.number ?? original.captureId}.${original.type}`
        return (
          <Cell
            key={original.captureId}
            title={original.fileName ?? original.type.toUpperCase()}
            note={`${original.personName} · ${dateTime(original.at)}`}
            extra={
              <>
                {original.isLeading ? <Tag tone="good">{words.received.leading}</Tag> : null}
                <Button
                  size="small"
                  look="quiet"
                  icon="download"
                  isBusy={save.isBusy}
                  label={`${words.actions.download} ${name}`}
                  onTap={() => save.run(original.captureId, name)}
                >
                  {original.type.toUpperCase()}
                </Button>
              </>
            }
          />
        )
      })}
    </Group>
  )
}

function History({ invoice }: { invoice: Received }) {
  const words = useWords()
  const names: Record<string, string> = words.received.names
  if (invoice.history.length === 0) return null
  return (
    <Group title={words.received.history}>
      {invoice.history.map(({ field, oldValue, newValue, personName, at }) => (
        <Cell
          key={`${at}-${field}`}
          title={names[field] ?? field}
          note={`${personName} · ${dateTime(at)}`}
          value={words.received.was(fieldText(field, oldValue ?? ''), fieldText(field, newValue ?? ''))}
        />
      ))}
    </Group>
  )
}
