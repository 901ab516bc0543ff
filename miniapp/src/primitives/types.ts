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
  /** Scrolls by itself, not with the page. */
  isScrolling?: boolean
  children?: ReactNode
}

/** A heading; level 1 is the page's. */
export interface HeadingProps {
  level: 1 | 2 | 3
  className?: string
  children?: ReactNode
}

/** Everything that can be tapped. */
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
  /** A pointer or the keyboard came upon it, or left; a phone's finger does neither. */
  onPoint?: (isOn: boolean) => void
}

/** What is typed, which decides keyboard and autofill. */
export type InputKind =
  | 'text'
  | 'decimal'
  | 'number'
  | 'password'
  | 'new-password'
  | 'email'
  | 'tel'
  | 'search'
  | 'username'

/** A text input; the value is held by the page. */
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

/** A day. */
export interface DateInputProps {
  /** `YYYY-MM-DD`, empty for none. */
  value: string
  onChange: (value: string) => void
  label: string
  className?: string
}

/** A picture of the service. */
export interface PictureProps {
  src: string
  /** What it shows; empty for decoration. */
  alt: string
  className?: string
}

/** A layer over the page that must be answered or closed. */
export interface OverlayProps {
  isOpen: boolean
  onClose: () => void
  label: string
  className?: string
  children?: ReactNode
}

/** A way to a public file. */
export interface FileLinkProps {
  /** Path on the service; the file is public. */
  path: string
  name: string
  label?: string
  className?: string
  children?: ReactNode
}

/** Inputs that are sent together. */
export interface FormProps {
  onSubmit: () => void
  label: string
  className?: string
  children?: ReactNode
}

/** The end of a list. */
export interface ReachEndProps {
  onReach: () => void
}

/** A document shown inside the page. */
export interface DocumentFrameProps {
  /** What `viewFile` returned. */
  address: string
  title: string
  /** Name to keep it under. */
  name: string
  saveText: string
}

/** WeChat's button for the person's phone number. */
export interface PhoneButtonProps {
  /** Undefined: he declined. */
  onCode: (code: string | undefined) => void
  className?: string
  children?: ReactNode
}

/** WeChat's button that hands the page to a chat. */
export interface ShareButtonProps {
  label?: string
  className?: string
  children?: ReactNode
}
