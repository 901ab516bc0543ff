import { IsNull } from 'typeorm'
import type { Ground } from '../ground'
import type { Acting } from './acting'
import { recordAudit } from './audit'
import { alarmEntity } from './entity'
import { forMerchant } from './scoped'

/** Marks an alarm as dealt with; twice is once. Another merchant's is `resource.not_found`. */
export function resolveAlarm(ground: Ground, acting: Acting, id: string): Promise<void> {
  return ground.db.transaction(async (tx) => {
    const alarms = forMerchant(tx.manager, alarmEntity, acting.merchantId)
    await alarms.get(id)
    const resolved = await alarms.update({ id, resolvedAt: IsNull() }, { resolvedAt: ground.clock.now() })
    if (resolved === 0) return
    await recordAudit(ground, tx, { ...acting, targetType: 'alarm', targetId: id, action: 'alarm.resolve' })
  })
}
