import { In, LessThan, MoreThan } from 'typeorm'
import type { Ground } from '../../ground'
import { enqueue } from '../../jobs'
import { jobEntity } from '../../jobs/entity'
import { DRIVE_JOB } from './card-state'
import { walletCardEntity } from './entity'

const OPEN = ['offered', 'authorised', 'uploading', 'inserting', 'unknown'] as const
const QUIET_MS = 6 * 3_600_000
const BATCH = 500

/**
 * What callbacks and crashes lost, by either route: every card that is on its way, did not move for six hours and has
 * no job is asked about again. Answers how many there were. Meant for every night, and harmless at any time.
 */
export async function sweepWallet(ground: Ground): Promise<number> {
  const { manager } = ground.db
  const updatedAt = LessThan(ground.clock.now() - QUIET_MS)
  let found = 0
  let after = ''
  for (;;) {
    const quiet = await manager.find(walletCardEntity, {
      where: { status: In([...OPEN]), updatedAt, id: MoreThan(after) },
      order: { id: 'ASC' },
      take: BATCH,
    })
    for (const { id } of quiet) {
      after = id
      if (await manager.existsBy(jobEntity, { subject: id, kind: DRIVE_JOB, status: In([0, 1]) })) continue
      found += 1
      await ground.db.transaction((tx) => enqueue(ground, tx, DRIVE_JOB, { cardId: id }, { subject: id }))
    }
    if (quiet.length < BATCH) return found
  }
}
