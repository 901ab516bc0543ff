import type { ReceivedDetail as Received } from '@piaoma/shared/contract'
import { useState } from 'react'
import { useAction } from '@/api/use-action'
import { type Resource, useResource } from '@/api/use-resource'
import { dateTime } from '@/logic/times'
import { copyText } from '@/platform'
import { Box, Text } from '@/primitives'
import { Button } from '@/ui/button'
import { Money } from '@/ui/money'
import { Banner, ProblemView, Skeleton } from '@/ui/states'
import { Tag } from '@/ui/tag'
import { toast } from '@/ui/toast'
import { useWords } from '@/words'
import { Doubts } from './doubts'
import { FieldList } from './field-list'
import { FieldSheet } from './field-sheet'
import type { FieldName } from './fields'
import { OriginalPicture } from './original-picture'
import { History, Lines, Originals } from './provenance'
import { StateTags } from './received-row'
import { Standing } from './standing'

/** One received invoice: its picture and fields, what is doubtful, where it stands, where it came from. */
export function ReceivedDetail({ id }: { id: string }) {
  const invoice = useResource(
    'GET /api/v1/merchant/received-invoices/:id',
    { params: { id } },
    { isLive: true },
  )
  if (invoice.isLoading) return <Skeleton kind="detail" />
  if (!invoice.data) {
    return invoice.problem ? <ProblemView problem={invoice.problem} onRetry={invoice.reload} /> : null
  }
  return <Loaded invoice={invoice.data} resource={invoice} />
}

function Loaded({ invoice, resource }: { invoice: Received; resource: Resource<Received> }) {
  const [editing, setEditing] = useState<FieldName>()
  const [pointed, setPointed] = useState<FieldName>()
  return (
    <Box className="received">
      <Box className="received-left">
        <OriginalPicture invoice={invoice} marked={editing ?? pointed} />
      </Box>
      <Box className="received-right">
        <Head invoice={invoice} />
        <Warnings invoice={invoice} />
        <Doubts invoice={invoice} onChanged={resource.set} onEdit={setEditing} />
        <Standing id={invoice.id} onEdit={invoice.canCorrect ? setEditing : undefined} />
        <FieldList invoice={invoice} onChanged={resource.set} onEdit={setEditing} onPoint={setPointed} />
        <Lines invoice={invoice} />
        <Originals invoice={invoice} />
        <History invoice={invoice} />
      </Box>
      {editing ? (
        <FieldSheet
          invoice={invoice}
          field={editing}
          onClose={() => setEditing(undefined)}
          onChanged={(next) => {
            setEditing(undefined)
            resource.set(next)
          }}
          onConflict={resource.reload}
        />
      ) : null}
    </Box>
  )
}

function Head({ invoice }: { invoice: Received }) {
  const words = useWords()
  const { number } = invoice
  const copy = useAction(async () => {
    if (!number) return
    await copyText(number)
    toast(words.actions.copied)
  })
  return (
    <Box className="received-head">
      <Box className="received-head-line">
        <Text className="received-seller">{invoice.sellerName ?? words.received.kinds[invoice.kind]}</Text>
        {invoice.totalFen === undefined ? null : <Money fen={invoice.totalFen} size="large" />}
      </Box>
      <Box className="received-head-line quiet">
        <Text className="number">{number ?? words.received.noNumber}</Text>
        {number ? (
          <Button size="small" look="quiet" icon="copy" label={words.received.copyNumber} onTap={copy.run}>
            {words.actions.copy}
          </Button>
        ) : null}
        <Text className="number received-day">{invoice.issuedOn ?? ''}</Text>
      </Box>
      <Box className="row-tags">
        <Tag tone="neutral">{words.received.kinds[invoice.kind]}</Tag>
        <StateTags invoice={invoice} />
        {invoice.seal ? (
          <Tag tone={invoice.seal === 'good' ? 'good' : invoice.seal === 'changed' ? 'danger' : 'neutral'}>
            {words.received.seals[invoice.seal]}
          </Tag>
        ) : null}
      </Box>
    </Box>
  )
}

/** What to beware of; who else brought it, and when. Doubtful fields speak for themselves below. */
function Warnings({ invoice }: { invoice: Received }) {
  const words = useWords()
  const told = invoice.warnings.filter(({ code }) => code !== 'brought_again' && code !== 'fields_doubtful')
  const isAgain = invoice.warnings.some(({ code }) => code === 'brought_again')
  return (
    <>
      {told.map(({ code, text }) => (
        <Banner key={code} tone={code === 'seal_changed' ? 'danger' : 'warn'}>
          {text}
        </Banner>
      ))}
      {isAgain ? (
        <Banner tone="warn">
          <Box>{words.received.broughtAgain}</Box>
          {invoice.brought.map(({ captureId, personName, isMine, source, at }) => (
            <Box key={captureId} className="brought number">
              {words.received.broughtBy(
                isMine ? words.received.me : personName,
                dateTime(at),
                (words.received.files as Record<string, string>)[source] ?? source,
              )}
            </Box>
          ))}
        </Banner>
      ) : null}
    </>
  )
}
