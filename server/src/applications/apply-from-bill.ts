import { applicationInput } from '@piaoma/shared/contract'
import type { Ground } from '../ground'
import { AppError } from '../http'
import { raiseAlarm } from '../merchants/audit'
import { codeOfPayment } from '../payments/code-of-payment'
import { findPayment } from '../payments/find-payment'
import { type EventOutcome, lineOf } from '../payments/handle-event'
import type { PayAccess } from '../payments/pay-access'
import type { UserTitle } from '../wechat/pay/calls'
import { type OnSubmitted, submitApplication } from './submit-application'

/**
 * The payer asked for an invoice on WeChat's bill (FAPIAO.USER_APPLIED): his title is fetched and his payment becomes
 * an application like any other. The transaction is the idempotency key, so it becomes one, however often it is told.
 */
export async function applyFromBill(
  ground: Ground,
  access: PayAccess,
  transactionId: string,
  onSubmitted: OnSubmitted,
): Promise<EventOutcome> {
  const { account, calls, keys } = access
  const found = await findPayment(ground, access, { transactionId })
  if (found.outcome === 'unknown') return found
  if (found.outcome === 'refused') return { outcome: 'nothing', cause: found.code }
  const subMchid = account.subMchid ?? undefined
  const title = await calls.userTitle({ applyId: transactionId, scene: 'WITH_WECHATPAY', subMchid })
  if (title.outcome === 'refused') return { outcome: 'nothing', cause: title.cause }
  if (title.outcome !== 'done') return { outcome: 'unknown', cause: title.cause }
  const { phone, email } = title.body
  try {
    const code = await codeOfPayment(ground, found, lineOf(account))
    if (!code) return { outcome: 'nothing', cause: 'no order of ours, and no line is set for payments' }
    const body = applicationInput.safeParse({
      codes: [code.token],
      buyer: buyerOf(title.body),
      kind: title.body.fapiao_bill_type === 'VAT_FAPIAO' ? 'special' : 'normal',
      ...(email ? { email: keys.decrypt(email) } : {}),
      ...(phone ? { mobile: keys.decrypt(phone) } : {}),
    })
    if (!body.success) return await refused(ground, code, 'its title cannot stand on an invoice')
    await submitApplication(ground, body.data, `bill-${account.id}-${transactionId}`, { onSubmitted })
    return { outcome: 'done' }
  } catch (error) {
    if (error instanceof AppError) return { outcome: 'nothing', cause: error.code }
    throw error
  }
}

function buyerOf(title: UserTitle) {
  const { name, taxpayer_id, address, telephone, bank_name, bank_account } = title
  return {
    type: title.type === 'ORGANIZATION' ? 'company' : 'person',
    name,
    ...(taxpayer_id ? { taxpayerId: taxpayer_id } : {}),
    ...(address ? { address } : {}),
    ...(telephone ? { phone: telephone } : {}),
    ...(bank_name ? { bankName: bank_name } : {}),
    ...(bank_account ? { bankAccount: bank_account } : {}),
  }
}

/** The payer waits in WeChat and sees no form of ours: the merchant has to write to him. */
async function refused(
  ground: Ground,
  code: { id: string; merchantId: string; orderNo: string },
  cause: string,
): Promise<EventOutcome> {
  await raiseAlarm(ground, {
    merchantId: code.merchantId,
    kind: 'payment.title_unusable',
    text: `订单 ${code.orderNo} 的付款人在微信账单里申请开票，但抬头无法开具。The title that the payer left at WeChat cannot be invoiced.`,
    targetType: 'code',
    targetId: code.id,
  })
  return { outcome: 'nothing', cause }
}
