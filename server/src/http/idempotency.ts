import type { Context } from 'koa'
import { canonicalJson } from '../canonical-json'
import { insertRow, isUniqueViolation, type Tx } from '../db'
import type { Ground } from '../ground'
import { sha256 } from '../ids'
import { AppError } from './app-error'
import { idempotencyEntity } from './entity'

export interface IdempotentAnswer<T> {
  answer: T
  isReplay: boolean
}

/**
 * Runs an effect once for a key: its answer is stored in its own transaction, so a retry after any failure gets
 * the first answer. `prepare` reads what is needed outside the transaction and answers the effect; it is not called
 * for a replay. The same key with other content is refused. Keys of different `scope`s never meet.
 */
export async function runIdempotent<T>(
  ground: Ground,
  request: { scope: string; key: string; body: unknown; httpStatus: number },
  prepare: () => Promise<(tx: Tx) => Promise<T>>,
): Promise<IdempotentAnswer<T>> {
  const id = sha256(`${request.scope}\n${request.key}`)
  const requestHash = sha256(canonicalJson(request.body))
  const replay = async (): Promise<IdempotentAnswer<T> | undefined> => {
    const row = await ground.db.manager.findOneBy(idempotencyEntity, { id })
    if (!row) return undefined
    if (row.requestHash !== requestHash) throw new AppError('idempotency.key_reused')
    return { answer: row.answer as T, isReplay: true }
  }
  const stored = await replay()
  if (stored) return stored
  try {
    const effect = await prepare()
    const answer = await ground.db.transaction(async (tx) => {
      const result = await effect(tx)
      await insertRow(tx.manager, idempotencyEntity, {
        id,
        requestHash,
        httpStatus: request.httpStatus,
        answer: result as object,
        createdAt: ground.clock.now(),
      })
      return result
    })
    return { answer, isReplay: false }
  } catch (error) {
    // A twin of this very request may have been first: then its answer is ours, not the refusal it caused.
    if (error instanceof AppError || isUniqueViolation(error)) {
      const twin = await replay()
      if (twin) return twin
    }
    throw error
  }
}

/** The same for a route: a replay is marked in a header. */
export async function answerOnce<T>(
  ground: Ground,
  ctx: Pick<Context, 'set'>,
  request: { scope: string; key: string; body: unknown; httpStatus: number },
  prepare: () => Promise<(tx: Tx) => Promise<T>>,
): Promise<T> {
  const { answer, isReplay } = await runIdempotent(ground, request, prepare)
  if (isReplay) ctx.set('idempotent-replayed', 'true')
  return answer
}
