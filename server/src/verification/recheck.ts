import { LessThanOrEqual } from 'typeorm'
import { type ReceivedInvoiceRow, receivedInvoiceEntity } from '../capture/entity'
import type { Ground } from '../ground'
import { nextRecheckAt } from './recheck-plan'
import { enqueueAsk } from './request-verification'

const BATCH = 200
const TICK_MS = 10 * 60_000

/**
 * Has every good invoice asked about again whose time has come; answers how many. Of several processes that look at
 * once one takes each: the time in the row moves on by a conditional UPDATE.
 */
export async function enqueueRechecks(ground: Ground): Promise<number> {
  const now = ground.clock.now()
  let taken = 0
  for (;;) {
    const due = await ground.db.manager.find(receivedInvoiceEntity, {
      where: { verificationStatus: 'verified', recheckAt: LessThanOrEqual(now) },
      order: { recheckAt: 'ASC' },
      take: BATCH,
    })
    for (const row of due) if (await take(ground, row, now)) taken += 1
    if (due.length < BATCH) return taken
  }
}

function take(ground: Ground, row: ReceivedInvoiceRow, now: number): Promise<boolean> {
  const { id, merchantId, recheckAt } = row
  return ground.db.transaction(async (tx) => {
    const next = { recheckAt: nextRecheckAt(row, now) }
    const { affected } = await tx.manager.update(receivedInvoiceEntity, { id, merchantId, recheckAt }, next)
    if (affected !== 1) return false
    await enqueueAsk(ground, tx, { merchantId, id, actor: 'system' }, 'recheck')
    return true
  })
}

/** Looks every ten minutes until the answer is called. */
export function startRechecks(ground: Ground): () => void {
  const timer = setInterval(() => {
    enqueueRechecks(ground).catch((error: unknown) =>
      ground.log.warn({ event: 'verification.recheck_failed', err: error }),
    )
  }, TICK_MS)
  timer.unref()
  return () => clearInterval(timer)
}
