import type { ApplicationView, CodeView } from '@piaoma/shared/contract'
import type { Problem } from '@piaoma/shared/errors'
import { noticeOfCode, noticeOfProblem } from '@piaoma/shared/guest'
import { useEffect, useState } from 'preact/hooks'
import { ApplyPage } from './apply/apply-page'
import type { Accepted } from './apply/use-submit'
import { noticePart, trackPart } from './parts'
import { type Language, loadLanguage } from './phrases'
import { call, problemOf, serviceLanguage } from './platform/api'
import { applicationAddress, type PageData, type Route } from './platform/route'
import { deviceStore } from './platform/storage'
import { ANNOUNCER, focusOn } from './ui/announce'
import { Busy } from './ui/lazy'
import { TopBar } from './ui/top-bar'
import { applyLanguage, LanguageContext, rememberLanguage, useWords } from './words'

const LARGE = 'piaoma.large'
/** An order is usually paid within the minute that its receipt is printed. */
const UNPAID_MS = 3_000

type Shown =
  | { page: 'loading' }
  | { page: 'code'; view: CodeView }
  | { page: 'application'; token: string; view?: ApplicationView; status?: ApplicationView['status'] }
  | { page: 'problem'; problem: Problem }
  | { page: 'none' }

interface AppProps {
  route: Route
  data?: PageData
  firstLanguage: Language
}

/** The guest's page: language and type size around whatever the address asks for. */
export function App({ route, data, firstLanguage }: AppProps) {
  const [language, setLanguage] = useState(firstLanguage)
  const [isLarge, setLarge] = useState(deviceStore.getItem(LARGE) === '1')

  const choose = async (tag: string) => {
    const chosen = await loadLanguage(tag).catch(() => undefined)
    // Without network the page goes on in the language it has.
    if (!chosen) return
    applyLanguage(chosen)
    rememberLanguage(chosen.tag)
    setLanguage(chosen)
  }
  useEffect(() => {
    document.documentElement.classList.toggle('large', isLarge)
    if (isLarge) deviceStore.setItem(LARGE, '1')
    else deviceStore.removeItem(LARGE)
  }, [isLarge])

  return (
    <LanguageContext.Provider value={language}>
      <TopBar language={language.tag} onLanguage={choose} isLarge={isLarge} onLarge={setLarge} />
      <OfflineLine />
      <main>
        <Page route={route} data={data} language={language.tag} />
      </main>
      <div id={ANNOUNCER} class="sr" role="status" aria-live="polite" />
    </LanguageContext.Provider>
  )
}

function Page({ route, data, language }: { route: Route; data?: PageData; language: string }) {
  const t = useWords()
  const [shown, setShown] = useState<Shown>(() => startWith(route, data))
  const load = async () => setShown(await read(route))

  useEffect(() => {
    if (shown.page === 'loading') void load()
  }, [])
  const isUnpaid = shown.page === 'code' && shown.view.state === 'unpaid'
  useEffect(() => {
    if (!isUnpaid) return
    const timer = setInterval(async () => {
      if (document.hidden) return
      const next = await read(route)
      // A failed look is no news: the page goes on waiting.
      if (next.page === 'code' && next.view.state !== 'unpaid') {
        setShown(next)
        focusOn('page-title')
      }
    }, UNPAID_MS)
    return () => clearInterval(timer)
  }, [isUnpaid])

  const onAccepted = ({ token, status }: Accepted) => {
    history.replaceState(null, '', applicationAddress(token))
    setShown({ page: 'application', token, status })
  }
  const show = (next: Shown) => {
    setShown(next)
    focusOn('page-title')
  }

  if (shown.page === 'loading') {
    return <Busy words={t.loading} />
  }
  if (shown.page === 'application') {
    return (
      <trackPart.Part
        token={shown.token}
        initial={shown.view}
        status={shown.status}
        language={language}
        onGone={(problem) => show({ page: 'problem', problem })}
      />
    )
  }
  if (shown.page === 'code') {
    const { view } = shown
    const notice = noticeOfCode(view)
    if (notice) return <noticePart.Part notice={notice} view={view} onRetry={load} />
    const others = route.page === 'code' ? route.others : []
    return (
      <ApplyPage
        key={view.code}
        view={view}
        others={others}
        onAccepted={onAccepted}
        onStale={(now) => show({ page: 'code', view: now })}
      />
    )
  }
  const notice = shown.page === 'problem' ? noticeOfProblem(shown.problem) : 'noPage'
  return <noticePart.Part notice={notice} onRetry={load} />
}

function OfflineLine() {
  const t = useWords()
  const [isOffline, setOffline] = useState(!navigator.onLine)
  useEffect(() => {
    const look = () => setOffline(!navigator.onLine)
    addEventListener('online', look)
    addEventListener('offline', look)
    return () => {
      removeEventListener('online', look)
      removeEventListener('offline', look)
    }
  }, [])
  return <div role="status">{isOffline && <p class="offline">{t.offlineNow}</p>}</div>
}

function startWith(route: Route, data: PageData | undefined): Shown {
  if (data && 'code' in data) return { page: 'code', view: data.code }
  if (data && 'application' in data) {
    return { page: 'application', token: data.application.token, view: data.application }
  }
  if (data) return { page: 'problem', problem: data.problem }
  return route.page === 'none' ? { page: 'none' } : { page: 'loading' }
}

async function read(route: Route): Promise<Shown> {
  try {
    if (route.page === 'code') {
      return { page: 'code', view: await call('GET /api/v1/codes/:code', { params: { code: route.code } }) }
    }
    if (route.page === 'application') {
      const { token } = route
      const query = { lang: serviceLanguage() }
      const view = await call('GET /api/v1/applications/:token', { params: { token }, query })
      return { page: 'application', token, view }
    }
    return { page: 'none' }
  } catch (error) {
    return { page: 'problem', problem: problemOf(error) }
  }
}
