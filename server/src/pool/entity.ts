import type { RuleSettings } from '@piaoma/shared/received-rules'
import { EntitySchema } from 'typeorm'
import { id, json, ref, time } from '../db'

/** 规则: what a company set for the invoices it receives. Without a row the defaults hold. */
export interface RuleSettingsRow {
  id: string
  merchantId: string
  settings: RuleSettings
  updatedAt: number
}
export const ruleSettingsEntity = new EntitySchema<RuleSettingsRow>({
  name: 'rule_settings',
  columns: { id: id(), merchantId: ref(), settings: json(), updatedAt: time() },
  uniques: [{ name: 'uq_rule_settings', columns: ['merchantId'] }],
})
