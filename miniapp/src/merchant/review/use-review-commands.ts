import { ApiError } from '@piaoma/shared/client'
import type { MerchantApplication } from '@piaoma/shared/contract'
import type { Problem } from '@piaoma/shared/errors'
import { call } from '@/api/client'
import { useAction } from '@/api/use-action'
import type { Resource } from '@/api/use-resource'
import { confirm } from '@/ui/dialog'
import { toast } from '@/ui/toast'
import { useWords } from '@/words'

/** A decision that needs no words. */
export type Decision = 'approve' | 'correct' | 'accept-parked'

/** The commands of a reviewer on one application; what somebody else changed meanwhile is shown, not overwritten. */
export function useReviewCommands(application: Resource<MerchantApplication>, data: MerchantApplication) {
  const words = useWords()
  const { id, version } = data
  const showChange = (problem: Problem) => {
    if (problem.code !== 'resource.conflict') return false
    toast(words.review.changedMeanwhile, 'problem')
    application.reload()
    return true
  }
  const decide = useAction(async (decision: Decision) => {
    application.set(await send(decision, id, version))
    toast(words.review.done[decision])
  }, showChange)
  const reject = useAction(async (reason: string) => {
    const input = { params: { id }, body: { version, reason } }
    application.set(await call('POST /api/v1/merchant/applications/:id/reject', input))
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
  return { decide, reject, discard, isBusy: decide.isBusy || reject.isBusy || discard.isBusy }
}

function send(decision: Decision, id: string, version: number): Promise<MerchantApplication> {
  const input = { params: { id }, body: { version } }
  if (decision === 'approve') return call('POST /api/v1/merchant/applications/:id/approve', input)
  if (decision === 'correct') return call('POST /api/v1/merchant/applications/:id/correct', input)
  return call('POST /api/v1/merchant/applications/:id/accept-parked', input)
}

/** A batch answers each item by itself; one that did not happen is a problem like any other. */
function changed(): ApiError {
  return new ApiError({ type: 'about:blank', title: '', status: 409, code: 'resource.conflict', detail: '' })
}
