import '@/words/merchant'
import './merchant.scss'
import Taro, { useDidHide, useDidShow, usePullDownRefresh } from '@tarojs/taro'
import { type ReactNode, useEffect, useState } from 'react'
import { countChange } from '@/api/changes'
import { useLiveWatch } from '@/api/live'
import { cx } from '@/lib/class-names'
import { goBack, goTo, type PageName, startPage } from '@/lib/routes'
import { useIsOnline, useIsWide } from '@/platform'
import { Box, Heading, Overlay } from '@/primitives'
import { useEntering } from '@/session/enter'
import { type SessionState, useSession } from '@/session/store'
import { IconButton } from '@/ui/button'
import { DialogHost } from '@/ui/dialog'
import { Banner, Empty, Skeleton } from '@/ui/states'
import { ToastHost } from '@/ui/toast'
import { useLanguage, useWords } from '@/words'
import { type Section, SideBar, TabBar } from './navigation'
import { SignInPanel } from './sign-in-panel'
import { scaled } from './type-scale'

interface PageProps {
  title: string
  section: Section
  /** Where “back” leads when the page was opened by its address; without it the page is a root page with the tab bar. */
  parent?: PageName
  /** Buttons right of the title. */
  extra?: ReactNode
  /** What the role must be allowed to do to see the page. */
  needs?: string
  /** `split`: the page lays out a list beside its detail on a desk. */
  layout?: 'column' | 'split'
  children: ReactNode
}

/** What every page shares: who is signed in, the way around, offline and problems, toasts and questions. */
export function Page(props: PageProps) {
  const session = useSession()
  const entering = useEntering()
  const language = useLanguage()
  useLiveWatch()
  usePullDownRefresh(() => {
    // Every list and detail that follows the service is read again.
    countChange()
    setTimeout(() => void Taro.stopPullDownRefresh(), 600)
  })
  const isOnTop = useIsOnTop(props.title)
  if (entering.isBusy) {
    return (
      <Box className="page">
        <Skeleton kind="detail" />
      </Box>
    )
  }
  if (session.status === 'out') {
    return (
      <Box className="page">
        <SignInPanel />
        {isOnTop ? <ToastHost /> : null}
      </Box>
    )
  }
  return (
    <Box
      className={cx(
        'page',
        `page-${language}`,
        process.env.TARO_ENV === 'h5' && 'page-web',
        !props.parent && 'page-root',
        props.layout === 'split' && 'page-split',
      )}
      style={scaled()}
    >
      <PageFrame {...props} session={session} />
      {isOnTop ? <DialogHost /> : null}
      {isOnTop ? <SignInAgain session={session} /> : null}
      {isOnTop ? <ToastHost /> : null}
    </Box>
  )
}

function PageFrame({ session, ...props }: PageProps & { session: SessionState }) {
  const words = useWords()
  const isWide = useIsWide()
  const isOnline = useIsOnline()
  const { title, section, parent, extra, needs, children } = props
  const mayRead = !needs || session.view?.permissions.includes(needs)
  return (
    <>
      {isWide ? <SideBar section={section} /> : null}
      <Box className="page-main" role="main">
        <PageHead title={title} parent={parent} extra={mayRead ? extra : null} />
        {isOnline ? null : <Banner tone="warn">{words.states.noNetwork}</Banner>}
        <Box className="page-body">
          {mayRead ? (
            children
          ) : (
            <Empty icon="lock" title={words.states.forbidden} note={words.states.forbiddenNote} />
          )}
        </Box>
      </Box>
      {!isWide && !parent ? <TabBar section={section} /> : null}
    </>
  )
}

/** WeChat draws the title and the way back itself; on the web the page does. */
function PageHead({ title, parent, extra }: Pick<PageProps, 'title' | 'parent' | 'extra'>) {
  const words = useWords()
  if (process.env.TARO_ENV !== 'h5')
    return extra ? <Box className="page-head page-head-extra">{extra}</Box> : null
  return (
    <Box className="page-head">
      <Box className="page-head-side">
        {parent ? <IconButton icon="back" label={words.actions.back} onTap={() => goBack(parent)} /> : null}
      </Box>
      <Heading level={1} className="page-title">
        {title}
      </Heading>
      <Box className="page-head-side page-head-end">{extra}</Box>
    </Box>
  )
}

/** Only the page on top shows questions and toasts; pages below it stay mounted. */
function useIsOnTop(title: string): boolean {
  const [isOnTop, setIsOnTop] = useState(true)
  useDidShow(() => setIsOnTop(true))
  useDidHide(() => setIsOnTop(false))
  useEffect(() => {
    if (isOnTop) void Taro.setNavigationBarTitle({ title })
  }, [title, isOnTop])
  return isOnTop
}

/** Over a page whose session ended: the page and what was typed in it stay as they are. */
function SignInAgain({ session }: { session: SessionState }) {
  const words = useWords()
  const [before, setBefore] = useState(session.view)
  useEffect(() => {
    if (session.status === 'expired') setBefore(session.view)
  }, [session])
  useEffect(() => {
    const now = session.view
    if (session.status !== 'in' || !now || !before) return
    if (before.user.id !== now.user.id || before.merchant.id !== now.merchant.id) {
      // Another person: nothing of this page is his.
      setBefore(now)
      goTo(startPage(now.permissions))
    }
  }, [session, before])
  return (
    <Overlay
      isOpen={session.status === 'expired'}
      onClose={() => {}}
      label={words.signIn.title}
      className="overlay-full"
    >
      <SignInPanel />
    </Overlay>
  )
}
