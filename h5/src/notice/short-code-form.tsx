import { checkShortCode, readScannedText } from '@piaoma/shared/codes'
import { type Phrases, say } from '@piaoma/shared/guest'
import { useState } from 'preact/hooks'
import { Field } from '../ui/field'
import { useAllWords } from '../words'

interface ShortCodeFormProps {
  button: string
  onCode: (code: string) => void
  /** What became of the last code, from outside. */
  problem?: string
  isBusy?: boolean
}

/** The short form typed from a receipt, checked before anything is asked of the service. */
export function ShortCodeForm({ button, onCode, problem, isBusy }: ShortCodeFormProps) {
  const t = useAllWords()
  const [text, setText] = useState('')
  const [error, setError] = useState<string>()

  const submit = (event: Event) => {
    event.preventDefault()
    const { kind, code } = readScannedText(text)
    const isCode = kind === 'short' || kind === 'token' || kind === 'offline'
    setError(isCode ? undefined : shortCodeWords(text, t))
    if (isCode) onCode(code)
    else document.getElementById('shortCode')?.focus()
  }

  return (
    <form onSubmit={submit} noValidate class="stack">
      <Field
        id="shortCode"
        label={t.shortCode}
        value={text}
        onText={(value) => {
          setText(value)
          setError(undefined)
        }}
        hint={t.shortCodeHint}
        error={error ?? problem}
        input={{ autocomplete: 'off', autocapitalize: 'characters', spellcheck: false, maxLength: 200 }}
      />
      <button type="submit" class="button second" aria-disabled={isBusy}>
        {isBusy ? t.adding : button}
      </button>
    </form>
  )
}

/** What is wrong with a typed short code, so that the guest knows where to look. */
function shortCodeWords(text: string, t: Phrases): string {
  const check = checkShortCode(text)
  if (check.ok || check.reason === 'short_code.check') return t.shortCodeWrong
  if (check.reason === 'short_code.character' && check.position) {
    return say(t.shortCodeLetter, { n: check.position })
  }
  return t.shortCodeLength
}
