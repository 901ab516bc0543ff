import { In, LessThan } from 'typeorm'
import type { Ground } from '../../ground'
import { enqueue } from '../../jobs'
import { jobEntity } from '../../jobs/entity'
import { DRIVE_JOB } from './card-state'
import { walletCardEntity } from './entity'

const OPEN = ['offered', 'authorised', 'uploading', 'inserting', 'unknown'] as const
const QUIET_MS = 6 * 3_600_000
const NIGHT_MS = 24 * 3_600_000

/**
 * What callbacks lost: every card that is on its way, did not move for six hours and has no job is asked after again.
 * Answers how many there were.
 */
export async function sweepWallet(ground: Ground): Promise<number> {
  const { manager } = ground.db
  const quiet = await manager.find(walletCardEntity, {
    where: { status: In([...OPEN]), updatedAt: LessThan(ground.clock.now() - QUIET_MS) },
    take: 1_000,
  })
  let found = 0
  for (const { id } of quiet) {
    if (await manager.existsBy(jobEntity, { subject: id, kind: DRIVE_JOB, status: In([0, 1]) })) continue
    found += 1
    await ground.db.transaction((tx) => enqueue(ground, tx, DRIVE_JOB, { cardId: id }, { subject: id }))
  }
  return found
}

/** Sweeps once a night until the answer is called. */
export function startWalletSweep(ground: Ground): () => void {
  const timer = setInterval(() => {
    sweepWallet(ground).catch((error: unknown) =>
      ground.log.warn({ event: 'wallet.sweep_failed', err: error }),
    )
  }, NIGHT_MS)
  timer.unref()
  return () => clearInterval(timer)
}
