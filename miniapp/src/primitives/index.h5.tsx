import { type MouseEvent, useEffect, useRef } from 'react'
import type { Viewport } from '@/logic/window'
import { serviceUrl } from '../platform'
import type {
  BoxProps,
  DateInputProps,
  DocumentFrameProps,
  FileLinkProps,
  FormProps,
  HeadingProps,
  InputKind,
  InputProps,
  OverlayProps,
  PictureProps,
  ReachEndProps,
  TapProps,
} from './types'

export type * from './types'

/** A box. */
export function Box({ role, label, live, isHidden, isScrolling, ...rest }: BoxProps) {
  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: whoever names a box gives it a role, or it is a group
    <div
      role={role ?? (label ? 'group' : undefined)}
      aria-label={label}
      aria-live={live}
      hidden={isHidden || undefined}
      // The keyboard must be able to reach what it is to scroll.
      tabIndex={isScrolling ? 0 : undefined}
      {...rest}
    />
  )
}

/** A run of text. */
export function Text({ className, children, id }: BoxProps) {
  return (
    <span className={className} id={id}>
      {children}
    </span>
  )
}

/** A heading. */
export function Heading({ level, className, children }: HeadingProps) {
  const Tag = `h${level}` as const
  return <Tag className={className}>{children}</Tag>
}

const CHECKABLE = ['switch', 'checkbox', 'radio']

/** A button; a real one, with its role. */
export function Tap(props: TapProps) {
  const { onTap, className, label, isDisabled, role, isChecked, isSelected, isCurrent, id, children } = props
  const { onPoint } = props
  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: each attribute is given with the roles that take it
    <button
      type={props.isSubmit ? 'submit' : 'button'}
      id={id}
      className={`tap ${className ?? ''}`}
      aria-label={label}
      disabled={isDisabled || undefined}
      role={role}
      aria-checked={role && CHECKABLE.includes(role) ? Boolean(isChecked) : undefined}
      aria-selected={role === 'tab' || role === 'option' ? Boolean(isSelected) : undefined}
      aria-current={isCurrent ? 'page' : undefined}
      onClick={onTap}
      onPointerEnter={onPoint && (() => onPoint(true))}
      onPointerLeave={onPoint && (() => onPoint(false))}
      onFocus={onPoint && (() => onPoint(true))}
      onBlur={onPoint && (() => onPoint(false))}
    >
      {children}
    </button>
  )
}

const INPUTS: Record<InputKind, { type: string; inputMode?: 'decimal' | 'numeric'; autoComplete: string }> = {
  text: { type: 'text', autoComplete: 'off' },
  decimal: { type: 'text', inputMode: 'decimal', autoComplete: 'off' },
  number: { type: 'text', inputMode: 'numeric', autoComplete: 'off' },
  password: { type: 'password', autoComplete: 'current-password' },
  'new-password': { type: 'password', autoComplete: 'new-password' },
  email: { type: 'email', autoComplete: 'off' },
  tel: { type: 'tel', autoComplete: 'off' },
  search: { type: 'search', autoComplete: 'off' },
  username: { type: 'text', autoComplete: 'username' },
}

/** One line of text. */
export function Input(props: InputProps) {
  const ref = useRef<HTMLInputElement>(null)
  const { isFocused, onConfirm } = props
  useEffect(() => {
    if (isFocused) ref.current?.focus()
  }, [isFocused])
  return (
    <input
      ref={ref}
      {...INPUTS[props.kind ?? 'text']}
      id={props.id}
      className={`input ${props.className ?? ''}`}
      aria-label={props.label}
      aria-invalid={props.isInvalid || undefined}
      aria-describedby={props.describedBy}
      placeholder={props.placeholder}
      maxLength={props.maxLength}
      disabled={props.isDisabled || undefined}
      value={props.value}
      onChange={(event) => props.onChange(event.target.value)}
      onBlur={props.onBlur}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && onConfirm && !event.nativeEvent.isComposing) onConfirm()
      }}
    />
  )
}

