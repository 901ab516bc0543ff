import { useDidHide, useDidShow, useLaunch, usePageNotFound } from '@tarojs/taro'
import type { PropsWithChildren } from 'react'
import { goTo } from './lib/routes'
import { setInFront } from './platform'
import { enter } from './session/enter'
import './app.scss'

/** The app: takes up the session and tells when it is in front. */
export default function App({ children }: PropsWithChildren) {
  useLaunch(() => void enter())
  useDidShow(() => setInFront(true))
  useDidHide(() => setInFront(false))
  usePageNotFound(() => goTo(process.env.TARO_ENV === 'h5' ? 'signIn' : 'guestHome'))
  return children
}
