import { LessThan } from 'typeorm'
import type { Ground } from './ground'
import { idempotencyEntity } from './http/entity'
import { sessionEntity } from './merchants'
import { wechatTicketEntity, wechatTitleEntity } from './merchants/wechat/entity'

const HOUR_MS = 3_600_000
/** A client that retries later than this finds the code itself spent. */
const KEEP_ANSWERS_MS = 30 * 24 * HOUR_MS
/** A title that a guest picked is in his form within seconds. */
const KEEP_TITLES_MS = 24 * HOUR_MS

/** Removes what has had its time: stored answers, ended sessions and links, WeChat users’ tickets and picked titles. */
export async function sweep(ground: Pick<Ground, 'db' | 'clock'>): Promise<void> {
  const now = ground.clock.now()
  await ground.db.manager.delete(idempotencyEntity, { createdAt: LessThan(now - KEEP_ANSWERS_MS) })
  await ground.db.manager.delete(sessionEntity, { expiresAt: LessThan(now) })
  await ground.db.manager.delete(wechatTicketEntity, { expiresAt: LessThan(now) })
  await ground.db.manager.delete(wechatTitleEntity, { createdAt: LessThan(now - KEEP_TITLES_MS) })
}

/** Sweeps every hour until the answer is called. */
export function startHousekeeping(ground: Ground): () => void {
  const timer = setInterval(() => {
    sweep(ground).catch((error: unknown) => ground.log.warn({ event: 'housekeeping.failed', err: error }))
  }, HOUR_MS)
  timer.unref()
  return () => clearInterval(timer)
}
