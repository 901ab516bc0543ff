import type { ReactNode } from 'react'
import { cx } from '@/lib/class-names'
import { Tap, Text } from '@/primitives'
import { Icon, type IconName } from './icon'

interface ButtonProps {
  children: ReactNode
  onTap?: () => void
  /** `primary` is the page's main action; there is one. `tint` is the same action on each row of a list. */
  look?: 'primary' | 'tint' | 'plain' | 'danger' | 'quiet' | 'quiet-danger'
  size?: 'normal' | 'small'
  icon?: IconName
  label?: string
  isBusy?: boolean
  isDisabled?: boolean
  isSubmit?: boolean
  isWide?: boolean
}

/** A button with words. */
export function Button(props: ButtonProps) {
  const { look = 'plain', size = 'normal', icon, isBusy, children } = props
  return (
    <Tap
      className={cx(
        'button',
        `button-${look}`,
        size === 'small' && 'button-small',
        props.isWide && 'button-wide',
        isBusy && 'button-busy',
      )}
      label={props.label}
      isDisabled={props.isDisabled || isBusy}
      isSubmit={props.isSubmit}
      onTap={props.onTap}
    >
      {icon ? <Icon name={icon} className="button-icon" /> : null}
      <Text>{children}</Text>
    </Tap>
  )
}

/** A button that is only a picture, so its name is required. */
export function IconButton(props: {
  icon: IconName
  label: string
  onTap: () => void
  isDisabled?: boolean
}) {
  return (
    <Tap className="icon-button" label={props.label} onTap={props.onTap} isDisabled={props.isDisabled}>
      <Icon name={props.icon} />
    </Tap>
  )
}
