import type { Tx } from '../db'
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
  options: { delayMs?: number } = {},
): Promise<void> {
  const now = ground.clock.now()
  await tx.manager.insert(jobEntity, {
    id: ground.ids.ulid(),
    kind,
    payload,
    status: 0,
    availableAt: now + (options.delayMs ?? 0),
    attempts: 0,
    claimToken: null,
    problem: null,
    createdAt: now,
  })
  tx.onCommit(() => ground.signals.send(JOBS_TOPIC))
}
