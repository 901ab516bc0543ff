import type { CSSProperties, ReactNode } from 'react'

/**
 * The few elements every page is made of. `index.h5.tsx` draws them with the browser's own elements (real buttons,
 * inputs and dialogs: focusable, known to screen readers, 60 KB lighter than Taro's web components); `index.tsx` draws
 * the same with the mini-program's components. Pages and `ui/` use nothing else.
 */
export interface BoxProps {
  className?: string
  style?: CSSProperties
  id?: string
  /** ARIA role, where the element is more than a box. */
  role?: string
  label?: string
  /** Reads changes out: `polite` for states, `assertive` for errors. */
  live?: 'polite' | 'assertive'
  isHidden?: boolean
  children?: ReactNode
}

export interface HeadingProps {
  level: 1 | 2 | 3
  className?: string
  children?: ReactNode
}

export interface TapProps {
  onTap?: () => void
  className?: string
  /** Accessible name; without it the text inside is the name. */
  label?: string
  isDisabled?: boolean
  /** `switch`, `checkbox`, `radio`, `tab`, `option`; a button otherwise. */
  role?: string
  isChecked?: boolean
  isSelected?: boolean
  isCurrent?: boolean
  id?: string
  children?: ReactNode
  /** Sends the form around it. */
  isSubmit?: boolean
}

export type InputKind = 'text' | 'decimal' | 'number' | 'password' | 'email' | 'tel' | 'search' | 'username'

export interface InputProps {
  value: string
  onChange: (value: string) => void
  label: string
  kind?: InputKind
  placeholder?: string
  className?: string
  id?: string
  maxLength?: number
  isDisabled?: boolean
  isInvalid?: boolean
  /** Id of the element that says what is wrong or what is meant. */
  describedBy?: string
  isFocused?: boolean
  onBlur?: () => void
  onConfirm?: () => void
}

export interface DateInputProps {
  /** `YYYY-MM-DD`, empty for none. */
  value: string
  onChange: (value: string) => void
  label: string
  className?: string
}

export interface PictureProps {
  src: string
  /** What it shows; empty for decoration. */
  alt: string
  className?: string
}

export interface OverlayProps {
  isOpen: boolean
  onClose: () => void
  label: string
  className?: string
  children?: ReactNode
}

export interface FileLinkProps {
  /** Path on the service; the file is public. */
  path: string
  name: string
  label?: string
  className?: string
  children?: ReactNode
}

export interface FormProps {
  onSubmit: () => void
  label: string
  className?: string
  children?: ReactNode
}

export interface ReachEndProps {
  onReach: () => void
}

export interface DocumentFrameProps {
  /** What `viewFile` returned. */
  address: string
  title: string
  /** Name to keep it under. */
  name: string
  saveText: string
}
