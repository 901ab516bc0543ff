import {
  Image,
  Picker,
  RootPortal,
  Input as TaroInput,
  Text as TaroText,
  Textarea,
  View,
} from '@tarojs/components'
import Taro, { usePageScroll, useReachBottom, useReady } from '@tarojs/taro'
import { createContext, useContext, useEffect, useRef } from 'react'
import type { Viewport } from '@/logic/window'
import { openPublicFile, serviceUrl } from '../platform'
import { scaled } from '../shell/type-scale'
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
export function Box({ className, style, id, role, label, isHidden, children }: BoxProps) {
  return (
    <View
      className={className}
      style={style}
      id={id}
      ariaRole={role}
      ariaLabel={label}
      hidden={isHidden || undefined}
    >
      {children}
    </View>
  )
}

/** A run of text. */
export function Text({ className, children, id }: BoxProps) {
  return (
    <TaroText className={className} id={id}>
      {children}
    </TaroText>
  )
}

/** A heading. */
export function Heading({ className, children }: HeadingProps) {
  return (
    <View className={className} ariaRole="heading">
      {children}
    </View>
  )
}

// There is no submit event in the mini-program's DOM: the button asks the form around it.
const FormContext = createContext<(() => void) | undefined>(undefined)

/** Something to tap, with its role. */
export function Tap(props: TapProps) {
  const { onTap, className, label, isDisabled, role, id, isSubmit, isChecked, isSelected, children } = props
  const submit = useContext(FormContext)
  // Taro's types know the label and the role only (config/accessibility.cjs adds the others).
  const aria = { ariaChecked: isChecked, ariaSelected: isSelected, ariaDisabled: isDisabled || undefined }
  return (
    <View
      id={id}
      className={`tap ${isDisabled ? 'tap-disabled' : ''} ${className ?? ''}`}
      hoverClass={isDisabled ? 'none' : 'tap-active'}
      ariaRole={role ?? 'button'}
      ariaLabel={label}
      {...aria}
      onClick={isDisabled ? undefined : isSubmit ? submit : onTap}
    >
      {children}
    </View>
  )
}

const KEYBOARDS: Record<InputKind, 'text' | 'number' | 'digit'> = {
  text: 'text',
  decimal: 'digit',
  number: 'number',
  password: 'text',
  'new-password': 'text',
  email: 'text',
  tel: 'text',
  search: 'text',
  username: 'text',
}

/** One line of text. */
export function Input(props: InputProps) {
  return (
    <TaroInput
      id={props.id}
      className={`input ${props.className ?? ''}`}
      ariaLabel={props.label}
      type={KEYBOARDS[props.kind ?? 'text']}
      password={props.kind === 'password' || props.kind === 'new-password' || undefined}
      confirmType={props.kind === 'search' ? 'search' : 'done'}
      placeholder={props.placeholder}
      placeholderClass="input-placeholder"
      maxlength={props.maxLength ?? -1}
      disabled={props.isDisabled || undefined}
      focus={props.isFocused || undefined}
      value={props.value}
      onInput={(event) => props.onChange(event.detail.value)}
      onBlur={props.onBlur}
      onConfirm={props.onConfirm}
    />
  )
}

/** Several lines of text. */
export function Multiline(props: InputProps) {
  return (
    <Textarea
      id={props.id}
      className={`input input-multiline ${props.className ?? ''}`}
      ariaLabel={props.label}
      placeholder={props.placeholder}
      placeholderClass="input-placeholder"
      maxlength={props.maxLength ?? -1}
      disabled={props.isDisabled || undefined}
      autoHeight
      value={props.value}
      onInput={(event) => props.onChange(event.detail.value)}
      onBlur={props.onBlur}
    />
  )
}

/** A day, with the device's own picker. */
export function DateInput({ value, onChange, label, className }: DateInputProps) {
  return (
    <Picker mode="date" value={value} onChange={(event) => onChange(event.detail.value)}>
      <View className={`input ${className ?? ''}`} ariaLabel={label}>
        {value || '—'}
      </View>
    </Picker>
  )
}

/** A picture of the service. */
export function Picture({ src, alt, className }: PictureProps) {
  return <Image src={serviceUrl(src)} ariaLabel={alt} className={className} mode="aspectFit" />
}

/** A public file of the service, in WeChat's viewer. */
export function FileLink({ path, name, label, className, children }: FileLinkProps) {
  return (
    <Tap className={className} label={label} onTap={() => void openPublicFile(path, name)}>
      {children}
    </Tap>
  )
}

/** Inputs that are sent together. */
export function Form({ onSubmit, label, className, children }: FormProps) {
  return (
    <FormContext.Provider value={onSubmit}>
      <View className={className} ariaLabel={label}>
        {children}
      </View>
    </FormContext.Provider>
  )
}

/** A layer over the page; a tap beside it closes it. */
export function Overlay({ isOpen, onClose, label, className, children }: OverlayProps) {
  if (!isOpen) return null
  return (
    <RootPortal>
      <View
        className={`overlay ${className ?? ''}`}
        style={scaled()}
        ariaRole="dialog"
        ariaLabel={label}
        catchMove
      >
        <View className="overlay-backdrop" onClick={onClose} />
        {children}
      </View>
    </RootPortal>
  )
}

/** Calls `onReach` when the page is scrolled to its end. */
export function ReachEnd({ onReach }: ReachEndProps) {
  useReachBottom(onReach)
  return null
}

/** WeChat shows documents in its own viewer, opened by `viewFile`. */
export function DocumentFrame(_props: DocumentFrameProps) {
  return null
}

/** Blocks of a list by their number and the height they have on the screen. */
export type Measured = readonly [block: number, height: number][]

/**
 * Tells what of the list `id` can be seen, whenever the page was scrolled, and how high its drawn blocks
 * (`ID-NUMBER`, class `ID-block`) are.
 */
export function useListViewport(
  id: string,
  isOn: boolean,
  tell: (viewport: Viewport, measured: Measured) => void,
): void {
  const latest = useRef(tell)
  latest.current = tell
  const state = useRef({ isAsking: false, isStale: false })
  const look = () => {
    if (!isOn) return
    if (state.current.isAsking) {
      state.current.isStale = true
      return
    }
    state.current.isAsking = true
    const { windowHeight } = Taro.getWindowInfo()
    Taro.createSelectorQuery()
      .select(`#${id}`)
      .boundingClientRect()
      .selectAll(`.${id}-block`)
      .boundingClientRect()
      .exec((rects: [Rect | null, Rect[]]) => {
        const [list, blocks] = rects
        state.current.isAsking = false
        if (list) {
          const measured = blocks.map((rect): [number, number] => [
            Number(rect.id.split('-').at(-1)),
            rect.height,
          ])
          latest.current({ top: -list.top, height: windowHeight }, measured)
        }
        if (state.current.isStale) {
          state.current.isStale = false
          look()
        }
      })
  }
  usePageScroll(look)
  useReady(look)
  useEffect(look, [isOn, id])
}

interface Rect {
  id: string
  top: number
  height: number
}
