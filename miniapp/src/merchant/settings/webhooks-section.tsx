import type { CallOutput } from '@piaoma/shared/client'
import { useState } from 'react'
import { call } from '@/api/client'
import { useAction } from '@/api/use-action'
import { usePagedList } from '@/api/use-paged-list'
import { useResource } from '@/api/use-resource'
import { DELIVERY_TONES } from '@/logic/statuses'
import { dateTime } from '@/logic/times'
import { Box, Text } from '@/primitives'
import { useCan } from '@/session/store'
import { Button } from '@/ui/button'
import { Cell, Group } from '@/ui/cell'
import { confirm } from '@/ui/dialog'
import { Field } from '@/ui/field'
import { FormSheet } from '@/ui/form-sheet'
import { PagedRows } from '@/ui/paged-rows'
import { Empty } from '@/ui/states'
import { Tag } from '@/ui/tag'
import { toast } from '@/ui/toast'
import { useWords } from '@/words'
import { type Secret, SecretSheet } from './secret-sheet'
import { SectionFrame } from './section-frame'

type Message = CallOutput<'GET /api/v1/merchant/webhook-messages'>['items'][number]

/** Where the merchant's own system is told, and every message with its attempts. */
export function WebhooksSection() {
  const words = useWords()
  const canWrite = useCan('keys.write')
  const endpoints = useResource('GET /api/v1/merchant/webhooks', {})
  const messages = usePagedList('GET /api/v1/merchant/webhook-messages', {})
  const [isAdding, setIsAdding] = useState(false)
  const [secret, setSecret] = useState<Secret>()
  return (
    <SectionFrame
      title={words.settings.sections.webhooks}
      resource={endpoints}
      extra={
        canWrite ? (
          <Button size="small" icon="plus" onTap={() => setIsAdding(true)}>
            {words.webhooks.add}
          </Button>
        ) : null
      }
    >
      {({ items }) => (
        <>
          <Group title={words.webhooks.endpoints} note={words.webhooks.note}>
            {items.length === 0 ? <Empty icon="webhook" title={words.webhooks.none} /> : null}
            {items.map((endpoint) => (
              <Cell
                key={endpoint.id}
                title={<Text className="break">{endpoint.url}</Text>}
                note={dateTime(endpoint.createdAt)}
                extra={
                  canWrite ? (
                    <RemoveButton id={endpoint.id} url={endpoint.url} onDone={endpoints.reload} />
                  ) : undefined
                }
              />
            ))}
          </Group>
          <Group title={words.webhooks.log}>
            <PagedRows
              list={messages}
              label={words.webhooks.log}
              empty={<Empty icon="mail" title={words.webhooks.noMessages} />}
              row={(message) => (
                <MessageRow message={message} canReplay={canWrite} onReplayed={messages.reload} />
              )}
            />
          </Group>
          {isAdding ? (
            <EndpointForm
              onClose={() => setIsAdding(false)}
              onMade={(made) => {
                setSecret(made)
                endpoints.reload()
              }}
            />
          ) : null}
          {secret ? <SecretSheet secret={secret} onClose={() => setSecret(undefined)} /> : null}
        </>
      )}
    </SectionFrame>
  )
}

function RemoveButton({ id, url, onDone }: { id: string; url: string; onDone: () => void }) {
  const words = useWords()
  const remove = useAction(async () => {
    const isSure = await confirm({
      title: words.webhooks.removeTitle,
      text: url,
      yes: words.actions.remove,
      isDanger: true,
    })
    if (!isSure) return
    await call('DELETE /api/v1/merchant/webhooks/:id', { params: { id } })
    toast(words.actions.deleted)
    onDone()
  })
  return (
    <Button size="small" isBusy={remove.isBusy} label={`${words.actions.remove} ${url}`} onTap={remove.run}>
      {words.actions.remove}
    </Button>
  )
}

function MessageRow(props: { message: Message; canReplay: boolean; onReplayed: () => void }) {
  const words = useWords()
  const { message } = props
  const replay = useAction(async () => {
    await call('POST /api/v1/merchant/webhook-messages/:id/replay', { params: { id: message.id } })
    toast(words.webhooks.replayed)
    props.onReplayed()
  })
  const last = message.attempts.at(-1)
  return (
    <Box className="message">
      <Box className="message-head">
        <Text className="number">{message.event}</Text>
        <Tag tone={DELIVERY_TONES[message.status]}>{words.deliveries.statuses[message.status]}</Tag>
      </Box>
      <Box className="quiet break">{message.url}</Box>
      <Box className="quiet">
        {[
          dateTime(message.createdAt),
          words.webhooks.attempts(message.attempts.length),
          last?.httpStatus === undefined ? undefined : `HTTP ${last.httpStatus}`,
          message.nextAttemptAt ? words.webhooks.nextAt(dateTime(message.nextAttemptAt)) : undefined,
        ]
          .filter(Boolean)
          .join(' · ')}
      </Box>
      {last?.problem ? <Box className="message-problem">{last.problem}</Box> : null}
      {props.canReplay ? (
        <Button
          size="small"
          icon="refresh"
          isBusy={replay.isBusy}
          label={`${words.webhooks.replay} ${message.event} ${dateTime(message.createdAt)}`}
          onTap={replay.run}
        >
          {words.webhooks.replay}
        </Button>
      ) : null}
    </Box>
  )
}

function EndpointForm({ onClose, onMade }: { onClose: () => void; onMade: (secret: Secret) => void }) {
  const words = useWords()
  const [url, setUrl] = useState('')
  const save = async () => {
    const made = await call('POST /api/v1/merchant/webhooks', { body: { url: url.trim() } })
    onMade({
      title: words.webhooks.created,
      facts: [{ name: words.webhooks.url, value: made.url }],
      value: made.secret,
    })
  }
  return (
    <FormSheet
      title={words.webhooks.add}
      issues={/^https?:\/\/\S+$/.test(url.trim()) ? [] : [{ path: 'url', code: 'url.form' }]}
      onSave={save}
      onClose={onClose}
    >
      {(problemOf) => (
        <Field
          label={words.webhooks.url}
          value={url}
          maxLength={500}
          placeholder="https://example.com/hook"
          onChange={setUrl}
          problem={problemOf('url')}
        />
      )}
    </FormSheet>
  )
}
