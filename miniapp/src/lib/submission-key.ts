import { useRef } from 'react'
import { keep, remember } from './storage'

interface Sent {
  content: string
  key: string
}

/** 100 random bits and the time: nobody else has it. */
export function newKey(): string {
  const part = () => Math.random().toString(36).slice(2, 12)
  return `${Date.now().toString(36)}-${part()}-${part()}`
}

/**
 * The Idempotency-Key of a form: the same while the same content is sent again (a retry after a lost answer makes
 * nothing twice), a new one for other content or after `done`. With `memory` it outlives a killed app.
 */
export function useSubmissionKey(memory?: string): { keyOf: (body: unknown) => string; done: () => void } {
  const sent = useRef<Sent | undefined>(memory === undefined ? undefined : remember<Sent>(memory))
  const set = (next: Sent | undefined) => {
    sent.current = next
    if (memory !== undefined) keep(memory, next)
  }
  return {
    keyOf: (body) => {
      const content = JSON.stringify(body)
      if (sent.current?.content === content) return sent.current.key
      const next = { content, key: newKey() }
      set(next)
      return next.key
    },
    done: () => set(undefined),
  }
}
