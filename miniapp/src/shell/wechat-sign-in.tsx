import { useState } from 'react'
import { problemText } from '@/api/problems'
import { useAction } from '@/api/use-action'
import { tokenOfInvitation } from '@/logic/invitation'
import type { Wechat } from '@/platform/wechat'
import { Form } from '@/primitives'
import { PhoneButton } from '@/primitives/open-button'
import { bindWechat, signInByWechat } from '@/session/enter'
import { Button } from '@/ui/button'
import { Field } from '@/ui/field'
import { Banner } from '@/ui/states'
import { useWords } from '@/words'

interface Told {
  onSaid: (words: string | undefined) => void
  onDone: (() => void) | undefined
}

/** One tap for whoever bound his WeChat before; the others get a ticket to bind it with. */
export function WechatSignIn(props: Told & { wechat: Wechat; onTicket: (ticket: string) => void }) {
  const words = useWords()
  const enter = useAction(
    async () => {
      props.onSaid(undefined)
      const code = await props.wechat.loginCode()
      if (!code) return props.onSaid(words.signIn.wechatAway)
      const ticket = await signInByWechat(code)
      if (ticket) props.onTicket(ticket)
      else props.onDone?.()
    },
    (failed) => {
      props.onSaid(failed.code === 'wechat.not_configured' ? words.signIn.wechatOff : problemText(failed))
      return true
    },
  )
  return (
    <Button look="primary" isWide isBusy={enter.isBusy} onTap={enter.run}>
      {words.signIn.byWechat}
    </Button>
  )
}

/** Who this WeChat belongs to: by the phone number that WeChat vouches for, or by an invitation. */
export function WechatBinding(props: Told & { ticket: string; onOver: () => void }) {
  const words = useWords()
  const [link, setLink] = useState('')
  const [isWrong, setIsWrong] = useState(false)
  const bind = useAction(
    async (proof: { phoneCode: string } | { linkToken: string }) => {
      props.onSaid(undefined)
      await bindWechat(props.ticket, proof)
      props.onDone?.()
    },
    (failed) => {
      props.onSaid(problemText(failed))
      // The ticket lasts ten minutes: begin again.
      if (failed.code === 'wechat.code_invalid') props.onOver()
      return true
    },
  )
  const byLink = () => {
    const linkToken = tokenOfInvitation(link)
    setIsWrong(!linkToken)
    if (linkToken) bind.run({ linkToken })
  }
  return (
    <>
      <Banner tone="info">{words.signIn.unbound}</Banner>
      <PhoneButton
        className="button button-primary button-wide"
        onCode={(phoneCode) => {
          if (phoneCode) bind.run({ phoneCode })
          else props.onSaid(words.signIn.phoneDeclined)
        }}
      >
        {words.signIn.byPhone}
      </PhoneButton>
      <Form className="group-body" label={words.signIn.byLink} onSubmit={byLink}>
        <Field
          label={words.signIn.link}
          value={link}
          maxLength={400}
          placeholder={words.signIn.linkHint}
          problem={isWrong ? words.signIn.linkWrong : undefined}
          onChange={(value) => {
            setLink(value)
            setIsWrong(false)
          }}
          extra={
            <Button size="small" isSubmit label={words.signIn.byLink}>
              {words.signIn.bind}
            </Button>
          }
        />
      </Form>
    </>
  )
}
