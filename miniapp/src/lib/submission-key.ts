import { useRef } from 'react'

function newKey(): string {
  const part = () => Math.random().toString(36).slice(2, 12)
  return `${Date.now().toString(36)}-${part()}-${part()}`
}

/**
 * The Idempotency-Key of a form: the same while the same content is sent again (a retry after a lost answer makes
 * nothing twice), a new one for other content or after `done`.
 */
export function useSubmissionKey(): { keyOf: (body: unknown) => string; done: () => void } {
  const sent = useRef<{ content: string; key: string } | undefined>(undefined)
  return {
    keyOf: (body) => {
      const content = JSON.stringify(body)
      if (sent.current?.content !== content) sent.current = { content, key: newKey() }
      return sent.current.key
    },
    done: () => {
      sent.current = undefined
    },
  }
}
