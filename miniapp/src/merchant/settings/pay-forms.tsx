import type { CallOutput } from '@piaoma/shared/client'
import { useState } from 'react'
import { call } from '@/api/client'
import {
  type PayKeysDraft,
  payKeysBody,
  payKeysIssues,
  payLineBody,
  payLineIssues,
  startPayKeys,
  startPayLine,
} from '@/logic/pay-settings'
import { Button } from '@/ui/button'
import { Group, SwitchCell } from '@/ui/cell'
import { ChoiceField, Field } from '@/ui/field'
import { FormSheet } from '@/ui/form-sheet'
import { toast } from '@/ui/toast'
import { useWords } from '@/words'
import { ProductLineFields } from '../parts/product-line-fields'
import { storeChoices, useStores } from '../parts/stores'

type Settings = CallOutput<'GET /api/v1/merchant/wechat-pay'>

interface FormProps {
  settings: Settings
  onClose: () => void
  onSaved: (settings: Settings) => void
}

/** Number, certificate and keys; what is left empty stays, and no secret is shown again. */
export function PayKeysForm({ settings, onClose, onSaved }: FormProps) {
  const words = useWords()
  const t = words.pay
  const [draft, setDraft] = useState(() => startPayKeys(settings))
  const set = (change: Partial<PayKeysDraft>) => setDraft({ ...draft, ...change })
  const kept = settings.isSetUp ? words.wechat.unchanged : undefined
  const save = async () => {
    onSaved(await call('PATCH /api/v1/merchant/wechat-pay', { body: payKeysBody(draft) }))
    toast(words.actions.saved)
  }
  return (
    <FormSheet
      title={t.editKeys}
      issues={payKeysIssues(draft, settings.isSetUp)}
      onSave={save}
      onClose={onClose}
    >
      {(problemOf) => {
        const field = (key: 'mchid' | 'appId' | 'subMchid') => (
          <Field
            label={t[key]}
            kind={key === 'appId' ? 'text' : 'number'}
            value={draft[key]}
            maxLength={32}
            onChange={(value) => set({ [key]: value })}
            problem={problemOf(key)}
          />
        )
        const pem = (key: 'certificate' | 'privateKey', hint: string) => (
          <Field
            isMultiline
            label={t[key]}
            value={draft[key]}
            maxLength={10_000}
            placeholder={kept ?? '-----BEGIN …'}
            hint={hint}
            onChange={(value) => set({ [key]: value })}
            problem={problemOf(key)}
          />
        )
        return (
          <>
            {field('mchid')}
            {field('appId')}
            <SwitchCell
              title={t.partner}
              isOn={draft.isPartner}
              onChange={(isPartner) => set({ isPartner })}
            />
            {draft.isPartner ? field('subMchid') : null}
            {pem('certificate', t.certificateHint)}
            {pem('privateKey', t.privateKeyHint)}
            <Field
              label={t.apiV3Key}
              kind="new-password"
              value={draft.apiV3Key}
              maxLength={64}
              placeholder={kept}
              onChange={(apiV3Key) => set({ apiV3Key })}
              problem={problemOf('apiV3Key')}
            />
            <PlatformKeys
              keys={draft.platformKeys}
              kept={kept}
              onChange={(platformKeys) => set({ platformKeys })}
              problemOf={problemOf}
            />
          </>
        )
      }}
    </FormSheet>
  )
}

const MOST_KEYS = 6

function PlatformKeys(props: {
  keys: PayKeysDraft['platformKeys']
  kept: string | undefined
  onChange: (keys: PayKeysDraft['platformKeys']) => void
  problemOf: (path: string) => string | undefined
}) {
  const words = useWords()
  const t = words.pay
  const { keys, onChange, problemOf } = props
  const change = (at: number, with_: Partial<{ id: string; pem: string }>) =>
    onChange(keys.map((key, index) => (index === at ? { ...key, ...with_ } : key)))
  return (
    <Group title={t.platformKeys} note={problemOf('platformKeys') ?? t.platformKeysNote}>
      {keys.map((key, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: keys have no identity but their place
        <PlatformKey key={index} at={index} value={key} {...props} onType={(typed) => change(index, typed)} />
      ))}
      {keys.length < MOST_KEYS ? (
        <Button size="small" look="quiet" icon="plus" onTap={() => onChange([...keys, { id: '', pem: '' }])}>
          {t.addKey}
        </Button>
      ) : null}
    </Group>
  )
}

function PlatformKey(props: {
  at: number
  value: { id: string; pem: string }
  kept: string | undefined
  onType: (typed: Partial<{ id: string; pem: string }>) => void
  problemOf: (path: string) => string | undefined
}) {
  const words = useWords()
  const { at, value, onType, problemOf } = props
  return (
    <>
      <Field
        label={words.pay.keyId}
        name={`${words.pay.keyId} ${at + 1}`}
        value={value.id}
        maxLength={64}
        placeholder={props.kept ?? 'PUB_KEY_ID_…'}
        onChange={(id) => onType({ id })}
        problem={problemOf(`platformKeys.${at}.id`)}
      />
      <Field
        isMultiline
        label={words.pay.keyPem}
        name={`${words.pay.keyPem} ${at + 1}`}
        value={value.pem}
        maxLength={10_000}
        placeholder={props.kept ?? '-----BEGIN PUBLIC KEY-----'}
        onChange={(pem) => onType({ pem })}
        problem={problemOf(`platformKeys.${at}.pem`)}
      />
    </>
  )
}

/** What every payment without an order of ours stands for on its invoice; switched off such payments make no code. */
export function PayLineForm({ settings, onClose, onSaved }: FormProps) {
  const words = useWords()
  const stores = useStores().filter(({ isActive }) => isActive)
  const [draft, setDraft] = useState(() => startPayLine(settings))
  const set = (change: Partial<typeof draft>) => setDraft({ ...draft, ...change })
  const save = async () => {
    onSaved(await call('PATCH /api/v1/merchant/wechat-pay', { body: payLineBody(draft) }))
    toast(words.actions.saved)
  }
  return (
    <FormSheet title={words.pay.editLine} issues={payLineIssues(draft)} onSave={save} onClose={onClose}>
      {(problemOf) => (
        <>
          <SwitchCell
            title={words.pay.lineOn}
            note={words.pay.lineNote}
            isOn={draft.isOn}
            onChange={(isOn) => set({ isOn })}
          />
          {draft.isOn ? (
            <>
              <ChoiceField
                label={words.filters.store}
                value={draft.storeId || stores[0]?.id}
                choices={storeChoices(stores)}
                onChange={(storeId) => set({ storeId })}
                problem={problemOf('storeId')}
              />
              <ProductLineFields
                canPick
                line={draft}
                onChange={set}
                problemOf={(field) => problemOf(`line.${field}`)}
              />
            </>
          ) : null}
        </>
      )}
    </FormSheet>
  )
}
