import { affectedRows, isUniqueViolation } from '../../db'
import type { Ground } from '../../ground'
import { sha256 } from '../../ids'
import { type WechatTokenRow, wechatTokenEntity } from './entity'
import type { MpFailure, MpOutcome } from './outcome'

/** Which account a call is made for; each has its own token, and the wrong one is refused (pitfall 10). */
export type MpPurpose = 'serviceAccount' | 'issuePlatform' | 'miniapp'

/** An account of WeChat with its secret, opened for one call. */
export interface MpApp {
  purpose: MpPurpose
  appId: string
  secret: string
}

export interface Issued {
  value: string
  lifeMs: number
}

type Kind = 'token' | 'jsapi' | 'wx_card'

/** A value is renewed so long before its end. */
const MARGIN_MS = 5 * 60_000
/** Longest that the one who renews keeps the others waiting. */
const LOCK_MS = 20_000
const WAIT_STEP_MS = 100

/**
 * Access tokens and tickets, kept sealed in the database and shared by all processes. One of them renews (a row is the
 * lock), the others wait for its result: two refreshers would end each other's tokens (pitfall 11).
 */
export interface MpTokens {
  /** The living value, or a new one by `renew`; `stale` is a value that WeChat has just refused. */
  get(
    app: MpApp,
    kind: Kind,
    renew: () => Promise<MpOutcome<Issued>>,
    stale?: string,
  ): Promise<MpOutcome<string>>
}

export function createMpTokens(
  ground: Pick<Ground, 'db' | 'clock' | 'secrets'>,
  pause: (ms: number) => Promise<void> = (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
): MpTokens {
  return {
    async get(app, kind, renew, stale) {
      const id = sha256(`${kind}\n${app.appId}`)
      const end = Date.now() + LOCK_MS
      for (;;) {
        const row = await rowOf(ground, id)
        const value = livingValue(ground, row)
        if (value !== undefined && value !== stale) return { outcome: 'done', answer: value }
        if (row.lockedUntil <= ground.clock.now() && (await lock(ground, id))) {
          // Between the look and the lock somebody may have renewed it.
          const fresh = livingValue(ground, await rowOf(ground, id))
          if (fresh === undefined || fresh === stale) return renewLocked(ground, id, renew)
          await unlock(ground, id)
          return { outcome: 'done', answer: fresh }
        }
        if (Date.now() > end) return { outcome: 'unknown', cause: `${kind}: somebody else is renewing it` }
        await pause(WAIT_STEP_MS)
      }
    },
  }
}

type TokenGround = Pick<Ground, 'db' | 'clock' | 'secrets'>

async function rowOf({ db }: TokenGround, id: string): Promise<WechatTokenRow> {
  const empty: WechatTokenRow = { id, value: null, expiresAt: 0, lockedUntil: 0 }
  const known = await db.manager.findOneBy(wechatTokenEntity, { id })
  if (known) return known
  try {
    await db.manager.insert(wechatTokenEntity, empty)
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
  }
  return empty
}

function livingValue({ clock, secrets }: TokenGround, row: WechatTokenRow): string | undefined {
  if (row.value === null || row.expiresAt - MARGIN_MS <= clock.now()) return undefined
  return secrets.open(row.value)
}

/** One conditional UPDATE: of any number that try, one may renew. */
function lock({ db, clock }: TokenGround, id: string): Promise<boolean> {
  const now = clock.now()
  const sql = 'UPDATE `wechat_token` SET `lockedUntil` = ? WHERE `id` = ? AND `lockedUntil` <= ?'
  return db.transaction(async (tx) => (await affectedRows(tx.manager, sql, [now + LOCK_MS, id, now])) === 1)
}

async function unlock({ db }: TokenGround, id: string): Promise<void> {
  await db.manager.update(wechatTokenEntity, { id }, { lockedUntil: 0 })
}

async function renewLocked(
  ground: TokenGround,
  id: string,
  renew: () => Promise<MpOutcome<Issued>>,
): Promise<MpOutcome<string>> {
  const { db, clock, secrets } = ground
  const renewed: MpOutcome<Issued> = await renew().catch(
    (error: unknown): MpFailure => ({
      outcome: 'unknown',
      cause: error instanceof Error ? error.name : 'failed',
    }),
  )
  if (renewed.outcome !== 'done') {
    await unlock(ground, id)
    return renewed
  }
  const { value, lifeMs } = renewed.answer
  const set = { value: secrets.seal(value), expiresAt: clock.now() + lifeMs, lockedUntil: 0 }
  await db.manager.update(wechatTokenEntity, { id }, set)
  return { outcome: 'done', answer: value }
}
