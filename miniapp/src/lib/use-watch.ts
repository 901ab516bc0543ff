import { useEffect, useRef } from 'react'
import { isVisible } from '@/platform'

/** Reads something again every few seconds while it is about to change and somebody can see it. */
export function useWatch(isChanging: boolean, reload: () => void, everyMs: number): void {
  const latest = useRef(reload)
  latest.current = reload
  useEffect(() => {
    if (!isChanging) return
    const timer = setInterval(() => {
      if (isVisible()) latest.current()
    }, everyMs)
    return () => clearInterval(timer)
  }, [isChanging, everyMs])
}
