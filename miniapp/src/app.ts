import { useDidHide, useDidShow, useLaunch } from '@tarojs/taro'
import type { PropsWithChildren } from 'react'
import { setInFront } from './platform'
import { enter } from './session/enter'
import './app.scss'

export default function App({ children }: PropsWithChildren) {
  useLaunch(() => void enter())
  useDidShow(() => setInFront(true))
  useDidHide(() => setInFront(false))
  return children
}
