import { formatYuan } from '@piaoma/shared/money'
import { crashPoint } from '../crash-point'
import type { Ground } from '../ground'
import type { Job, JobResult } from '../jobs'
import { oneLine } from '../mail'
import type { SmsSender } from '../sms'
import { completeDelivery, failDelivery, moveDelivery, retryDelivery } from './delivery-state'
import type { DeliveryRow } from './entity'
import type { DeliverableInvoices } from './invoice-reader'

const NOBODY_KNOWS = 'nobody knows whether the message went out; it is not sent twice'

/**
 * Where the invoices are, by SMS, at most once: unlike a mail server the provider drops no twin. What was sent and not
 * answered, also by a process that died, is `failed` and left to a person; a definite "not now" is tried again.
 */
export async function deliverBySms(
  ground: Ground,
  sms: SmsSender,
  { job, row, content }: { job: Job; row: DeliveryRow; content: DeliverableInvoices },
): Promise<JobResult> {
  if (row.status === 'sending') return failDelivery(ground, job, row, NOBODY_KNOWS)
  const attempts = row.attempts + 1
  if (!(await moveDelivery(ground, row, 'send', { attempts }))) return
  const totalFen = content.invoices.reduce((sum, invoice) => sum + invoice.totalFen, 0)
  crashPoint('delivery.before-sms')
  const result = await sms.send({
    id: row.id,
    mobile: row.target,
    kind: 'invoice',
    values: [oneLine(content.merchantName, 40), formatYuan(totalFen), content.token],
  })
  crashPoint('delivery.after-sms')
  if (result.outcome === 'sent') return completeDelivery(ground, job, row)
  if (result.outcome === 'unknown') {
    return failDelivery(ground, job, row, `${NOBODY_KNOWS} (${result.problem})`)
  }
  if (result.outcome === 'refused') return failDelivery(ground, job, row, result.problem)
  return retryDelivery(ground, job, row, { attempts, problem: result.problem })
}
