import Taro, { useDidHide, useDidShow } from '@tarojs/taro'
import { type ReactNode, useEffect, useState } from 'react'
import { cx } from '@/lib/class-names'
import { useIsOnline } from '@/platform'
import { Box } from '@/primitives'
import { scaled } from '@/shell/type-scale'
import { DialogHost } from '@/ui/dialog'
import { Banner } from '@/ui/states'
import { ToastHost } from '@/ui/toast'
import { useLanguage } from '@/words'
import { usePhrases } from './words'

/** What the guest's pages share: title, off-line remark, toasts and questions. Nobody has to sign in. */
export function GuestPage({ title, children }: { title: string; children: ReactNode }) {
  const language = useLanguage()
  const isOnline = useIsOnline()
  const t = usePhrases()
  const [isOnTop, setIsOnTop] = useState(true)
  useDidShow(() => setIsOnTop(true))
  useDidHide(() => setIsOnTop(false))
  useEffect(() => {
    if (isOnTop) void Taro.setNavigationBarTitle({ title })
  }, [title, isOnTop])
  return (
    <Box className={cx('page', `page-${language}`, 'guest')} style={scaled()}>
      <Box className="page-main" role="main">
        {isOnline ? null : <Banner tone="warn">{t.offlineNow}</Banner>}
        <Box className="page-body">{children}</Box>
      </Box>
      {isOnTop ? <DialogHost /> : null}
      {isOnTop ? <ToastHost /> : null}
    </Box>
  )
}
