import { formatTaxRate, type TaxRate } from '@piaoma/shared/tax'
import { useState } from 'react'
import { call } from '@/api/client'
import { useAction } from '@/api/use-action'
import { useResource } from '@/api/use-resource'
import type { Issue } from '@/logic/line-draft'
import { dateTime } from '@/logic/times'
import { useCan } from '@/session/store'
import { Button } from '@/ui/button'
import { Cell, Group } from '@/ui/cell'
import { confirm } from '@/ui/dialog'
import { ChoiceField, Field } from '@/ui/field'
import { Empty } from '@/ui/states'
import { toast } from '@/ui/toast'
import { useWords } from '@/words'
import { GoodsSheet } from '../parts/goods-sheet'
import { RATE_CHOICES } from '../parts/line-fields'
import { storeChoices, useStores } from '../parts/stores'
import { TaxCodeField } from '../parts/tax-code-field'
import { FormSheet } from './form-sheet'
import { type Secret, SecretSheet } from './secret-sheet'
import { SectionFrame } from './section-frame'

/** Keys for programs, and tills that sign codes off-line. Secrets are shown once. */
export function KeysSection() {
  const words = useWords()
  const canWrite = useCan('keys.write')
  const keys = useResource('GET /api/v1/merchant/api-keys', {})
  const tills = useResource('GET /api/v1/merchant/tills', {})
  const [form, setForm] = useState<'key' | 'till'>()
  const [secret, setSecret] = useState<Secret>()
  const addButton = (kind: 'key' | 'till', text: string) =>
    canWrite ? (
      <Button size="small" look="quiet" icon="plus" onTap={() => setForm(kind)}>
        {text}
      </Button>
    ) : undefined
  return (
    <SectionFrame title={words.settings.sections.keys} resource={keys}>
      {({ items }) => (
        <>
          <Group title={words.keys.title} note={words.keys.note} extra={addButton('key', words.keys.add)}>
            {items.length === 0 ? <Empty icon="key" title={words.keys.none} /> : null}
            {items.map((key) => (
              <Cell
                key={key.id}
                title={key.name}
                note={`${key.hint} · ${key.lastUsedAt ? words.keys.lastUsed(dateTime(key.lastUsedAt)) : words.keys.unused}`}
                extra={
                  canWrite ? (
                    <RevokeButton
                      name={key.name}
                      onRevoke={async () => {
                        await call('DELETE /api/v1/merchant/api-keys/:id', { params: { id: key.id } })
                        keys.reload()
                      }}
                    />
                  ) : undefined
                }
              />
            ))}
          </Group>
          <Group title={words.tills.title} note={words.tills.note} extra={addButton('till', words.tills.add)}>
            {tills.data?.items.length === 0 ? <Empty icon="till" title={words.tills.none} /> : null}
            {(tills.data?.items ?? []).map((till) => (
              <Cell
                key={till.id}
                title={till.name}
                note={`${till.keyId} · ${till.storeName} · ${till.line.name} ${formatTaxRate(till.line.taxRate)}`}
                extra={
                  canWrite && till.isActive ? (
                    <RevokeButton
                      name={till.name}
                      onRevoke={async () => {
                        await call('DELETE /api/v1/merchant/tills/:id', { params: { id: till.id } })
                        tills.reload()
                      }}
                    />
                  ) : undefined
                }
              />
            ))}
          </Group>
          {form === 'key' ? (
            <KeyForm
              onClose={() => setForm(undefined)}
              onMade={(made) => {
                setSecret(made)
                keys.reload()
              }}
            />
          ) : null}
          {form === 'till' ? (
            <TillForm
              onClose={() => setForm(undefined)}
              onMade={(made) => {
                setSecret(made)
                tills.reload()
              }}
            />
          ) : null}
          {secret ? <SecretSheet secret={secret} onClose={() => setSecret(undefined)} /> : null}
        </>
      )}
    </SectionFrame>
  )
}

/** Ends a key or till after a question. */
function RevokeButton({ name, onRevoke }: { name: string; onRevoke: () => Promise<void> }) {
  const words = useWords()
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
  return (
    <Button size="small" isBusy={revoke.isBusy} label={`${words.keys.revoke} ${name}`} onTap={revoke.run}>
      {words.keys.revoke}
    </Button>
  )
}

