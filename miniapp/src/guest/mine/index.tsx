import type { ApplicationView } from '@piaoma/shared/contract'
import { isSettled, minute, progressOf, yuan } from '@piaoma/shared/guest'
import Taro, { useDidShow, usePullDownRefresh } from '@tarojs/taro'
import { useCallback, useRef, useState } from 'react'
import { goTo, open } from '@/lib/routes'
import { keep, remember } from '@/lib/storage'
import { Box, Tap, Text } from '@/primitives'
import { Button, IconButton } from '@/ui/button'
import { confirm } from '@/ui/dialog'
import { Empty } from '@/ui/states'
import { Tag } from '@/ui/tag'
import { toast } from '@/ui/toast'
import { VirtualRows } from '@/ui/virtual-rows'
import { useLanguage, useWords } from '@/words'
import { call, problemOf } from '../call'
import { GuestPage } from '../guest-page'
import { forgetOwnApplication, type OwnApplication, ownApplications } from '../store'
import { usePhrases } from '../words'

/** Every invoice that was asked for on this phone, with what became of it. */
export default function GuestMinePage() {
  const words = useWords()
  const [mine, setMine] = useState(ownApplications)
  const { states, refresh } = useStates()
  useDidShow(() => {
    setMine(ownApplications())
    void refresh()
  })
  usePullDownRefresh(() => void refresh().then(() => Taro.stopPullDownRefresh()))
  const forget = async (application: OwnApplication) => {
    const { forgetTitle: title, forgetBody: text, forget: yes } = words.guest
    if (!(await confirm({ title, text, yes, isDanger: true }))) return
    forgetOwnApplication(application.token)
    setMine(ownApplications())
    toast(words.guest.removed)
  }
  return (
    <GuestPage title={words.guest.mine}>
      {mine.length === 0 ? (
        <Empty icon="invoice" title={words.guest.mineEmpty} note={words.guest.mineEmptyNote}>
          <Button look="primary" onTap={() => goTo('guestHome')}>
            {words.guest.scan}
          </Button>
        </Empty>
      ) : (
        <Box className="list">
          <VirtualRows
            items={mine.map((application) => ({ ...application, id: application.token }))}
            label={words.guest.mine}
            row={(application) => (
              <Row
                application={application}
                status={states[application.token]}
                onForget={() => void forget(application)}
              />
            )}
          />
          <Box className="list-end">{words.guest.mineNote}</Box>
        </Box>
      )}
    </GuestPage>
  )
}

type Status = ApplicationView['status']
const TONES = { busy: 'info', wait: 'warn', done: 'good', bad: 'danger', over: 'neutral' } as const

function Row(props: { application: OwnApplication; status: Status | undefined; onForget: () => void }) {
  const words = useWords()
  const t = usePhrases()
  const { application, status } = props
  const look = status && progressOf(status)
  return (
    <Box className="row">
      <Tap
        className="row-main"
        label={`${application.merchantName} ${application.buyerName} ${look ? t[look.title] : ''}`}
        onTap={() => open('guestTrack', { token: application.token })}
      >
        <Box className="row-text">
          <Box className="row-line">
            <Text className="row-title">{application.merchantName}</Text>
            <Text className="money">
              {application.amountFen === undefined ? '' : yuan(application.amountFen)}
            </Text>
          </Box>
          <Box className="row-line row-quiet">
            <Text className="row-sub">
              {`${application.buyerName} · ${minute(new Date(application.at).toISOString())}`}
            </Text>
          </Box>
          {look ? (
            <Box className="row-tags">
              <Tag tone={TONES[look.tone]}>{t[look.title]}</Tag>
            </Box>
          ) : null}
        </Box>
      </Tap>
      <IconButton
        icon="trash"
        label={`${words.guest.forget} ${application.merchantName}`}
        onTap={props.onForget}
      />
    </Box>
  )
}

const KEY = 'guest.states'
const AT_ONCE = 5
const MOST_ASKED = 30

interface Known {
  status: Status
  isSettled: boolean
}

/** What became of each; what can change no more is not asked about again. */
function useStates() {
  const language = useLanguage()
  const [states, setStates] = useState(() => remember<Record<string, Known>>(KEY) ?? {})
  const latest = useRef(states)
  const refresh = useCallback(async () => {
    const open = ownApplications()
      .filter(({ token }) => !latest.current[token]?.isSettled)
      .slice(0, MOST_ASKED)
    for (let at = 0; at < open.length; at += AT_ONCE) {
      const answers = await Promise.all(
        open.slice(at, at + AT_ONCE).map(async ({ token }): Promise<[string, Known] | undefined> => {
          try {
            const params = { token }
            const view = await call('GET /api/v1/applications/:token', { params, query: { lang: language } })
            return [token, { status: view.status, isSettled: isSettled(view) }]
          } catch (error) {
            // Not reachable now: what was known stays; the page says that it is off-line.
            problemOf(error)
            return undefined
          }
        }),
      )
      latest.current = {
        ...latest.current,
        ...Object.fromEntries(answers.filter((each) => each !== undefined)),
      }
      keep(KEY, latest.current)
      setStates(latest.current)
    }
  }, [language])
  const statuses = Object.fromEntries(Object.entries(states).map(([token, { status }]) => [token, status]))
  return { states: statuses as Record<string, Status>, refresh }
}
