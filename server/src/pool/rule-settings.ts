import { DEFAULT_RULES, type RuleSettings } from '@piaoma/shared/received-rules'
import type { EntityManager } from 'typeorm'
import { isUniqueViolation } from '../db'
import type { Ground } from '../ground'
import { AppError } from '../http'
import { enqueue } from '../jobs'
import type { Acting } from '../merchants/acting'
import { recordAudit } from '../merchants/audit'
import { taxpayerEntity } from '../merchants/entity'
import { forMerchant } from '../merchants/scoped'
import { ruleSettingsEntity } from './entity'

/** Kind of the job that judges every invoice of a merchant anew. */
export const REJUDGE_JOB = 'pool.rejudge'

/** The merchant's rules; until he sets any, the defaults with his own sellers as titles. */
export async function loadRules(manager: EntityManager, merchantId: string): Promise<RuleSettings> {
  const row = await forMerchant(manager, ruleSettingsEntity, merchantId).findOne({})
  if (row)
    return { ...DEFAULT_RULES, ...row.settings, levels: { ...DEFAULT_RULES.levels, ...row.settings.levels } }
  const sellers = await forMerchant(manager, taxpayerEntity, merchantId).find({}, { order: { id: 'ASC' } })
  return { ...DEFAULT_RULES, titles: sellers.map(({ name, taxpayerId }) => ({ name, taxpayerId })) }
}

/** Sets the rules and has every invoice that is not booked judged anew. */
export async function saveRules(
  ground: Ground,
  acting: Acting,
  settings: RuleSettings,
): Promise<RuleSettings> {
  const { merchantId } = acting
  try {
    await ground.db.transaction(async (tx) => {
      const rules = forMerchant(tx.manager, ruleSettingsEntity, merchantId)
      const updatedAt = ground.clock.now()
      const changed = await rules.update({}, { settings, updatedAt })
      if (changed === 0) await rules.insert({ id: ground.ids.ulid(), settings, updatedAt })
      const entry = { targetType: 'merchant', targetId: merchantId, action: 'rules.change' }
      await recordAudit(ground, tx, { ...acting, ...entry })
      await enqueue(ground, tx, REJUDGE_JOB, { merchantId, after: '' })
    })
  } catch (error) {
    if (isUniqueViolation(error)) throw new AppError('server.busy')
    throw error
  }
  return loadRules(ground.db.manager, merchantId)
}