interface FormProps {
  onClose: () => void
  onMade: (secret: Secret) => void
}

function KeyForm({ onClose, onMade }: FormProps) {
  const words = useWords()
  const [name, setName] = useState('')
  const save = async () => {
    const made = await call('POST /api/v1/merchant/api-keys', { body: { name: name.trim() } })
    onMade({
      title: words.keys.created,
      facts: [{ name: words.keys.name, value: made.name }],
      value: made.key,
    })
  }
  return (
    <FormSheet
      title={words.keys.add}
      saveText={words.keys.make}
      issues={name.trim() === '' ? [{ path: 'name', code: 'field.required' }] : []}
      onSave={save}
      onClose={onClose}
    >
      {(problemOf) => (
        <Field
          label={words.keys.name}
          value={name}
          maxLength={40}
          placeholder={words.keys.nameHint}
          onChange={setName}
          problem={problemOf('name')}
        />
      )}
    </FormSheet>
  )
}

function TillForm({ onClose, onMade }: FormProps) {
  const words = useWords()
  const stores = useStores()
  const [isPicking, setIsPicking] = useState(false)
  const [draft, setDraft] = useState({
    name: '',
    storeId: '',
    goods: '',
    taxCode: '',
    taxRate: '0.06' as TaxRate,
  })
  const set = (change: Partial<typeof draft>) => setDraft({ ...draft, ...change })
  const storeId = draft.storeId || stores[0]?.id
  const issues: Issue[] = []
  if (draft.name.trim() === '') issues.push({ path: 'name', code: 'field.required' })
  if (!storeId) issues.push({ path: 'storeId', code: 'field.required' })
  if (draft.goods.trim() === '') issues.push({ path: 'line.name', code: 'field.required' })
  if (!/^\d{19}$/.test(draft.taxCode)) issues.push({ path: 'line.taxCode', code: 'line.tax_code_form' })
  const save = async () => {
    const made = await call('POST /api/v1/merchant/tills', {
      body: {
        name: draft.name.trim(),
        storeId: storeId ?? '',
        line: { name: draft.goods.trim(), taxRate: draft.taxRate, taxCode: draft.taxCode },
      },
    })
    onMade({
      title: words.tills.created,
      facts: [
        { name: words.tills.name, value: made.name },
        { name: words.tills.keyId, value: made.keyId },
      ],
      value: made.secret,
    })
  }
  return (
    <FormSheet
      title={words.tills.add}
      saveText={words.keys.make}
      issues={issues}
      onSave={save}
      onClose={onClose}
    >
      {(problemOf) => (
        <>
          <Field
            label={words.tills.name}
            value={draft.name}
            maxLength={40}
            placeholder={words.tills.nameHint}
            onChange={(name) => set({ name })}
            problem={problemOf('name')}
          />
          <ChoiceField
            label={words.filters.store}
            value={storeId}
            choices={storeChoices(stores)}
            onChange={(id) => set({ storeId: id })}
            problem={problemOf('storeId')}
          />
          <Field
            label={words.tills.line}
            value={draft.goods}
            maxLength={90}
            hint={words.tills.lineHint}
            onChange={(goods) => set({ goods })}
            problem={problemOf('line.name')}
            extra={
              <Button size="small" label={words.goods.choose} onTap={() => setIsPicking(true)}>
                {words.lines.pick}
              </Button>
            }
          />
          <TaxCodeField
            label={words.lines.taxCode}
            value={draft.taxCode}
            onChange={(taxCode) => set({ taxCode })}
            problem={problemOf('line.taxCode')}
          />
          <ChoiceField<TaxRate>
            label={words.lines.taxRate}
            value={draft.taxRate}
            choices={RATE_CHOICES}
            onChange={(taxRate) => set({ taxRate })}
          />
          <GoodsSheet
            isOpen={isPicking}
            onClose={() => setIsPicking(false)}
            onChoose={(goods) => {
              setIsPicking(false)
              set({ goods: goods.name, taxCode: goods.taxCode, taxRate: goods.taxRate })
            }}
          />
        </>
      )}
    </FormSheet>
  )
}
