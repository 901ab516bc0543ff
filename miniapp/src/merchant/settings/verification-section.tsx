import type { CallOutput } from '@piaoma/shared/client'
import { useState } from 'react'
import { call } from '@/api/client'
import { useAction } from '@/api/use-action'
import { useForm } from '@/api/use-form'
import { useResource } from '@/api/use-resource'
import type { Issue } from '@/logic/line-draft'
import { useCan } from '@/session/store'
import { Foot } from '@/shell/split'
import { Button } from '@/ui/button'
import { Group } from '@/ui/cell'
import { ChoiceField, Field } from '@/ui/field'
import { Banner } from '@/ui/states'
import { toast } from '@/ui/toast'
import { useWords } from '@/words'
import { SectionFrame } from './section-frame'

type Account = NonNullable<CallOutput<'GET /api/v1/merchant/verification-account'>['account']>
const PROVIDERS = ['bureau', 'tencent', 'baidu'] as const

/** The service that verifies received invoices. */
export function VerificationSection() {
  const words = useWords()
  const account = useResource('GET /api/v1/merchant/verification-account', {})
  return (
    <SectionFrame title={words.settings.sections.verificationAccount} resource={account}>
      {(data) => <AccountForm account={data.account} onSaved={account.set} />}
    </SectionFrame>
  )
}

type Draft = Pick<Account, 'provider' | 'url' | 'appKey'> & { appSecret: string }

function AccountForm(props: {
  account: Account | null
  onSaved: (saved: { account: Account | null }) => void
}) {
  const words = useWords()
  const texts = words.verificationAccount
  const canWrite = useCan('settings.write')
  const { account } = props
  const [first] = useState<Draft>({
    provider: account?.provider ?? 'bureau',
    url: account?.url ?? '',
    appKey: account?.appKey ?? '',
    appSecret: '',
  })
  const form = useForm<Draft>(first, (draft) => issuesOf(draft, account?.hasSecret ?? false))
  const { draft, set, problemOf } = form
  const save = useAction(async () => {
    if (!form.isRight()) return
    const { appSecret, ...rest } = draft
    const body = { ...rest, ...(appSecret ? { appSecret } : {}) }
    props.onSaved(await call('PUT /api/v1/merchant/verification-account', { body }))
    set({ appSecret: '' })
    toast(words.actions.saved)
  }, form.refuse)
  const text = (key: 'url' | 'appKey', maxLength: number) => (
    <Field
      label={texts[key]}
      value={draft[key]}
      maxLength={maxLength}
      isDisabled={!canWrite}
      onChange={(value) => set({ [key]: value })}
      problem={problemOf(key)}
    />
  )
  return (
    <>
      {account ? null : <Banner tone="warn">{texts.none}</Banner>}
      <Group note={texts.note}>
        <ChoiceField
          label={texts.provider}
          value={draft.provider}
          choices={PROVIDERS.map((value) => ({ value, text: texts.providers[value] }))}
          isDisabled={!canWrite}
          onChange={(provider) => set({ provider })}
          problem={problemOf('provider')}
        />
        {text('url', 300)}
        {text('appKey', 100)}
        <Field
          label={texts.appSecret}
          kind="new-password"
          value={draft.appSecret}
          maxLength={200}
          isDisabled={!canWrite}
          hint={account?.hasSecret ? texts.secretKept : undefined}
          onChange={(appSecret) => set({ appSecret })}
          problem={problemOf('appSecret')}
        />
      </Group>
      {canWrite ? (
        <Foot>
          <Button look="primary" isWide isBusy={save.isBusy} onTap={save.run}>
            {words.actions.save}
          </Button>
        </Foot>
      ) : null}
    </>
  )
}

function issuesOf(draft: Draft, hasSecret: boolean): Issue[] {
  const needed = (['url', 'appKey'] as const).filter((key) => draft[key].trim() === '')
  const isSecretMissing = draft.appSecret === '' && !hasSecret
  return [...needed, ...(isSecretMissing ? ['appSecret'] : [])].map((path) => ({
    path,
    code: 'field.required',
  }))
}
