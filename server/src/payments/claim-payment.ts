import type { paymentProof } from '@piaoma/shared/contract'
import type { Context } from 'koa'
import type { z } from 'zod'
import { codeState, findCode } from '../codes/find-code'
import type { Ground } from '../ground'
import { AppError } from '../http'
import { visitorOf } from '../merchants/wechat/visitors'
import { codeOfPayment } from './code-of-payment'
import { findPayment } from './find-payment'
import type { PayAccesses } from './pay-access'

const REFUSALS = {
  spent: 'code.spent',
  unpaid: 'payment.unpaid',
  inactive: 'code.inactive',
  expired: 'code.expired',
  not_started: 'code.not_started',
} as const

/**
 * A guest at a product code shows a payment: he gets the payment's own order code, whose amount is what was paid, net
 * of refunds. Where it is known who he is in the app that the payment was made in, only the payer may do that.
 */
export async function claimPayment(
  deps: { ground: Ground; accesses: PayAccesses },
  ctx: Context,
  text: string,
  proof: z.output<typeof paymentProof>,
) {
  const { ground, accesses } = deps
  const product = await findCode(ground, text)
  const productState = codeState(product, ground.clock.now())
  if (productState !== 'open') throw new AppError(REFUSALS[productState])
  const access = await accesses.of(product.merchantId)
  if (!access || product.kind !== 'product') throw new AppError('wechat.not_configured')
  const { guestToken, ...ref } = proof
  const found = await findPayment(ground, access, ref)
  if (found.outcome === 'unknown') throw new AppError('wechat.unavailable', { logText: found.cause })
  if (found.outcome === 'refused') throw new AppError(found.code)
  const { payment } = found
  const guest = await visitorOf(ground, ctx, guestToken)
  if (guest && guest.appId === payment.appId && guest.openid !== payment.openid) {
    throw new AppError('payment.other_payer')
  }
  const [line] = product.lines
  if (!line) throw new Error('a product code without a line')
  const { storeId, kinds } = product
  const code = await codeOfPayment(ground, found, { line: productLine(line), storeId, kinds })
  if (!code) throw new Error('a payment at a product code always has a line')
  const state = codeState(code, ground.clock.now())
  if (state !== 'open') throw new AppError(REFUSALS[state])
  const paidAt = payment.paidAt === null ? {} : { paidAt: new Date(payment.paidAt).toISOString() }
  return { code: code.token, amountFen: code.amountFen, ...paidAt }
}

/** Of a code's line, what a product is: no quantity, no amount. */
function productLine(line: Awaited<ReturnType<typeof findCode>>['lines'][number]) {
  const { name, taxRate, taxCode, specification, unit } = line
  return { name, taxRate, taxCode, ...(specification ? { specification } : {}), ...(unit ? { unit } : {}) }
}
