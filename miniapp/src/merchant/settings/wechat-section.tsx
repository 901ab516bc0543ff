import type { CallOutput } from '@piaoma/shared/client'
import { useState } from 'react'
import { call } from '@/api/client'
import { problemText } from '@/api/problems'
import { useAction } from '@/api/use-action'
import { useResource } from '@/api/use-resource'
import {
  ROUTE_CHOICES,
  type RouteChoice,
  routesOf,
  startWechat,
  type WechatDraft,
  wechatBody,
  wechatIssues,
} from '@/logic/wechat-settings'
import { copyText } from '@/platform'
import { Text } from '@/primitives'
import { useCan } from '@/session/store'
import { Foot } from '@/shell/split'
import { Button } from '@/ui/button'
import { Cell, Group } from '@/ui/cell'
import { ChoiceField, Field, type FieldProps } from '@/ui/field'
import { FormSheet } from '@/ui/form-sheet'
import { Banner } from '@/ui/states'
import { Tag } from '@/ui/tag'
import { toast } from '@/ui/toast'
import { useWords } from '@/words'
import { SectionFrame } from './section-frame'

type Settings = CallOutput<'GET /api/v1/merchant/wechat'>

/** 微信卡包: the merchant's service account, where its events go, and whether WeChat is ready for the first card. */
export function WechatSection() {
  const words = useWords()
  const t = words.wechat
  const canWrite = useCan('settings.write')
  const settings = useResource('GET /api/v1/merchant/wechat', {})
  const [isEditing, setIsEditing] = useState(false)
  return (
    <SectionFrame
      title={words.settings.sections.wechat}
      resource={settings}
      extra={
        canWrite ? (
          <Button size="small" icon="edit" onTap={() => setIsEditing(true)}>
            {words.actions.edit}
          </Button>
        ) : null
      }
    >
      {(data) => (
        <>
          <Group title={t.wallet} note={t.walletNote}>
            <Cell title={t.routes} value={t.routeChoices[routesOf(data.walletRoutes)]} />
            <Cell
              title={t.state}
              value={<Tag tone={data.isReady ? 'good' : 'warn'}>{data.isReady ? t.ready : t.notReady}</Tag>}
            />
          </Group>
          <Group title={t.account}>
            <Cell
              title={t.serviceAppId}
              value={data.serviceAppId ?? '—'}
              extra={<Secret isThere={data.hasServiceSecret} />}
            />
            <Cell title={t.platformAppId} value={data.platformAppId ?? t.samePlatform} />
          </Group>
          <EventAddress url={data.eventUrl} />
          {isEditing ? (
            <AccountForm settings={data} onClose={() => setIsEditing(false)} onSaved={settings.set} />
          ) : null}
          {canWrite ? <SetUp settings={data} onDone={settings.set} /> : null}
        </>
      )}
    </SectionFrame>
  )
}

/** A secret is said to be there, never shown. */
function Secret({ isThere }: { isThere: boolean }) {
  const words = useWords()
  return (
    <Tag tone={isThere ? 'good' : 'warn'}>{isThere ? words.seller.hasSecret : words.seller.noSecret}</Tag>
  )
}

function EventAddress({ url }: { url: string }) {
  const words = useWords()
  const copy = async () => {
    await copyText(url)
    toast(words.actions.copied)
  }
  return (
    <Group title={words.wechat.events} note={words.wechat.eventsNote}>
      <Cell
        isStacked
        title={words.wechat.eventUrl}
        value={<Text className="break">{url}</Text>}
        extra={
          <Button size="small" icon="copy" label={words.wechat.copyUrl} onTap={() => void copy()}>
            {words.actions.copy}
          </Button>
        }
      />
    </Group>
  )
}

/** Makes at WeChat what the card wallet needs; can be run again. */
function SetUp({ settings, onDone }: { settings: Settings; onDone: (settings: Settings) => void }) {
  const words = useWords()
  const [refused, setRefused] = useState<string>()
  const setUp = useAction(
    async () => {
      setRefused(undefined)
      onDone(await call('POST /api/v1/merchant/wechat/set-up', {}))
      toast(words.wechat.isSetUp)
    },
    (problem) => {
      const isMissing = problem.code === 'wechat.not_configured'
      setRefused(isMissing ? words.wechat.incomplete : problemText(problem))
      return true
    },
  )
  return (
    <>
      {refused ? <Banner tone="danger">{refused}</Banner> : null}
      <Foot>
        <Button
          look={settings.isReady ? 'plain' : 'primary'}
          isWide
          isBusy={setUp.isBusy}
          isDisabled={!settings.serviceAppId || !settings.hasServiceSecret}
          onTap={setUp.run}
        >
          {settings.isReady ? words.wechat.setUpAgain : words.wechat.setUp}
        </Button>
      </Foot>
    </>
  )
}

const SECRETS: readonly string[] = ['serviceSecret', 'platformSecret', 'pushToken', 'pushAesKey']
const FIELDS = [
  'serviceAppId',
  'serviceSecret',
  'platformAppId',
  'platformSecret',
  'pushToken',
  'pushAesKey',
  'contactPhone',
] as const

function AccountForm(props: {
  settings: Settings
  onClose: () => void
  onSaved: (settings: Settings) => void
}) {
  const words = useWords()
  const t = words.wechat
  const [draft, setDraft] = useState<WechatDraft>(() => startWechat(props.settings))
  const save = async () => {
    const body = wechatBody(draft, props.settings)
    props.onSaved(await call('PATCH /api/v1/merchant/wechat', { body }))
    toast(words.actions.saved)
  }
  const look = (key: (typeof FIELDS)[number]): Partial<FieldProps> => {
    if (key === 'contactPhone') return { kind: 'tel', placeholder: t.unchanged, hint: t.contactPhoneHint }
    return SECRETS.includes(key) ? { kind: 'new-password', placeholder: t.unchanged } : {}
  }
  return (
    <FormSheet title={t.edit} issues={wechatIssues(draft)} onSave={save} onClose={props.onClose}>
      {(problemOf) => (
        <>
          <ChoiceField<RouteChoice>
            label={t.routes}
            value={draft.routes}
            choices={ROUTE_CHOICES.map((value) => ({ value, text: t.routeChoices[value] }))}
            onChange={(routes) => setDraft({ ...draft, routes })}
            problem={problemOf('walletRoutes')}
          />
          {FIELDS.map((key) => (
            <Field
              key={key}
              label={t[key]}
              value={draft[key]}
              maxLength={128}
              onChange={(value) => setDraft({ ...draft, [key]: value })}
              problem={problemOf(key)}
              {...look(key)}
            />
          ))}
        </>
      )}
    </FormSheet>
  )
}
