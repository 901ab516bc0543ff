import { Button } from '@tarojs/components'
import type { PhoneButtonProps, ShareButtonProps } from './types'

// WeChat gives some things only to its own button, in the tap itself.

/** 手机号: the person's own number, as a code for the service. Without one he declined. */
export function PhoneButton({ onCode, className, children }: PhoneButtonProps) {
  return (
    <Button
      className={`open-button ${className ?? ''}`}
      hoverClass="tap-active"
      openType="getPhoneNumber"
      onGetPhoneNumber={(event) => onCode(event.detail.code)}
    >
      {children}
    </Button>
  )
}

/** Hands the page on to a chat, as the page's `useShareAppMessage` says. */
export function ShareButton({ className, label, children }: ShareButtonProps) {
  return (
    <Button
      className={`open-button ${className ?? ''}`}
      hoverClass="tap-active"
      openType="share"
      ariaLabel={label}
    >
      {children}
    </Button>
  )
}