/** Several lines of text. */
export function Multiline(props: InputProps) {
  return (
    <textarea
      id={props.id}
      className={`input input-multiline ${props.className ?? ''}`}
      rows={3}
      aria-label={props.label}
      aria-invalid={props.isInvalid || undefined}
      aria-describedby={props.describedBy}
      placeholder={props.placeholder}
      maxLength={props.maxLength}
      disabled={props.isDisabled || undefined}
      value={props.value}
      onChange={(event) => props.onChange(event.target.value)}
      onBlur={props.onBlur}
    />
  )
}

/** A day, with the device's own picker. */
export function DateInput({ value, onChange, label, className }: DateInputProps) {
  return (
    <input
      type="date"
      className={`input ${className ?? ''}`}
      aria-label={label}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  )
}

/** A picture of the service. */
export function Picture({ src, alt, className }: PictureProps) {
  return <img src={serviceUrl(src)} alt={alt} className={className} />
}

/** A public file of the service, in a new tab. */
export function FileLink({ path, label, className, children }: FileLinkProps) {
  return (
    <a
      className={`tap ${className ?? ''}`}
      href={serviceUrl(path)}
      target="_blank"
      rel="noreferrer"
      aria-label={label}
    >
      {children}
    </a>
  )
}

/** Inputs that are sent together, by Enter too. */
export function Form({ onSubmit, label, className, children }: FormProps) {
  return (
    <form
      className={className}
      aria-label={label}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        onSubmit()
      }}
    >
      {children}
    </form>
  )
}

/** A modal layer: the browser's dialog keeps the focus inside and closes on Escape. */
export function Overlay({ isOpen, onClose, label, className, children }: OverlayProps) {
  const ref = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const dialog = ref.current
    if (!dialog || !isOpen || dialog.open) return
    dialog.showModal()
    return () => dialog.close()
  }, [isOpen])
  if (!isOpen) return null
  const closeOnBackdrop = (event: MouseEvent) => {
    if (event.target === ref.current) onClose()
  }
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape is the dialog's own key, answered by onCancel
    <dialog
      ref={ref}
      className={`overlay ${className ?? ''}`}
      aria-label={label}
      onClick={closeOnBackdrop}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
    >
      {children}
    </dialog>
  )
}

/** Calls `onReach` when the end of a list comes near the screen. */
export function ReachEnd({ onReach }: ReachEndProps) {
  const ref = useRef<HTMLDivElement>(null)
  const latest = useRef(onReach)
  latest.current = onReach
  useEffect(() => {
    const element = ref.current
    if (!element) return
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) latest.current()
      },
      { rootMargin: '300px' },
    )
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return <div ref={ref} className="reach-end" aria-hidden />
}

/** A document inside the page; a phone that shows none in a frame can still open or keep it. */
export function DocumentFrame({ address, title, name, saveText }: DocumentFrameProps) {
  return (
    <>
      <iframe className="document-frame" src={`${address}#toolbar=0&navpanes=0`} title={title} />
      <a className="tap button button-plain button-wide" href={address} download={name}>
        <span>{saveText}</span>
      </a>
    </>
  )
}

/** Blocks of a list by their number and the height they have on the screen. */
export type Measured = readonly [block: number, height: number][]

/**
 * Tells what of the list `id` can be seen, whenever anything was scrolled, and how high its drawn blocks (`ID-NUMBER`,
 * class `ID-block`) are. The list may stand in a scrolling box of its own.
 */
export function useListViewport(
  id: string,
  isOn: boolean,
  tell: (viewport: Viewport, measured: Measured) => void,
): void {
  const latest = useRef(tell)
  latest.current = tell
  useEffect(() => {
    if (!isOn) return
    let frame = 0
    const look = () => {
      frame = 0
      const list = document.getElementById(id)
      if (!list || list.offsetParent === null) return
      const blocks = [...list.getElementsByClassName(`${id}-block`)]
      const measured = blocks.map((block): [number, number] => [
        Number(block.id.split('-').at(-1)),
        block.getBoundingClientRect().height,
      ])
      latest.current({ top: -list.getBoundingClientRect().top, height: window.innerHeight }, measured)
    }
    const later = () => {
      frame ||= requestAnimationFrame(look)
    }
    later()
    document.addEventListener('scroll', later, { capture: true, passive: true })
    window.addEventListener('resize', later)
    return () => {
      cancelAnimationFrame(frame)
      document.removeEventListener('scroll', later, { capture: true })
      window.removeEventListener('resize', later)
    }
  }, [id, isOn])
}
