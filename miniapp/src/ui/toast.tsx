import { createStore, useStore } from '@/lib/store'
import { vibrate } from '@/platform'
import { Box, Text } from '@/primitives'
import { Icon } from './icon'

interface Toast {
  text: string
  kind: 'done' | 'problem'
  id: number
}

const shown = createStore<Toast | undefined>(undefined)
let lastId = 0

/** Tells in passing that something is done, or why not. Problems stay longer. */
export function toast(text: string, kind: 'done' | 'problem' = 'done'): void {
  lastId += 1
  const id = lastId
  shown.set({ text, kind, id })
  if (kind === 'done') vibrate()
  setTimeout(
    () => {
      if (shown.get()?.id === id) shown.set(undefined)
    },
    kind === 'done' ? 2000 : 4500,
  )
}

/** Where toasts appear; every page has one. */
export function ToastHost() {
  const now = useStore(shown)
  return (
    <Box className="toast-host" live="polite">
      {now ? (
        <Box className={`toast toast-${now.kind}`}>
          <Icon name={now.kind === 'done' ? 'check' : 'alert'} />
          <Text>{now.text}</Text>
        </Box>
      ) : null}
    </Box>
  )
}
