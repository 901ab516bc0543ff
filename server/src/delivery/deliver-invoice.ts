import { crashPoint } from '../crash-point'
import type { Ground } from '../ground'
import type { Job, JobResult } from '../jobs'
import type { Mailer } from '../mail'
import type { SmsSender } from '../sms'
import { deliverBySms } from './deliver-by-sms'
import { completeDelivery, failDelivery, moveDelivery, problemText, retryDelivery } from './delivery-state'
import { deliveryEntity } from './entity'
import type { InvoiceReader } from './invoice-reader'
import { composeInvoiceMail } from './mail-template'

export interface DeliveryDeps {
  ground: Ground
  mailer: Mailer
  sms: SmsSender
  invoices: InvoiceReader
}

/**
 * Job `deliver`: mails the invoices of one delivery. At least once: when this process dies between the server's
 * answer and our note of it, or when the connection is lost before the answer, the mail goes out again. Every try
 * carries the same Message-ID, by which mailboxes drop the twin. Passing failures are tried again for a day; what
 * fails for good is marked, alarmed and left to a person. The invoice is never touched.
 */
export async function deliverInvoice(deps: DeliveryDeps, job: Job): Promise<JobResult> {
  const { ground } = deps
  const row = await ground.db.manager.findOneBy(deliveryEntity, { id: job.payload.deliveryId ?? '' })
  if (!row || row.status === 'sent' || row.status === 'failed') return
  const content = await deps.invoices.load(row.applicationId)
  if (!content || content.invoices.length === 0) {
    return failDelivery(ground, job, row, 'there is no invoice to deliver')
  }
  if (row.channel === 'sms') return deliverBySms(ground, deps.sms, { job, row, content })
  const delivery = { messageId: messageIdOf(row.id, ground.publicUrl), to: row.target }
  const message = composeInvoiceMail(delivery, content, ground.publicUrl)
  const attempts = row.attempts + 1
  if (!(await moveDelivery(ground, row, 'send', { attempts }))) return
  crashPoint('delivery.before-send')
  const result = await deps.mailer.send(message)
  crashPoint('delivery.after-send')
  if (result.outcome === 'sent') return completeDelivery(ground, job, row)
  const problem = problemText(result.problem)
  if (result.outcome === 'refused') return failDelivery(ground, job, row, problem)
  return retryDelivery(ground, job, row, { attempts, problem })
}

/** `<{delivery}@{our host}>`: the same for every try of one delivery. */
export function messageIdOf(deliveryId: string, publicUrl: string): string {
  // A literal IPv6 address has characters that a Message-ID may not have.
  return `<${deliveryId}@${new URL(publicUrl).hostname.replace(/[^A-Za-z0-9.-]/g, '-')}>`
}
