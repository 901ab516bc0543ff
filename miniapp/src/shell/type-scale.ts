import type { CSSProperties } from 'react'
import { typeScale } from '@/platform'

/** The style that makes letters follow the phone's or the browser's size; nothing when it is the usual one. */
export function scaled(): CSSProperties | undefined {
  const scale = typeScale()
  return scale === 1 ? undefined : ({ '--scale': scale } as CSSProperties)
}
