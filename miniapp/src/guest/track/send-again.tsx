import { say } from '@piaoma/shared/guest'
import { checkEmail } from '@piaoma/shared/taxpayer'
import { useState } from 'react'
import { useAction } from '@/api/use-action'
import { Form } from '@/primitives'
import { Button } from '@/ui/button'
import { Group } from '@/ui/cell'
import { Field } from '@/ui/field'
import { toast } from '@/ui/toast'
import { call } from '../call'
import { usePhrases } from '../words'

/** Sends the invoices to a further address. */
export function SendAgain({ token, onSent }: { token: string; onSent: () => void }) {
  const t = usePhrases()
  const [email, setEmail] = useState('')
  const [isWrong, setIsWrong] = useState(false)
  const send = useAction(async () => {
    const address = email.trim()
    setIsWrong(!checkEmail(address))
    if (!checkEmail(address)) return
    const delivery = await call('POST /api/v1/applications/:token/deliveries', {
      params: { token },
      body: { email: address },
    })
    setEmail('')
    toast(say(t.sendAccepted, { to: delivery.to }))
    onSent()
  })
  return (
    <Form label={t.sendAgain} onSubmit={send.run}>
      <Group title={t.sendAgain}>
        <Field
          label={t.sendAgainLabel}
          kind="email"
          value={email}
          maxLength={200}
          placeholder="name@example.com"
          onChange={(value) => {
            setEmail(value)
            setIsWrong(false)
          }}
          problem={isWrong ? t.issueEmail : undefined}
          extra={
            <Button size="small" isSubmit isBusy={send.isBusy}>
              {t.send}
            </Button>
          }
        />
      </Group>
    </Form>
  )
}
