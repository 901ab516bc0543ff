import type { PhoneButtonProps, ShareButtonProps } from './types'

/** A browser knows no phone number. */
export function PhoneButton(_props: PhoneButtonProps) {
  return null
}

/** On the web a link is copied instead. */
export function ShareButton(_props: ShareButtonProps) {
  return null
}
