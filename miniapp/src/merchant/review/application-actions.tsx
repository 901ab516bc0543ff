import type { MerchantApplication } from '@piaoma/shared/contract'
import { useState } from 'react'
import type { Resource } from '@/api/use-resource'
import { useCan } from '@/session/store'
import { Foot } from '@/shell/split'
import { Button } from '@/ui/button'
import { useWords } from '@/words'
import { RejectSheet } from './reject-sheet'
import { type Decision, useReviewCommands } from './use-review-commands'

const DECISIONS: readonly Decision[] = ['approve', 'correct', 'accept-parked']
const OFFERED: readonly string[] = [...DECISIONS, 'discard', 'reject', 'edit']

/** What may be done now: the service says what the state allows, the role may allow less. */
export function ApplicationActions(props: {
  application: Resource<MerchantApplication>
  data: MerchantApplication
  onEdit: () => void
}) {
  const words = useWords()
  const [isRejecting, setIsRejecting] = useState(false)
  const canReview = useCan('applications.review')
  const { decide, reject, discard, isBusy } = useReviewCommands(props.application, props.data)
  const actions = canReview ? props.data.actions.filter((action) => OFFERED.includes(action)) : []
  if (actions.length === 0) return null
  return (
    <Foot>
      {actions.includes('discard') ? (
        <Button look="quiet-danger" isBusy={isBusy} onTap={discard.run}>
          {words.review.discard}
        </Button>
      ) : null}
      {actions.includes('reject') ? (
        <Button isBusy={isBusy} onTap={() => setIsRejecting(true)}>
          {words.review.reject}
        </Button>
      ) : null}
      {actions.includes('edit') ? (
        <Button isBusy={isBusy} onTap={props.onEdit}>
          {words.actions.edit}
        </Button>
      ) : null}
      {DECISIONS.filter((decision) => actions.includes(decision)).map((decision) => (
        <Button key={decision} look="primary" isWide isBusy={isBusy} onTap={() => decide.run(decision)}>
          {words.review[decision]}
        </Button>
      ))}
      <RejectSheet
        isOpen={isRejecting}
        isBusy={isBusy}
        onClose={() => setIsRejecting(false)}
        onReject={(reason) => {
          setIsRejecting(false)
          reject.run(reason)
        }}
      />
    </Foot>
  )
}
