import type { Problem } from '@piaoma/shared/errors'
import type { ReactNode } from 'react'
import { problemText } from '@/api/problems'
import { Box, Text } from '@/primitives'
import { useWords } from '@/words'
import { Button } from './button'
import { Icon, type IconName } from './icon'

/** Nothing to show, and what one could do about it. */
export function Empty(props: { icon?: IconName; title: string; note?: string; children?: ReactNode }) {
  return (
    <Box className="empty">
      <Icon name={props.icon ?? 'review'} className="empty-icon" />
      <Box className="empty-title">{props.title}</Box>
      {props.note ? <Box className="empty-note">{props.note}</Box> : null}
      {props.children}
    </Box>
  )
}

/** What went wrong while reading, in place of what should stand here. */
export function ProblemView({ problem, onRetry }: { problem: Problem; onRetry: () => void }) {
  const words = useWords()
  return (
    <Box className="empty" role="alert">
      <Icon name="alert" className="empty-icon" />
      <Box className="empty-title">{problem.status === 0 ? words.states.offline : words.states.failed}</Box>
      <Box className="empty-note">{problemText(problem)}</Box>
      <Button onTap={onRetry} icon="refresh">
        {words.actions.retry}
      </Button>
    </Box>
  )
}

const ROWS = { list: 6, detail: 9, form: 5 } as const

/** The shape of what is coming. */
export function Skeleton({ kind }: { kind: keyof typeof ROWS }) {
  const words = useWords()
  return (
    <Box className={`skeleton skeleton-${kind}`} role="status" label={words.states.loading}>
      {Array.from({ length: ROWS[kind] }, (_, row) => `row-${row}`).map((row) => (
        <Box key={row} className="skeleton-row">
          <Text className="skeleton-bar skeleton-bar-long" />
          <Text className="skeleton-bar skeleton-bar-short" />
        </Box>
      ))}
    </Box>
  )
}

/** A remark that belongs to the page: what holds things up and what to do. */
export function Banner(props: {
  tone: 'info' | 'warn' | 'danger' | 'good'
  children: ReactNode
  action?: ReactNode
}) {
  return (
    <Box className={`banner banner-${props.tone}`} role={props.tone === 'danger' ? 'alert' : 'status'}>
      <Icon name={props.tone === 'good' ? 'check' : 'alert'} className="banner-icon" />
      <Box className="banner-text">{props.children}</Box>
      {props.action}
    </Box>
  )
}
