import type { CallOutput } from '@piaoma/shared/client'
import { formatTaxRate } from '@piaoma/shared/tax'
import { useState } from 'react'
import { call } from '@/api/client'
import { useAction } from '@/api/use-action'
import { useResource } from '@/api/use-resource'
import { dateTime } from '@/logic/times'
import { useCan } from '@/session/store'
import { Button } from '@/ui/button'
import { Cell, Group } from '@/ui/cell'
import { confirm } from '@/ui/dialog'
import { Empty } from '@/ui/states'
import { toast } from '@/ui/toast'
import { useWords } from '@/words'
import { KeyForm, TillForm } from './key-forms'
import { type Secret, SecretSheet } from './secret-sheet'
import { SectionFrame } from './section-frame'

type ApiKey = CallOutput<'GET /api/v1/merchant/api-keys'>['items'][number]
type Till = CallOutput<'GET /api/v1/merchant/tills'>['items'][number]

/** Keys for programs, and tills that sign codes off-line. Secrets are shown once. */
export function KeysSection() {
  const words = useWords()
  const keys = useResource('GET /api/v1/merchant/api-keys', {})
  const tills = useResource('GET /api/v1/merchant/tills', {})
  const [form, setForm] = useState<'key' | 'till'>()
  const [secret, setSecret] = useState<Secret>()
  const close = () => setForm(undefined)
  return (
    <SectionFrame title={words.settings.sections.keys} resource={keys}>
      {({ items }) => (
        <>
          <KeyGroup keys={items} onAdd={() => setForm('key')} onChanged={keys.reload} />
          <TillGroup tills={tills.data?.items ?? []} onAdd={() => setForm('till')} onChanged={tills.reload} />
          {form === 'key' ? <KeyForm onClose={close} onMade={setSecret} /> : null}
          {form === 'till' ? <TillForm onClose={close} onMade={setSecret} /> : null}
          {secret ? (
            <SecretSheet
              secret={secret}
              onClose={() => {
                setSecret(undefined)
                keys.reload()
                tills.reload()
              }}
            />
          ) : null}
        </>
      )}
    </SectionFrame>
  )
}

function AddButton({ text, onTap }: { text: string; onTap: () => void }) {
  if (!useCan('keys.write')) return null
  return (
    <Button size="small" look="quiet" icon="plus" onTap={onTap}>
      {text}
    </Button>
  )
}

function KeyGroup(props: { keys: readonly ApiKey[]; onAdd: () => void; onChanged: () => void }) {
  const words = useWords()
  const usedText = (key: ApiKey) =>
    key.lastUsedAt ? words.keys.lastUsed(dateTime(key.lastUsedAt)) : words.keys.unused
  return (
    <Group
      title={words.keys.title}
      note={words.keys.note}
      extra={<AddButton text={words.keys.add} onTap={props.onAdd} />}
    >
      {props.keys.length === 0 ? <Empty icon="key" title={words.keys.none} /> : null}
      {props.keys.map((key) => (
        <Cell
          key={key.id}
          title={key.name}
          note={`${key.hint} · ${usedText(key)}`}
          extra={
            <RevokeButton
              name={key.name}
              onRevoke={async () => {
                await call('DELETE /api/v1/merchant/api-keys/:id', { params: { id: key.id } })
                props.onChanged()
              }}
            />
          }
        />
      ))}
    </Group>
  )
}

function TillGroup(props: { tills: readonly Till[]; onAdd: () => void; onChanged: () => void }) {
  const words = useWords()
  return (
    <Group
      title={words.tills.title}
      note={words.tills.note}
      extra={<AddButton text={words.tills.add} onTap={props.onAdd} />}
    >
      {props.tills.length === 0 ? <Empty icon="till" title={words.tills.none} /> : null}
      {props.tills.map((till) => (
        <Cell
          key={till.id}
          title={till.name}
          note={`${till.keyId} · ${till.storeName} · ${till.line.name} ${formatTaxRate(till.line.taxRate)}`}
          extra={
            till.isActive ? (
              <RevokeButton
                name={till.name}
                onRevoke={async () => {
                  await call('DELETE /api/v1/merchant/tills/:id', { params: { id: till.id } })
                  props.onChanged()
                }}
              />
            ) : undefined
          }
        />
      ))}
    </Group>
  )
}

/** Ends a key or till after a question. */
function RevokeButton({ name, onRevoke }: { name: string; onRevoke: () => Promise<void> }) {
  const words = useWords()
  const canWrite = useCan('keys.write')
  const revoke = useAction(async () => {
    const isSure = await confirm({
      title: words.keys.revokeTitle(name),
      text: words.keys.revokeText,
      yes: words.keys.revoke,
      isDanger: true,
    })
    if (!isSure) return
    await onRevoke()
    toast(words.keys.revoked)
  })
  if (!canWrite) return null
  return (
    <Button size="small" isBusy={revoke.isBusy} label={`${words.keys.revoke} ${name}`} onTap={revoke.run}>
      {words.keys.revoke}
    </Button>
  )
}
