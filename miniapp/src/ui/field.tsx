import { type ReactNode, useId, useState } from 'react'
import { cx } from '@/lib/class-names'
import { Box, DateInput, Input, type InputKind, Multiline, Tap, Text } from '@/primitives'
import { useWords } from '@/words'
import { ChoiceSheet } from './choice-sheet'
import { Icon } from './icon'

interface FieldFrameProps {
  label: string
  id?: string
  problem?: string
  hint?: ReactNode
  isTop?: boolean
  extra?: ReactNode
  children: ReactNode
}

function FieldFrame({ label, id, problem, hint, isTop, extra, children }: FieldFrameProps) {
  return (
    <Box className={cx('field', Boolean(problem) && 'field-wrong')}>
      <Box className={cx('field-line', isTop && 'field-line-top')}>
        <Text className="field-label">{label}</Text>
        <Box className="field-control">{children}</Box>
        {extra}
      </Box>
      {problem ? (
        <Box className="field-problem" id={id} role="alert">
          {problem}
        </Box>
      ) : hint ? (
        <Box className="field-hint" id={id}>
          {hint}
        </Box>
      ) : null}
    </Box>
  )
}

/** A labelled text input. */
export interface FieldProps {
  label: string
  value: string
  onChange: (value: string) => void
  kind?: InputKind
  placeholder?: string
  problem?: string
  hint?: ReactNode
  maxLength?: number
  isDisabled?: boolean
  isFocused?: boolean
  isMultiline?: boolean
  onBlur?: () => void
  onConfirm?: () => void
  /** Accessible name when the label alone would be ambiguous on the page. */
  name?: string
  /** A unit or a button right of the input. */
  extra?: ReactNode
}

/** A labelled input with what is wrong, or what is meant, below it. */
export function Field(props: FieldProps) {
  const id = useId()
  const { label, problem, hint, isMultiline, extra, name, ...input } = props
  const Control = isMultiline ? Multiline : Input
  return (
    <FieldFrame label={label} id={id} problem={problem} hint={hint} isTop={isMultiline} extra={extra}>
      <Control
        {...input}
        label={name ?? label}
        isInvalid={Boolean(problem)}
        describedBy={problem || hint ? id : undefined}
      />
    </FieldFrame>
  )
}

/** A labelled day. */
export function DateField(props: {
  label: string
  value: string
  onChange: (value: string) => void
  problem?: string
  hint?: string
}) {
  const id = useId()
  return (
    <FieldFrame label={props.label} id={id} problem={props.problem} hint={props.hint}>
      <DateInput label={props.label} value={props.value} onChange={props.onChange} />
    </FieldFrame>
  )
}

/** One of a few values, with its words. */
export interface Choice<Value extends string> {
  value: Value
  text: string
  note?: string
}

/** One of a few values, chosen in a sheet from below. */
export function ChoiceField<Value extends string>(props: {
  label: string
  value: Value | undefined
  choices: readonly Choice<Value>[]
  onChange: (value: Value) => void
  problem?: string
  hint?: string
  name?: string
  isDisabled?: boolean
}) {
  const id = useId()
  const words = useWords()
  const [isOpen, setIsOpen] = useState(false)
  const chosen = props.choices.find((choice) => choice.value === props.value)
  const text = chosen?.text ?? words.actions.choose
  return (
    <FieldFrame label={props.label} id={id} problem={props.problem} hint={props.hint}>
      <Tap
        className={cx('input', 'input-choice', !chosen && 'input-empty')}
        label={`${props.name ?? props.label} ${text}`}
        isDisabled={props.isDisabled}
        onTap={() => setIsOpen(true)}
      >
        <Text>{text}</Text>
        <Icon name="down" className="input-arrow" />
      </Tap>
      <ChoiceSheet
        title={props.label}
        isOpen={isOpen}
        choices={props.choices}
        value={props.value}
        onClose={() => setIsOpen(false)}
        onChoose={(value) => {
          setIsOpen(false)
          props.onChange(value)
        }}
      />
    </FieldFrame>
  )
}

/** Two or three values side by side. */
export function SegmentField<Value extends string>(props: {
  label: string
  value: Value
  choices: readonly Choice<Value>[]
  onChange: (value: Value) => void
  problem?: string
}) {
  const id = useId()
  return (
    <FieldFrame label={props.label} id={id} problem={props.problem}>
      <Box className="segments" role="radiogroup" label={props.label}>
        {props.choices.map((choice) => (
          <Tap
            key={choice.value}
            role="radio"
            className={cx('segment', choice.value === props.value && 'segment-on')}
            isChecked={choice.value === props.value}
            onTap={() => props.onChange(choice.value)}
          >
            {choice.text}
          </Tap>
        ))}
      </Box>
    </FieldFrame>
  )
}
