import { useState } from 'react'
import { Button } from '@/ui/button'
import { Field } from '@/ui/field'
import { useWords } from '@/words'
import { TaxCodeSheet } from './tax-code-sheet'

/** The 19 digits of a tax classification, typed or searched. */
export function TaxCodeField(props: {
  label: string
  name?: string
  /** Which line of the form, where there are several. */
  position?: number
  value: string
  onChange: (taxCode: string) => void
  problem?: string
}) {
  const words = useWords()
  const [isOpen, setIsOpen] = useState(false)
  const [hint, setHint] = useState<{ taxCode: string; text: string }>()
  return (
    <>
      <Field
        label={props.label}
        name={props.name}
        kind="number"
        maxLength={19}
        value={props.value}
        onChange={props.onChange}
        problem={props.problem}
        hint={hint?.taxCode === props.value ? hint.text : undefined}
        extra={
          <Button
            size="small"
            onTap={() => setIsOpen(true)}
            label={[words.lines.find, words.taxCodes.title, props.position].filter(Boolean).join(' ')}
          >
            {words.lines.find}
          </Button>
        }
      />
      <TaxCodeSheet
        isOpen={isOpen}
        onClose={() => setIsOpen(false)}
        onChoose={(hit) => {
          setIsOpen(false)
          setHint({ taxCode: hit.taxCode, text: `*${hit.shortName}*${hit.name}` })
          props.onChange(hit.taxCode)
        }}
      />
    </>
  )
}
