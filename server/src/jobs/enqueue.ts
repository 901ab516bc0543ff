import { MoreThan } from 'typeorm'
import { insertRow, type Tx } from '../db'
import type { Ground } from '../ground'
import { jobEntity } from './entity'

/** Wakes the workers of this process. */
export const JOBS_TOPIC = 'jobs'

/** Writes a step to be done into the open transaction; it exists exactly if the transaction commits. */
export async function enqueue(
  ground: Pick<Ground, 'ids' | 'clock' | 'signals'>,
  tx: Tx,
  kind: string,
  payload: Record<string, string>,
  options: { delayMs?: number; subject?: string } = {},
): Promise<void> {
  const now = ground.clock.now()
  await insertRow(tx.manager, jobEntity, {
    id: ground.ids.ulid(),
    kind,
    payload,
    subject: options.subject ?? null,
    status: 0,
    availableAt: now + (options.delayMs ?? 0),
    attempts: 0,
    claimToken: null,
    problem: null,
    createdAt: now,
  })
  tx.onCommit(() => ground.signals.send(JOBS_TOPIC))
}

/** News about a subject: its waiting jobs run now instead of at their next try. */
export async function hasten(
  ground: Pick<Ground, 'clock' | 'signals' | 'db'>,
  kind: string,
  subject: string,
): Promise<void> {
  const now = ground.clock.now()
  await ground.db.manager.update(
    jobEntity,
    { subject, kind, status: 0, availableAt: MoreThan(now) },
    { availableAt: now },
  )
  ground.signals.send(JOBS_TOPIC)
}
