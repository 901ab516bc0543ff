import type { ReceivedInvoiceRow } from '../capture/entity'
import { personNames } from '../capture/presenter'
import type { Ground } from '../ground'
import type { VerifyAnswer } from './verifier'

export const ALARMS = {
  voided: 'received_invoice_voided',
  reversed: 'received_invoice_reversed',
  /** Once good, and now the tax side says something else. */
  changed: 'received_invoice_changed',
  /** The service refuses our account. */
  denied: 'verification_denied',
} as const

interface Alarm {
  merchantId: string
  kind: string
  text: string
  targetType: string
  targetId: string
}
type MakeAlarm = (ground: Ground, row: ReceivedInvoiceRow) => Promise<Alarm>

/** What a person must be told after an answer; undefined when nothing is amiss. */
export function alarmOf(row: ReceivedInvoiceRow, { outcome, detail }: VerifyAnswer): MakeAlarm | undefined {
  const wasGood = row.verificationStatus === 'verified'
  if (outcome === 'denied') {
    return async (_, { merchantId }) => ({
      merchantId,
      kind: ALARMS.denied,
      text: `查验服务拒绝了账号，请检查查验设置：${detail}`,
      targetType: 'merchant',
      targetId: merchantId,
    })
  }
  if (!wasGood) return undefined
  if (outcome === 'voided') return telling(ALARMS.voided, '已被作废')
  if (outcome === 'reversed') return telling(ALARMS.reversed, '已被红冲')
  if (outcome === 'mismatch' || outcome === 'no_record') return telling(ALARMS.changed, '与此前查验结果不同')
  return undefined
}

/** Says which invoice, what became of it, and who claimed it. */
function telling(kind: string, what: string): MakeAlarm {
  return async (ground, row) => {
    const names = await personNames(ground, [row.personId])
    const claimed = row.sheetId === null ? '未在报销单上' : '已在报销单上'
    return {
      merchantId: row.merchantId,
      kind,
      text: `发票 ${row.number ?? ''} ${what}；报销人：${names.get(row.personId) ?? ''}，${claimed}`,
      targetType: 'received_invoice',
      targetId: row.id,
    }
  }
}
