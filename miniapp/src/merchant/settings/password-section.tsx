import { fieldMessage } from '@piaoma/shared/messages'
import { useState } from 'react'
import { call } from '@/api/client'
import { problemText } from '@/api/problems'
import { useAction } from '@/api/use-action'
import { Box, Form } from '@/primitives'
import { refreshed, useSession } from '@/session/store'
import { Button } from '@/ui/button'
import { Group } from '@/ui/cell'
import { Field } from '@/ui/field'
import { Banner } from '@/ui/states'
import { toast } from '@/ui/toast'
import { useLanguage, useWords } from '@/words'

const FIELDS = ['current', 'next', 'again'] as const
const EMPTY = { current: '', next: '', again: '' }

/** One's own password; all other sessions end. */
export function PasswordSection() {
  const words = useWords()
  const language = useLanguage()
  const { view } = useSession()
  const hasPassword = view?.user.hasPassword ?? true
  const [draft, setDraft] = useState(EMPTY)
  const [isChecked, setIsChecked] = useState(false)
  const [refused, setRefused] = useState<string>()
  const required = fieldMessage('field.required', language)
  const problems = {
    current: hasPassword && draft.current === '' ? required : undefined,
    next: draft.next.length < 10 ? fieldMessage('password.short', language) : undefined,
    again: draft.again === draft.next ? undefined : words.password.different,
  }
  const save = useAction(
    async () => {
      setIsChecked(true)
      setRefused(undefined)
      if (problems.current || problems.next || problems.again) return
      await call('PUT /api/v1/sessions/current/password', {
        body: { ...(hasPassword ? { current: draft.current } : {}), next: draft.next },
      })
      if (view) refreshed({ ...view, user: { ...view.user, hasPassword: true } })
      setDraft(EMPTY)
      setIsChecked(false)
      toast(words.password.changed)
    },
    (problem) => {
      setRefused(problem.code === 'auth.failed' ? words.password.wrong : problemText(problem))
      return true
    },
  )
  return (
    <Box className="detail">
      {refused ? <Banner tone="danger">{refused}</Banner> : null}
      <Form label={words.settings.sections.password} onSubmit={save.run}>
        <Group note={words.password.note}>
          {FIELDS.filter((field) => hasPassword || field !== 'current').map((field) => (
            <Field
              key={field}
              label={words.password[field]}
              kind={field === 'current' ? 'password' : 'new-password'}
              value={draft[field]}
              maxLength={200}
              onChange={(value) => setDraft({ ...draft, [field]: value })}
              problem={isChecked ? problems[field] : undefined}
            />
          ))}
        </Group>
        <Box className="block">
          <Button look="primary" isWide isSubmit isBusy={save.isBusy}>
            {words.password.change}
          </Button>
        </Box>
      </Form>
    </Box>
  )
}
