import { useEffect } from 'react'
import { goTo } from '@/lib/routes'
import { useSession } from '@/session/store'
import { Page } from '@/shell/page'
import { Skeleton } from '@/ui/states'
import { useWords } from '@/words'

/** Where the console begins: to sign in, or straight on for who is. */
export default function SignInPage() {
  const words = useWords()
  const { status } = useSession()
  useEffect(() => {
    if (status === 'in') goTo('home')
  }, [status])
  return (
    <Page title={words.app.name} section="home" parent="home">
      <Skeleton kind="detail" />
    </Page>
  )
}
