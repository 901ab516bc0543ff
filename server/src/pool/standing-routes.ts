import type { BookingAction } from '@piaoma/shared/states'
import { loadReceived } from '../capture/access'
import type { ReceivedInvoiceRow } from '../capture/entity'
import type { Tx } from '../db'
import type { Ground } from '../ground'
import { type Guard, languageOf } from '../http'
import { type Acting, actingAs } from '../merchants/acting'
import { loadAccount, saveAccount } from '../verification/account'
import type { VerificationAccountRow } from '../verification/entity'
import { requestVerification } from '../verification/request-verification'
import { changeBooking, changeUse } from './change-standing'
import { loadRules, saveRules } from './rule-settings'
import { viewStanding } from './view-standing'

/** What comes after the pool, handed in by compose.ts. */
export interface StandingHooks {
  /** In the transaction of a booking or its taking back. */
  onBooked(tx: Tx, acting: Acting, row: ReceivedInvoiceRow, action: BookingAction): Promise<void>
}

/** 查验, rules, use and booking of received invoices. */
export function mountStanding(guard: Guard, ground: Ground, hooks: StandingHooks): void {
  guard('GET /api/v1/merchant/verification-account', 'console', async ({ caller }) =>
    presentAccount(await loadAccount(ground.db.manager, caller.merchantId)),
  )
  guard('PUT /api/v1/merchant/verification-account', 'console', async ({ caller, body }) =>
    presentAccount(await saveAccount(ground, actingAs(caller), body)),
  )
  guard('GET /api/v1/merchant/receipt-rules', 'console', ({ caller }) =>
    loadRules(ground.db.manager, caller.merchantId),
  )
  guard('PUT /api/v1/merchant/receipt-rules', 'console', ({ caller, body }) =>
    saveRules(ground, actingAs(caller), body),
  )
  guard('GET /api/v1/merchant/received-invoices/:id/standing', 'console', async ({ ctx, caller, params }) =>
    viewStanding(ground, caller, await loadReceived(ground, caller, params.id), languageOf(ctx)),
  )
  guard('POST /api/v1/merchant/received-invoices/:id/verify', 'console', async ({ ctx, caller, params }) => {
    const { merchantId, id } = await loadReceived(ground, caller, params.id)
    const { actor } = actingAs(caller)
    await ground.db.transaction((tx) => requestVerification(ground, tx, { merchantId, id, actor }))
    return viewStanding(ground, caller, await loadReceived(ground, caller, id), languageOf(ctx))
  })
  guard(
    'POST /api/v1/merchant/received-invoices/:id/use',
    'console',
    async ({ ctx, caller, params, body }) => {
      await changeUse(ground, actingAs(caller), await loadReceived(ground, caller, params.id), body)
      return viewStanding(ground, caller, await loadReceived(ground, caller, params.id), languageOf(ctx))
    },
  )
  guard(
    'POST /api/v1/merchant/received-invoices/:id/booking',
    'console',
    async ({ ctx, caller, params, body }) => {
      const row = await loadReceived(ground, caller, params.id)
      await changeBooking(ground, actingAs(caller), row, body, hooks.onBooked)
      return viewStanding(ground, caller, await loadReceived(ground, caller, params.id), languageOf(ctx))
    },
  )
}

function presentAccount(row: VerificationAccountRow | null) {
  if (!row) return { account: null }
  const { provider, url, appKey, appSecret } = row
  return { account: { provider, url, appKey, hasSecret: appSecret !== '' } }
}
