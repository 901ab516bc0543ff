import type { MailboxView } from '@piaoma/shared/contract'
import { useState } from 'react'
import { call } from '@/api/client'
import { useAction } from '@/api/use-action'
import type { Issue } from '@/logic/line-draft'
import { Button } from '@/ui/button'
import { SwitchCell } from '@/ui/cell'
import { confirm } from '@/ui/dialog'
import { ChoiceField, Field } from '@/ui/field'
import { FormSheet } from '@/ui/form-sheet'
import { toast } from '@/ui/toast'
import { useWords } from '@/words'

type Security = MailboxView['security']
interface Draft {
  host: string
  port: string
  security: Security
  login: string
  password: string
  folder: string
  isActive: boolean
}

const first = (mailbox: MailboxView | undefined): Draft => ({
  host: mailbox?.host ?? '',
  port: String(mailbox?.port ?? 993),
  security: mailbox?.security ?? 'tls',
  login: mailbox?.login ?? '',
  password: '',
  folder: mailbox?.folder ?? 'INBOX',
  isActive: mailbox?.isActive ?? true,
})

function issuesOf(draft: Draft, isNew: boolean): Issue[] {
  const needed = (['host', 'login', 'folder'] as const).filter((key) => draft[key].trim() === '')
  const issues: Issue[] = needed.map((path) => ({ path, code: 'field.required' }))
  const port = Number(draft.port)
  if (!/^\d{1,5}$/.test(draft.port) || port < 1 || port > 65_535)
    issues.push({ path: 'port', code: 'mailbox.port_form' })
  if (isNew && draft.password === '') issues.push({ path: 'password', code: 'field.required' })
  return issues
}

/** Adds, changes or forgets a mailbox; its password goes in and never comes out. */
export function MailboxForm({ mailbox, onClose }: { mailbox: MailboxView | undefined; onClose: () => void }) {
  const words = useWords()
  const texts = words.mailboxes
  const [draft, setDraft] = useState(() => first(mailbox))
  const set = (change: Partial<Draft>) => setDraft((before) => ({ ...before, ...change }))
  const save = async () => {
    const { password, isActive, port, ...rest } = draft
    const body = { ...rest, port: Number(port), ...(password ? { password } : {}) }
    if (mailbox) {
      const params = { id: mailbox.id }
      await call('PATCH /api/v1/merchant/mailboxes/:id', { params, body: { ...body, isActive } })
    } else await call('POST /api/v1/merchant/mailboxes', { body: { ...body, password } })
    toast(words.actions.saved)
  }
  return (
    <FormSheet
      title={mailbox ? texts.edit : texts.add}
      onClose={onClose}
      issues={issuesOf(draft, !mailbox)}
      onSave={save}
      extra={mailbox ? <Forget mailbox={mailbox} onDone={onClose} /> : null}
    >
      {(problemOf) => (
        <>
          {(['host', 'port', 'login', 'folder'] as const).map((key) => (
            <Field
              key={key}
              label={texts[key]}
              kind={key === 'port' ? 'number' : 'text'}
              value={draft[key]}
              maxLength={key === 'port' ? 5 : 200}
              onChange={(value) => set({ [key]: value })}
              problem={problemOf(key)}
            />
          ))}
          <Field
            label={texts.password}
            kind="new-password"
            value={draft.password}
            maxLength={200}
            hint={mailbox ? texts.passwordKept : undefined}
            onChange={(password) => set({ password })}
            problem={problemOf('password')}
          />
          <ChoiceField<Security>
            label={texts.security}
            value={draft.security}
            choices={(['tls', 'starttls', 'none'] as const).map((value) => ({
              value,
              text: texts.securities[value],
            }))}
            onChange={(security) => set({ security })}
          />
          {mailbox ? (
            <SwitchCell
              title={texts.isActive}
              isOn={draft.isActive}
              onChange={(isActive) => set({ isActive })}
            />
          ) : null}
        </>
      )}
    </FormSheet>
  )
}

function Forget({ mailbox, onDone }: { mailbox: MailboxView; onDone: () => void }) {
  const words = useWords()
  const texts = words.mailboxes
  const forget = useAction(async () => {
    const isSure = await confirm({
      title: texts.deleteTitle(mailbox.login),
      text: texts.deleteText,
      yes: words.actions.delete,
      isDanger: true,
    })
    if (!isSure) return
    await call('DELETE /api/v1/merchant/mailboxes/:id', { params: { id: mailbox.id } })
    toast(words.actions.deleted)
    onDone()
  })
  return (
    <Button look="quiet-danger" isBusy={forget.isBusy} onTap={forget.run}>
      {words.actions.delete}
    </Button>
  )
}
