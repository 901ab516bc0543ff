import type { CallOutput } from '@piaoma/shared/client'
import { useState } from 'react'
import { call } from '@/api/client'
import { useResource } from '@/api/use-resource'
import type { Issue } from '@/logic/line-draft'
import { Text } from '@/primitives'
import { useCan } from '@/session/store'
import { Button } from '@/ui/button'
import { Cell, Group } from '@/ui/cell'
import { Field } from '@/ui/field'
import { FormSheet } from '@/ui/form-sheet'
import { Empty } from '@/ui/states'
import { Tag } from '@/ui/tag'
import { toast } from '@/ui/toast'
import { useWords } from '@/words'
import { SectionFrame } from './section-frame'

type Seller = CallOutput<'GET /api/v1/merchant/taxpayers'>['items'][number]

/** 销售方: what stands on the invoice, and the credentials of the channel it is issued through. */
export function SellerSection() {
  const words = useWords()
  const canWrite = useCan('settings.write')
  const sellers = useResource('GET /api/v1/merchant/taxpayers', {})
  const [edited, setEdited] = useState<{ seller: Seller; part: 'details' | 'channel' }>()
  return (
    <SectionFrame title={words.settings.sections.seller} resource={sellers}>
      {({ items }) => (
        <>
          {items.length === 0 ? <Empty icon="seller" title={words.seller.none} /> : null}
          {items.map((seller) => (
            <SellerCard
              key={seller.id}
              seller={seller}
              canWrite={canWrite}
              onEdit={(part) => setEdited({ seller, part })}
            />
          ))}
          {edited?.part === 'details' ? (
            <DetailsForm
              seller={edited.seller}
              onClose={() => setEdited(undefined)}
              onSaved={sellers.reload}
            />
          ) : null}
          {edited?.part === 'channel' ? (
            <ChannelForm
              seller={edited.seller}
              onClose={() => setEdited(undefined)}
              onSaved={sellers.reload}
            />
          ) : null}
        </>
      )}
    </SectionFrame>
  )
}

function SellerCard(props: {
  seller: Seller
  canWrite: boolean
  onEdit: (part: 'details' | 'channel') => void
}) {
  const words = useWords()
  const { seller, canWrite, onEdit } = props
  const edit = (part: 'details' | 'channel', label: string) =>
    canWrite ? (
      <Button
        size="small"
        look="quiet"
        label={`${words.actions.edit} ${label} ${seller.name}`}
        onTap={() => onEdit(part)}
      >
        {words.actions.edit}
      </Button>
    ) : undefined
  return (
    <>
      <Group title={seller.name} extra={edit('details', words.seller.edit)}>
        <Cell title={words.buyer.taxpayerId} value={<Text className="number">{seller.taxpayerId}</Text>} />
        <Cell title={words.buyer.address} value={seller.address ?? '—'} />
        <Cell title={words.buyer.phone} value={seller.phone ?? '—'} />
        <Cell title={words.buyer.bankName} value={seller.bankName ?? '—'} />
        <Cell title={words.buyer.bankAccount} value={seller.bankAccount ?? '—'} />
        <Cell title={words.invoices.drawer} value={seller.drawer} />
      </Group>
      <Group
        title={words.seller.channel}
        note={words.seller.channelNote}
        extra={edit('channel', words.seller.channel)}
      >
        <Cell title={words.seller.channelName} value={words.seller.channels[seller.channel.name]} />
        <Cell title={words.seller.gateway} value={seller.channel.gatewayUrl} isStacked />
        <Cell
          title={words.seller.appKey}
          value={seller.channel.appKey || '—'}
          extra={
            <Tag tone={seller.channel.hasSecret ? 'good' : 'warn'}>
              {seller.channel.hasSecret ? words.seller.hasSecret : words.seller.noSecret}
            </Tag>
          }
        />
      </Group>
    </>
  )
}

interface FormProps {
  seller: Seller
  onClose: () => void
  onSaved: () => void
}

const DETAILS = ['address', 'phone', 'bankName', 'bankAccount', 'drawer'] as const

function DetailsForm({ seller, onClose, onSaved }: FormProps) {
  const words = useWords()
  const [draft, setDraft] = useState(
    () =>
      Object.fromEntries(DETAILS.map((field) => [field, seller[field] ?? ''])) as Record<
        (typeof DETAILS)[number],
        string
      >,
  )
  // Whoever issues is always printed; the rest may be cleared.
  const issues: Issue[] = draft.drawer.trim() === '' ? [{ path: 'drawer', code: 'field.required' }] : []
  const labels = { ...words.buyer, drawer: words.invoices.drawer }
  const save = async () => {
    const body = Object.fromEntries(DETAILS.map((field) => [field, draft[field].trim() || null]))
    await call('PATCH /api/v1/merchant/taxpayers/:id', { params: { id: seller.id }, body })
    toast(words.actions.saved)
    onSaved()
  }
  return (
    <FormSheet title={words.seller.edit} issues={issues} onSave={save} onClose={onClose}>
      {(problemOf) =>
        DETAILS.map((field) => (
          <Field
            key={field}
            label={labels[field]}
            value={draft[field]}
            maxLength={80}
            onChange={(value) => setDraft({ ...draft, [field]: value })}
            problem={problemOf(field)}
          />
        ))
      }
    </FormSheet>
  )
}

function ChannelForm({ seller, onClose, onSaved }: FormProps) {
  const words = useWords()
  const [draft, setDraft] = useState({
    gatewayUrl: seller.channel.gatewayUrl,
    tokenUrl: '',
    appKey: seller.channel.appKey,
    appSecret: '',
  })
  const issues: Issue[] = []
  for (const field of ['gatewayUrl', 'tokenUrl'] as const) {
    if (!/^https?:\/\/\S+$/.test(draft[field].trim()))
      issues.push({ path: `channel.${field}`, code: 'url.form' })
  }
  for (const field of ['appKey', 'appSecret'] as const) {
    if (draft[field].trim() === '') issues.push({ path: `channel.${field}`, code: 'field.required' })
  }
  const save = async () => {
    const channel = {
      gatewayUrl: draft.gatewayUrl.trim(),
      tokenUrl: draft.tokenUrl.trim(),
      appKey: draft.appKey.trim(),
      appSecret: draft.appSecret.trim(),
    }
    await call('PATCH /api/v1/merchant/taxpayers/:id', { params: { id: seller.id }, body: { channel } })
    toast(words.actions.saved)
    onSaved()
  }
  return (
    <FormSheet title={words.seller.channel} issues={issues} onSave={save} onClose={onClose}>
      {(problemOf) => (
        <>
          {(
            [
              ['gatewayUrl', words.seller.gateway],
              ['tokenUrl', words.seller.tokenUrl],
              ['appKey', words.seller.appKey],
              ['appSecret', words.seller.appSecret],
            ] as const
          ).map(([key, label]) => (
            <Field
              key={key}
              label={label}
              kind={key === 'appSecret' ? 'new-password' : 'text'}
              value={draft[key]}
              onChange={(value) => setDraft({ ...draft, [key]: value })}
              problem={problemOf(`channel.${key}`)}
            />
          ))}
        </>
      )}
    </FormSheet>
  )
}
