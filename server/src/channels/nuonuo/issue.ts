import type { IssueOrder, IssueOutcome } from '../../issuing/tax-channel'
import { issueResult } from './answers'
import type { NuonuoSettings } from './config'
import type { Gateway, GatewayAnswer } from './gateway'
import { NUONUO_ORDER_NO_LENGTH } from './limits'
import { orderBody } from './order-body'
import { CODE, isValidationCode, refusal, waitCause } from './verdicts'

const REQUEST_BILLING = 'nuonuo.OpeMplatform.requestBillingNew'
/** Cause of an unknown outcome: the order is there already, from a call whose answer was lost. */
export const DUPLICATE_SERIAL = 'duplicate serial'
const SERIAL = /^[\x21-\x7e]+$/

/** requestBillingNew: hands the order over; the invoice itself comes later, by `query`. */
export async function issueInvoice(
  gateway: Gateway,
  settings: NuonuoSettings,
  order: IssueOrder,
): Promise<IssueOutcome> {
  if (order.serial.length > NUONUO_ORDER_NO_LENGTH || !SERIAL.test(order.serial)) {
    throw new RangeError(`serial must be 1 to ${NUONUO_ORDER_NO_LENGTH} ASCII characters`)
  }
  if (order.seller.taxpayerId !== settings.taxNum) {
    throw new RangeError('this channel issues for another taxpayer')
  }
  return submission(await gateway.call(REQUEST_BILLING, orderBody(order, settings)))
}

/** Reads the answer of a submission (requestBillingNew). */
export function submission(answer: GatewayAnswer): IssueOutcome {
  if (answer.kind === 'unknown') return { outcome: 'unknown', cause: answer.cause }
  if (answer.kind === 'denied') return closed(answer)
  const { code, describe } = answer
  if (code === CODE.ok) {
    const result = issueResult.safeParse(answer.result)
    return result.success
      ? { outcome: 'accepted', channelSerial: result.data.invoiceSerialNum }
      : { outcome: 'unknown', cause: 'accepted without a channel serial' }
  }
  if (code === CODE.duplicate) return { outcome: 'unknown', cause: DUPLICATE_SERIAL }
  const cause = waitCause(describe)
  if (cause !== undefined) return { outcome: 'waiting', cause, message: describe }
  if (isValidationCode(code)) return { outcome: 'refused', refusal: refusal(code, describe) }
  return { outcome: 'unknown', cause: `code ${code}` }
}

/** Turned away by the gateway: certainly not issued, and neither guest nor goods are to blame. */
export function closed(answer: { code: string; message: string }): IssueOutcome {
  return { outcome: 'waiting', cause: 'channel', message: `${answer.message} (${answer.code})` }
}
