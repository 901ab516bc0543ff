import type { CallOutput } from '@piaoma/shared/client'
import { formatTaxRate } from '@piaoma/shared/tax'
import { type ReactNode, useState } from 'react'
import { call } from '@/api/client'
import { useAction } from '@/api/use-action'
import { useResource } from '@/api/use-resource'
import { copyText } from '@/platform'
import { Text } from '@/primitives'
import { useCan } from '@/session/store'
import { Foot } from '@/shell/split'
import { Button } from '@/ui/button'
import { Cell, Group } from '@/ui/cell'
import { Banner } from '@/ui/states'
import { Tag } from '@/ui/tag'
import { toast } from '@/ui/toast'
import { useWords } from '@/words'
import { useStores } from '../parts/stores'
import { PayKeysForm, PayLineForm } from './pay-forms'
import { SectionFrame } from './section-frame'

type Settings = CallOutput<'GET /api/v1/merchant/wechat-pay'>

/** 微信支付: number and keys, what a payment without an order becomes, and whether WeChat answers. */
export function PaySection() {
  const words = useWords()
  const t = words.pay
  const canWrite = useCan('settings.write')
  const settings = useResource('GET /api/v1/merchant/wechat-pay', {})
  const [edited, setEdited] = useState<'keys' | 'line'>()
  const edit = (part: 'keys' | 'line', label: string) =>
    canWrite ? (
      <Button size="small" look="quiet" label={label} onTap={() => setEdited(part)}>
        {words.actions.edit}
      </Button>
    ) : undefined
  const form = { onClose: () => setEdited(undefined), onSaved: settings.set }
  return (
    <SectionFrame title={words.settings.sections.pay} resource={settings}>
      {(data) => (
        <>
          <Group title={t.account} note={t.accountNote} extra={edit('keys', t.editKeys)}>
            <Cell
              title={t.state}
              value={<Tag tone={data.isSetUp ? 'good' : 'warn'}>{data.isSetUp ? t.isSetUp : t.notSetUp}</Tag>}
            />
            <Cell title={t.mchid} value={data.mchid ?? '—'} />
            {data.subMchid ? <Cell title={t.subMchid} value={data.subMchid} /> : null}
            <Cell title={t.appId} value={data.appId ?? '—'} />
            <Cell
              isStacked
              title={t.serial}
              value={<Text className="break">{data.certificateSerial ?? '—'}</Text>}
            />
            <Cell
              isStacked
              title={t.platformKeys}
              value={<Text className="break">{data.platformKeyIds.join('、') || '—'}</Text>}
            />
          </Group>
          {data.isSetUp ? (
            <>
              <LineGroup settings={data} extra={edit('line', t.editLine)} />
              <CallbackAddress url={data.callbackUrl ?? ''} />
              {canWrite ? <Check /> : null}
            </>
          ) : null}
          {edited === 'keys' ? <PayKeysForm settings={data} {...form} /> : null}
          {edited === 'line' ? <PayLineForm settings={data} {...form} /> : null}
        </>
      )}
    </SectionFrame>
  )
}

function LineGroup({ settings, extra }: { settings: Settings; extra: ReactNode }) {
  const words = useWords()
  const stores = useStores()
  const { line, storeId } = settings
  return (
    <Group title={words.pay.line} note={words.pay.lineNote} extra={extra}>
      {line ? (
        <>
          <Cell title={line.name} note={line.taxCode} value={formatTaxRate(line.taxRate)} />
          <Cell
            title={words.filters.store}
            value={stores.find(({ id }) => id === storeId)?.name ?? words.pay.firstStore}
          />
        </>
      ) : (
        <Cell title={words.pay.noLine} />
      )}
    </Group>
  )
}

function CallbackAddress({ url }: { url: string }) {
  const words = useWords()
  const copy = async () => {
    await copyText(url)
    toast(words.actions.copied)
  }
  return (
    <Group title={words.pay.callback} note={words.pay.callbackNote}>
      <Cell
        isStacked
        title={words.pay.callbackUrl}
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

/** Asks WeChat for an echo, so that a wrong key is known before the first payment. */
function Check() {
  const words = useWords()
  const [found, setFound] = useState<CallOutput<'POST /api/v1/merchant/wechat-pay/check'>>()
  const check = useAction(async () => {
    setFound(undefined)
    setFound(await call('POST /api/v1/merchant/wechat-pay/check', {}))
  })
  return (
    <>
      {found ? (
        <Banner tone={found.outcome === 'ready' ? 'good' : found.outcome === 'refused' ? 'danger' : 'warn'}>
          {[words.pay.outcomes[found.outcome], found.cause].filter(Boolean).join(' ')}
        </Banner>
      ) : null}
      <Foot>
        <Button look="primary" isWide isBusy={check.isBusy} onTap={check.run}>
          {words.pay.check}
        </Button>
      </Foot>
    </>
  )
}
