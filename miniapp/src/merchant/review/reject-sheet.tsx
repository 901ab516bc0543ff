import { useState } from 'react'
import { Button } from '@/ui/button'
import { ChoiceCell } from '@/ui/cell'
import { Field } from '@/ui/field'
import { Sheet } from '@/ui/sheet'
import { useWords } from '@/words'

/** Why it is rejected: a ready reason or own words. The guest reads it. */
export function RejectSheet(props: {
  isOpen: boolean
  isBusy: boolean
  onClose: () => void
  onReject: (reason: string) => void
}) {
  const words = useWords()
  const [reason, setReason] = useState('')
  const [isMissing, setIsMissing] = useState(false)
  const submit = () => {
    if (reason.trim() === '') setIsMissing(true)
    else props.onReject(reason.trim())
  }
  return (
    <Sheet
      title={words.review.rejectTitle}
      isOpen={props.isOpen}
      onClose={props.onClose}
      footer={
        <Button look="danger" isWide isBusy={props.isBusy} onTap={submit}>
          {words.review.rejectNow}
        </Button>
      }
    >
      {words.review.reasons.map((ready) => (
        <ChoiceCell
          key={ready}
          role="radio"
          title={ready}
          label={ready}
          isChosen={reason === ready}
          onTap={() => {
            setReason(ready)
            setIsMissing(false)
          }}
        />
      ))}
      <Field
        label={words.review.ownReason}
        isMultiline
        maxLength={200}
        value={reason}
        placeholder={words.review.ownReasonHint}
        problem={isMissing ? words.review.reasonMissing : undefined}
        onChange={(text) => {
          setReason(text)
          setIsMissing(false)
        }}
      />
    </Sheet>
  )
}
