import type { Problem } from '@piaoma/shared/errors'
import { useCallback, useRef, useState } from 'react'
import { toast } from '@/ui/toast'
import { problemOf, problemText } from './problems'

/** A command at the press of a button: once at a time, with its problem shown. */
export interface Action<Args extends unknown[]> {
  run: (...args: Args) => void
  isBusy: boolean
}

/**
 * Runs a command. A second press while it runs does nothing. `onProblem` may answer a problem itself by returning
 * true (a form shows it at its fields); every other problem is told in a toast.
 */
export function useAction<Args extends unknown[]>(
  command: (...args: Args) => Promise<void>,
  onProblem?: (problem: Problem) => boolean,
): Action<Args> {
  const [isBusy, setIsBusy] = useState(false)
  const latest = useRef({ command, onProblem })
  latest.current = { command, onProblem }
  const isRunning = useRef(false)
  const run = useCallback(async (...args: Args) => {
    if (isRunning.current) return
    isRunning.current = true
    setIsBusy(true)
    try {
      await latest.current.command(...args)
    } catch (error) {
      const problem = problemOf(error)
      if (!latest.current.onProblem?.(problem)) toast(problemText(problem), 'problem')
    } finally {
      isRunning.current = false
      setIsBusy(false)
    }
  }, [])
  return { run: (...args) => void run(...args), isBusy }
}
