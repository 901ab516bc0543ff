import type { InputHTMLAttributes } from 'preact'
import { useWords } from '../words'
import { Icon } from './icons'

type Attributes = Pick<
  InputHTMLAttributes,
  | 'autocomplete'
  | 'autocapitalize'
  | 'spellcheck'
  | 'maxLength'
  | 'inputMode'
  | 'placeholder'
  | 'required'
  | 'onPaste'
  | 'onBlur'
>

interface FieldProps {
  type?: 'text' | 'email' | 'tel'
  input?: Attributes
  id: string
  label: string
  value: string
  onText: (text: string) => void
  hint?: string
  error?: string
  isOptional?: boolean
  rows?: number
}

/** A labelled text field with its hint and its error, tied together for screen readers. */
export function Field(props: FieldProps) {
  const { id, label, value, onText, hint, error, isOptional, rows, type, input } = props
  const t = useWords()
  const describedBy = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ') || undefined
  const shared = {
    id,
    name: id,
    class: 'input',
    'aria-invalid': error ? ('true' as const) : undefined,
    'aria-describedby': describedBy,
  }
  return (
    <div class={error ? 'field has-error' : 'field'}>
      <label for={id}>
        {label}
        {isOptional && <span class="optional"> {t.optional}</span>}
      </label>
      {rows ? (
        <textarea
          {...shared}
          rows={rows}
          value={value}
          onInput={(event) => onText(event.currentTarget.value)}
        />
      ) : (
        <input
          {...input}
          {...shared}
          // Preact types each kind of input apart and takes no union of kinds.
          type={(type ?? 'text') as 'text'}
          value={value}
          onInput={(event) => onText(event.currentTarget.value)}
        />
      )}
      {error && (
        <p class="error" id={`${id}-error`}>
          <Icon name="cross" />
          {error}
        </p>
      )}
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  )
}

interface ChoiceProps<Value extends string> {
  id: string
  legend: string
  value: Value
  options: { value: Value; label: string; isDisabled?: boolean }[]
  onPick: (value: Value) => void
  hint?: string
  error?: string
}

/** One of two or three, as radio buttons that look like a segmented control. */
export function Choice<Value extends string>(props: ChoiceProps<Value>) {
  const { id, legend, value, options, onPick, hint, error } = props
  return (
    <fieldset class="choice" id={id} tabIndex={-1} aria-describedby={hint ? `${id}-hint` : undefined}>
      <legend>{legend}</legend>
      <div class="segments">
        {options.map((option) => (
          <label key={option.value} class="segment">
            <input
              type="radio"
              name={id}
              checked={option.value === value}
              disabled={option.isDisabled}
              onChange={() => onPick(option.value)}
            />
            <span>{option.label}</span>
          </label>
        ))}
      </div>
      {error && (
        <p class="error">
          <Icon name="cross" />
          {error}
        </p>
      )}
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </fieldset>
  )
}

/** A checkbox with its words. */
export function Check(props: {
  id: string
  label: string
  isOn: boolean
  onTurn: (isOn: boolean) => void
  hint?: string
}) {
  const { id, label, isOn, onTurn, hint } = props
  return (
    <div class="check">
      <label for={id}>
        <input
          id={id}
          type="checkbox"
          checked={isOn}
          aria-describedby={hint && `${id}-hint`}
          onChange={(event) => onTurn(event.currentTarget.checked)}
        />
        <span>{label}</span>
      </label>
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  )
}
