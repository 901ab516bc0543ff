import { isUniqueViolation, type Tx } from '../db'
import type { Ground } from '../ground'
import { alarmEntity, auditEntity } from './entity'

/** Writes who did what into the transaction of the change. `actor`: `user:ID`, `guest`, `till:ID`, `system`. */
export async function recordAudit(
  ground: Pick<Ground, 'ids' | 'clock'>,
  tx: Pick<Tx, 'manager'>,
  entry: {
    merchantId: string
    targetType: string
    targetId: string
    actor: string
    action: string
    detail?: string | undefined
  },
): Promise<void> {
  await tx.manager.insert(auditEntity, {
    ...entry,
    id: ground.ids.ulid(),
    detail: entry.detail?.slice(0, 500) ?? null,
    at: ground.clock.now(),
  })
}

/** Says that a person is needed. One open alarm a cause and target; raising it again opens it again. */
export async function raiseAlarm(
  ground: Pick<Ground, 'ids' | 'clock' | 'log' | 'db'>,
  alarm: {
    merchantId: string
    kind: string
    text: string
    targetType: string
    targetId: string
    /** Whose people see it; without one only people of every store do. */
    storeId?: string
  },
): Promise<void> {
  ground.log.warn({ event: 'alarm', kind: alarm.kind, merchantId: alarm.merchantId, target: alarm.targetId })
  const at = ground.clock.now()
  try {
    const { storeId = null } = alarm
    await ground.db.manager.insert(alarmEntity, {
      ...alarm,
      storeId,
      id: ground.ids.ulid(),
      at,
      resolvedAt: null,
    })
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    await ground.db.manager.update(
      alarmEntity,
      { targetId: alarm.targetId, kind: alarm.kind },
      { text: alarm.text, at, resolvedAt: null },
    )
  }
}
