import { ApiError } from '@piaoma/shared/client'
import type { MerchantApplication } from '@piaoma/shared/contract'
import type { Problem } from '@piaoma/shared/errors'
import { useState } from 'react'
import { call } from '@/api/client'
import { useAction } from '@/api/use-action'
import type { Resource } from '@/api/use-resource'
import { useCan } from '@/session/store'
import { Foot } from '@/shell/split'
import { Button } from '@/ui/button'
import { confirm } from '@/ui/dialog'
import { toast } from '@/ui/toast'
import { useWords } from '@/words'
import { RejectSheet } from './reject-sheet'

type Command = 'approve' | 'correct' | 'accept-parked'

/** What may be done now, as the service said; a change by somebody else meanwhile is shown instead of overwritten. */
export function ApplicationActions(props: {
  application: Resource<MerchantApplication>
  data: MerchantApplication
  onEdit: () => void
}) {
  const words = useWords()
  const { application, data } = props
  const [isRejecting, setIsRejecting] = useState(false)
  const { id, version } = data
  // The service says what the state allows; the role may allow less.
  const actions = useCan('applications.review') ? data.actions : []

  const showChange = (problem: Problem) => {
    if (problem.code !== 'resource.conflict') return false
    toast(words.review.changedMeanwhile, 'problem')
    application.reload()
    return true
  }
  const act = useAction(async (command: Command) => {
    application.set(await send(command, id, version))
    toast(words.review.done[command])
  }, showChange)
  const reject = useAction(async (reason: string) => {
    setIsRejecting(false)
    application.set(
      await call('POST /api/v1/merchant/applications/:id/reject', {
        params: { id },
        body: { version, reason },
      }),
    )
    toast(words.review.rejected)
  }, showChange)
  const discard = useAction(async () => {
    const isSure = await confirm({
      title: words.review.discardTitle(1),
      text: words.review.discardText,
      yes: words.review.discard,
      isDanger: true,
    })
    if (!isSure) return
    const { results } = await call('POST /api/v1/merchant/applications/batch', {
      body: { action: 'discard', items: [{ id, version }] },
    })
    if (!results[0]?.isDone) throw changed()
    toast(words.review.discarded)
    application.reload()
  }, showChange)
  const isBusy = act.isBusy || reject.isBusy || discard.isBusy
  if (
    !['approve', 'reject', 'edit', 'discard', 'correct', 'accept-parked'].some((action) =>
      actions.includes(action),
    )
  ) {
    return null
  }
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
      {actions.includes('approve') ? (
        <Button look="primary" isWide isBusy={isBusy} onTap={() => act.run('approve')}>
          {words.review.approve}
        </Button>
      ) : null}
      {actions.includes('correct') ? (
        <Button look="primary" isWide isBusy={isBusy} onTap={() => act.run('correct')}>
          {words.review.correct}
        </Button>
      ) : null}
      {actions.includes('accept-parked') ? (
        <Button look="primary" isWide isBusy={isBusy} onTap={() => act.run('accept-parked')}>
          {words.review.acceptParked}
        </Button>
      ) : null}
      <RejectSheet
        isOpen={isRejecting}
        isBusy={reject.isBusy}
        onClose={() => setIsRejecting(false)}
        onReject={reject.run}
      />
    </Foot>
  )
}

function send(command: Command, id: string, version: number): Promise<MerchantApplication> {
  const input = { params: { id }, body: { version } }
  if (command === 'approve') return call('POST /api/v1/merchant/applications/:id/approve', input)
  if (command === 'correct') return call('POST /api/v1/merchant/applications/:id/correct', input)
  return call('POST /api/v1/merchant/applications/:id/accept-parked', input)
}

/** A batch answers each item by itself; one that did not happen is a problem like any other. */
function changed(): ApiError {
  return new ApiError({ type: 'about:blank', title: '', status: 409, code: 'resource.conflict', detail: '' })
}
