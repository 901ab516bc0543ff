import { useState } from 'react'
import { call } from '@/api/client'
import { useResource } from '@/api/use-resource'
import type { Issue } from '@/logic/line-draft'
import { useCan } from '@/session/store'
import { Button } from '@/ui/button'
import { Cell, Group, SwitchCell } from '@/ui/cell'
import { ChoiceField, Field } from '@/ui/field'
import { FormSheet } from '@/ui/form-sheet'
import { Empty } from '@/ui/states'
import { Tag } from '@/ui/tag'
import { toast } from '@/ui/toast'
import { useWords } from '@/words'
import type { StoreItem } from '../parts/stores'
import { SectionFrame } from './section-frame'

/** 门店/开票点. */
export function StoresSection() {
  const words = useWords()
  const canWrite = useCan('settings.write')
  const stores = useResource('GET /api/v1/merchant/stores', {})
  const [edited, setEdited] = useState<StoreItem | 'new'>()
  return (
    <SectionFrame
      title={words.settings.sections.stores}
      resource={stores}
      extra={
        canWrite ? (
          <Button size="small" icon="plus" onTap={() => setEdited('new')}>
            {words.stores.add}
          </Button>
        ) : null
      }
    >
      {({ items }) => (
        <>
          {items.length === 0 ? <Empty icon="store" title={words.stores.none} /> : null}
          {items.length > 0 ? (
            <Group>
              {items.map((store) => (
                <Cell
                  key={store.id}
                  title={store.name}
                  note={[store.sellerName, store.address, store.phone].filter(Boolean).join(' · ')}
                  extra={store.isActive ? undefined : <Tag tone="neutral">{words.stores.inactive}</Tag>}
                  onTap={canWrite ? () => setEdited(store) : undefined}
                />
              ))}
            </Group>
          ) : null}
          {edited ? (
            <StoreForm
              store={edited === 'new' ? undefined : edited}
              onClose={() => setEdited(undefined)}
              onSaved={stores.reload}
            />
          ) : null}
        </>
      )}
    </SectionFrame>
  )
}

interface StoreDraft {
  name: string
  taxpayerId: string
  address: string
  phone: string
  isActive: boolean
}

function StoreForm(props: { store?: StoreItem; onClose: () => void; onSaved: () => void }) {
  const words = useWords()
  const { store } = props
  const [draft, setDraft] = useState<StoreDraft>({
    name: store?.name ?? '',
    taxpayerId: store?.taxpayerId ?? '',
    address: store?.address ?? '',
    phone: store?.phone ?? '',
    isActive: store?.isActive ?? true,
  })
  const set = (change: Partial<StoreDraft>) => setDraft({ ...draft, ...change })
  const issues: Issue[] = draft.name.trim() === '' ? [{ path: 'name', code: 'field.required' }] : []
  const save = async () => {
    const body = {
      name: draft.name.trim(),
      ...(draft.taxpayerId ? { taxpayerId: draft.taxpayerId } : {}),
      isActive: draft.isActive,
    }
    const address = draft.address.trim()
    const phone = draft.phone.trim()
    if (store) {
      const change = { ...body, address: address || null, phone: phone || null }
      await call('PATCH /api/v1/merchant/stores/:id', { params: { id: store.id }, body: change })
    } else {
      const details = { ...(address ? { address } : {}), ...(phone ? { phone } : {}) }
      await call('POST /api/v1/merchant/stores', { body: { ...body, ...details } })
    }
    toast(words.actions.saved)
    props.onSaved()
  }
  return (
    <FormSheet
      title={store ? words.stores.edit : words.stores.add}
      issues={issues}
      onSave={save}
      onClose={props.onClose}
    >
      {(problemOf) => <StoreFields draft={draft} onChange={set} problemOf={problemOf} />}
    </FormSheet>
  )
}

function StoreFields(props: {
  draft: StoreDraft
  onChange: (change: Partial<StoreDraft>) => void
  problemOf: (path: string) => string | undefined
}) {
  const words = useWords()
  const { draft, onChange, problemOf } = props
  const canReadSellers = useCan('settings.read')
  const sellers =
    useResource('GET /api/v1/merchant/taxpayers', canReadSellers ? {} : undefined).data?.items ?? []
  return (
    <>
      <Field
        label={words.stores.name}
        value={draft.name}
        maxLength={60}
        onChange={(name) => onChange({ name })}
        problem={problemOf('name')}
      />
      {sellers.length > 1 ? (
        <ChoiceField
          label={words.invoices.seller}
          value={draft.taxpayerId || undefined}
          choices={sellers.map((seller) => ({
            value: seller.id,
            text: seller.name,
            note: seller.taxpayerId,
          }))}
          onChange={(taxpayerId) => onChange({ taxpayerId })}
          problem={problemOf('taxpayerId')}
        />
      ) : null}
      <Field
        label={words.buyer.address}
        value={draft.address}
        maxLength={100}
        onChange={(address) => onChange({ address })}
        problem={problemOf('address')}
      />
      <Field
        label={words.stores.phone}
        kind="tel"
        value={draft.phone}
        maxLength={30}
        onChange={(phone) => onChange({ phone })}
        problem={problemOf('phone')}
      />
      <SwitchCell
        title={words.stores.isActive}
        note={words.stores.isActiveNote}
        isOn={draft.isActive}
        onChange={(isActive) => onChange({ isActive })}
      />
    </>
  )
}
