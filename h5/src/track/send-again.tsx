import type { ApplicationView } from '@piaoma/shared/contract'
import { say } from '@piaoma/shared/guest'
import { useState } from 'preact/hooks'
import { call, problemOf } from '../platform/api'
import { announce, focusOn } from '../ui/announce'
import { Field } from '../ui/field'
import { useAllWords } from '../words'

interface SendAgainProps {
  token: string
  onSent: (delivery: ApplicationView['deliveries'][number]) => void
}

/** Sends the issued invoices to a further address. */
export function SendAgain({ token, onSent }: SendAgainProps) {
  const t = useAllWords()
  const [email, setEmail] = useState('')
  const [error, setError] = useState<string>()
  const [isSending, setSending] = useState(false)

  const send = async (event: Event) => {
    event.preventDefault()
    const address = email.trim()
    if (isSending) return
    if (!/^\S+@\S+\.\S+$/.test(address)) {
      setError(t.issueEmail)
      focusOn('sendTo')
      return
    }
    setSending(true)
    setError(undefined)
    try {
      const delivery = await call('POST /api/v1/applications/:token/deliveries', {
        params: { token },
        body: { email: address },
      })
      onSent(delivery)
      announce(say(t.sendAccepted, { to: address }))
      setEmail('')
    } catch (caught) {
      const problem = problemOf(caught)
      setError(
        problem.status === 0
          ? t.offlineBody
          : problem.fields?.[0]?.message || problem.detail || problem.title,
      )
    } finally {
      setSending(false)
    }
  }

  return (
    <form class="card" onSubmit={send} noValidate aria-labelledby="send-title">
      <h2 id="send-title">{t.sendAgain}</h2>
      <Field
        id="sendTo"
        label={t.sendAgainLabel}
        value={email}
        onText={(value) => {
          setEmail(value)
          setError(undefined)
        }}
        error={error}
        type="email"
        input={{ autocomplete: 'email', inputMode: 'email' }}
      />
      <button type="submit" class="button second" aria-disabled={isSending}>
        {isSending ? t.sending : t.send}
      </button>
    </form>
  )
}
