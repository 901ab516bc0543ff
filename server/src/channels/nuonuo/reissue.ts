import type { IssueOutcome } from '../../issuing/tax-channel'
import type { Gateway, GatewayAnswer } from './gateway'
import { closed } from './issue'
import { CODE, isValidationCode, refusal, waitCause } from './verdicts'

const RE_INVOICE = 'nuonuo.OpeMplatform.reInvoice'

/**
 * reInvoice: asks NuoNuo to try a failed or unsealed order again, at most 20 times a day for each.
 * `serial` is the channel's serial, or ours where the answer that carried the channel's was lost.
 */
export async function reissueInvoice(gateway: Gateway, serial: string): Promise<IssueOutcome> {
  const answer = await gateway.call(RE_INVOICE, { fpqqlsh: serial })
  if (answer.kind === 'answer' && answer.code === CODE.notFound) {
    return retried(await gateway.call(RE_INVOICE, { orderno: serial }), serial)
  }
  return retried(answer, serial)
}

function retried(answer: GatewayAnswer, serial: string): IssueOutcome {
  if (answer.kind === 'unknown') return { outcome: 'unknown', cause: answer.cause }
  if (answer.kind === 'denied') return closed(answer)
  const { code, describe } = answer
  if (code === CODE.ok) return { outcome: 'accepted', channelSerial: serial }
  if (code === CODE.retriesUsedUp)
    return { outcome: 'waiting', cause: 'channel', message: `${describe} (${code})` }
  const cause = waitCause(describe)
  if (cause !== undefined) return { outcome: 'waiting', cause, message: describe }
  if (isValidationCode(code)) return { outcome: 'refused', refusal: refusal(code, describe) }
  // E95xx, E96xx: not there, already issued, already being retried. A query tells which.
  return { outcome: 'unknown', cause: `code ${code}` }
}
