import { useState } from 'react'
import { problemText } from '@/api/problems'
import { useAction } from '@/api/use-action'
import { Box, Form, Heading } from '@/primitives'
import { signIn, useEntering } from '@/session/enter'
import { useSession } from '@/session/store'
import { Button } from '@/ui/button'
import { Field } from '@/ui/field'
import { Banner } from '@/ui/states'
import { setLanguage, useLanguage, useWords } from '@/words'

/** Login and password; says why a one-time link or the last attempt failed. */
export function SignInPanel({ onDone }: { onDone?: () => void }) {
  const words = useWords()
  const language = useLanguage()
  const { status, view } = useSession()
  const entering = useEntering()
  const [login, setLogin] = useState(status === 'expired' ? (view?.user.login ?? '') : '')
  const [password, setPassword] = useState('')
  const [said, setSaid] = useState<string>()
  const problem = said ?? (entering.problem && problemText(entering.problem))

  const submit = useAction(
    async () => {
      if (!login.trim() || !password) {
        setSaid(words.signIn.incomplete)
        return
      }
      setSaid(undefined)
      await signIn(login.trim(), password)
      setPassword('')
      onDone?.()
    },
    (failed) => {
      setSaid(problemText(failed))
      return true
    },
  )

  return (
    <Box className="sign-in">
      <Box className="sign-in-brand">
        <Box className="brand-mark" />
        <Heading level={1} className="sign-in-title">
          {words.app.name}
        </Heading>
        <Box className="sign-in-note">{words.app.note}</Box>
      </Box>
      <Form className="sign-in-form" label={words.signIn.title} onSubmit={submit.run}>
        {status === 'expired' ? <Banner tone="info">{words.signIn.expired}</Banner> : null}
        {problem ? <Banner tone="danger">{problem}</Banner> : null}
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
        <Button look="primary" isWide isSubmit isBusy={submit.isBusy}>
          {words.signIn.submit}
        </Button>
        <Button look="quiet" onTap={() => setLanguage(language === 'en' ? 'zh-CN' : 'en')}>
          {language === 'en' ? '中文' : 'English'}
        </Button>
      </Form>
    </Box>
  )
}
