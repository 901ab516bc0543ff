import type { Accepted } from '../core/types'
import { type Call, type Door, orderKey } from './door'
import { type ParsedOrder, parseOrder } from './parse-order'
import { errorPage, fail, ok, PROMPT_CODES, type Reply } from './replies'

/** The 5th digit of numbers issued through the bureau's web service. */
const CHANNEL_DIGIT = '2'
const DUPLICATE = fail('E9106', '订单编号或流水号不能重复')

/** requestBillingNew: checks what NuoNuo checks, takes the order in durably, answers with the serial. */
export function requestBilling(door: Door, call: Call): Reply {
  const parsed = parseOrder(call.content)
  if ('code' in parsed) return fail(parsed.code, parsed.describe)
  if (!call.scope.includes(parsed.order.taxNum)) return fail('E9302', '企业未授权')
  const early = earlyFault(door, call)
  if (early !== undefined) return early
  const problem = door.bureau.check(parsed.order)
  const code = problem === undefined ? undefined : PROMPT_CODES[problem.code]
  if (problem !== undefined && code !== undefined) return fail(code, problem.message)
  return accept(door, call, parsed)
}

function earlyFault({ faults }: Door, { subject }: Call): Reply | undefined {
  const refused = faults.take('refused', subject, (fault) => !fault.isLate)
  if (refused !== undefined) return fail(refused.code, refused.message)
  if (faults.take('timeout_before_acceptance', subject) !== undefined) return { kind: 'silence' }
  if (faults.take('duplicate_answer', subject, (fault) => !fault.isAccepted) !== undefined) return DUPLICATE
  return undefined
}

function accept(door: Door, call: Call, { order, callbackUrl }: ParsedOrder): Reply {
  const late = door.faults.take('late_result', call.subject)
  const submitted = door.bureau.submit(order, {
    channelDigit: CHANNEL_DIGIT,
    delayMs: door.delayMs + (late?.ms ?? 0),
    ...(callbackUrl === undefined ? {} : { notifyUrl: callbackUrl }),
  })
  if (submitted.outcome === 'duplicate') return DUPLICATE
  const { accepted } = submitted
  door.crash('after-accept-before-answer')
  if (late !== undefined && late.queries > 0) {
    door.heldQueries.set(orderKey(order.taxNum, order.serial), late.queries)
  }
  door.settler.schedule(accepted)
  door.notifier.forge(accepted)
  return lateFault(door, call) ?? answer(accepted)
}

function lateFault({ faults }: Door, { subject }: Call): Reply | undefined {
  if (faults.take('timeout_after_acceptance', subject) !== undefined) return { kind: 'silence' }
  if (faults.take('duplicate_answer', subject, (fault) => fault.isAccepted) !== undefined) return DUPLICATE
  const error = faults.take('http_error', subject, (fault) => fault.isAccepted)
  if (error !== undefined) return errorPage(error.status)
  if (faults.take('connection_reset', subject, (fault) => fault.isAccepted) !== undefined)
    return { kind: 'reset' }
  return undefined
}

function answer(accepted: Accepted): Reply {
  return ok('开票提交成功', { invoiceSerialNum: accepted.receipt })
}
