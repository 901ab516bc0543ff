import { useState } from 'react'
import { problemText } from '@/api/problems'
import { useAction } from '@/api/use-action'
import { wechat } from '@/platform/wechat'
import { Box, Form, Heading } from '@/primitives'
import { bindWechat, signIn, useEntering } from '@/session/enter'
import { useSession } from '@/session/store'
import { Button } from '@/ui/button'
import { Field } from '@/ui/field'
import { Banner } from '@/ui/states'
import { setLanguage, useLanguage, useWords } from '@/words'
import { WechatBinding, WechatSignIn } from './wechat-sign-in'

/** By WeChat where there is one, or by login and password; says why a one-time link or the last attempt failed. */
export function SignInPanel({ onDone }: { onDone?: () => void }) {
  const words = useWords()
  const language = useLanguage()
  const { status } = useSession()
  const entering = useEntering()
  const [said, setSaid] = useState<string>()
  // This phone's WeChat is nobody's yet: whoever proves who he is binds it.
  const [ticket, setTicket] = useState<string>()
  const problem = said ?? (entering.problem && problemText(entering.problem))
  return (
    <Box className="sign-in">
      <Box className="sign-in-brand">
        <Box className="brand-mark" />
        <Heading level={1} className="sign-in-title">
          {words.app.name}
        </Heading>
        <Box className="sign-in-note">{words.app.note}</Box>
      </Box>
      <Box className="sign-in-form">
        {status === 'expired' ? <Banner tone="info">{words.signIn.expired}</Banner> : null}
        {problem ? <Banner tone="danger">{problem}</Banner> : null}
        {wechat && !ticket ? (
          <WechatSignIn wechat={wechat} onTicket={setTicket} onSaid={setSaid} onDone={onDone} />
        ) : null}
        {ticket ? (
          <WechatBinding
            ticket={ticket}
            onOver={() => setTicket(undefined)}
            onSaid={setSaid}
            onDone={onDone}
          />
        ) : null}
        <PasswordForm ticket={ticket} onSaid={setSaid} onDone={onDone} />
        {ticket ? (
          <Button look="quiet" onTap={() => setTicket(undefined)}>
            {words.signIn.withoutBinding}
          </Button>
        ) : null}
        <Button look="quiet" onTap={() => setLanguage(language === 'en' ? 'zh-CN' : 'en')}>
          {language === 'en' ? '中文' : 'English'}
        </Button>
      </Box>
    </Box>
  )
}

function PasswordForm(props: {
  /** With it the WeChat of this phone is bound to whom the password belongs to. */
  ticket: string | undefined
  onSaid: (words: string | undefined) => void
  onDone: (() => void) | undefined
}) {
  const words = useWords()
  const { status, view } = useSession()
  const [login, setLogin] = useState(status === 'expired' ? (view?.user.login ?? '') : '')
  const [password, setPassword] = useState('')
  const submit = useAction(
    async () => {
      if (!login.trim() || !password) {
        props.onSaid(words.signIn.incomplete)
        return
      }
      props.onSaid(undefined)
      if (props.ticket) await bindWechat(props.ticket, { login: login.trim(), password })
      else await signIn(login.trim(), password)
      setPassword('')
      props.onDone?.()
    },
    (failed) => {
      props.onSaid(problemText(failed))
      return true
    },
  )
  return (
    <Form className="sign-in-form" label={words.signIn.title} onSubmit={submit.run}>
      <Box className="group-body">
        <Field
          label={words.signIn.login}
          kind="username"
          value={login}
          onChange={setLogin}
          placeholder={words.signIn.loginHint}
          maxLength={100}
        />
        <Field
          label={words.signIn.password}
          kind="password"
          value={password}
          onChange={setPassword}
          maxLength={200}
        />
      </Box>
      <Button look={wechat ? 'plain' : 'primary'} isWide isSubmit isBusy={submit.isBusy}>
        {props.ticket ? words.signIn.bindAndEnter : words.signIn.submit}
      </Button>
    </Form>
  )
}
