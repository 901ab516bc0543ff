import type { Ground } from '../ground'
import type { Guard } from '../http'
import { actingAs } from '../merchants/acting'
import { claimPayment } from './claim-payment'
import { payAccountEntity } from './entity'
import type { PayAccesses } from './pay-access'
import { checkPaySettings, presentPaySettings, savePaySettings } from './pay-settings'

export interface PaymentsDeps {
  ground: Ground
  accesses: PayAccesses
}

/** Payments as proof, and a merchant's WeChat Pay settings. */
export function mountPayments(guard: Guard, deps: PaymentsDeps): void {
  const { ground, accesses } = deps
  guard('POST /api/v1/codes/:code/payment', 'send', ({ ctx, params, body }) =>
    claimPayment(deps, ctx, params.code, body),
  )
  guard('GET /api/v1/merchant/wechat-pay', 'console', async ({ caller }) => {
    const { merchantId } = caller
    return presentPaySettings(ground, await ground.db.manager.findOneBy(payAccountEntity, { merchantId }))
  })
  guard('PATCH /api/v1/merchant/wechat-pay', 'console', async ({ caller, body }) =>
    presentPaySettings(ground, await savePaySettings(ground, actingAs(caller), body)),
  )
  guard('POST /api/v1/merchant/wechat-pay/check', 'console', async ({ caller }) =>
    checkPaySettings(ground, await accesses.of(caller.merchantId)),
  )
}
