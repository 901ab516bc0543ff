import Taro from '@tarojs/taro'
import { useEffect } from 'react'
import { goTo, startPage } from '@/lib/routes'
import { Box } from '@/primitives'
import { useEntering } from '@/session/enter'
import { useSession } from '@/session/store'
import { SignInPanel } from '@/shell/sign-in-panel'
import { Skeleton } from '@/ui/states'
import { ToastHost } from '@/ui/toast'
import { useWords } from '@/words'

/** Where the merchant's side begins: to sign in, or straight on for who is. */
export default function SignInPage() {
  const words = useWords()
  const { status, view } = useSession()
  const { isBusy } = useEntering()
  useEffect(() => {
    if (status === 'in') goTo(startPage(view?.permissions ?? []))
  }, [status, view])
  useEffect(() => void Taro.setNavigationBarTitle({ title: words.app.name }), [words])
  return (
    <Box className="page">
      {isBusy || status === 'in' ? <Skeleton kind="detail" /> : <SignInPanel />}
      <ToastHost />
    </Box>
  )
}
