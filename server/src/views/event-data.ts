import type { ApplicationRow } from '../applications/entity'
import { isoTime } from '../codes/present'
import type { InvoiceRow } from '../issuing/entity'

/** What a webhook says of an application: ids and figures, no addresses and no tax number. */
export function applicationEvent(row: ApplicationRow): Record<string, unknown> {
  return {
    applicationId: row.id,
    status: row.status,
    kind: row.kind,
    amountFen: row.amountFen,
    buyerName: row.buyerName,
    reason: row.reasonCode ?? undefined,
    submittedAt: isoTime(row.submittedAt),
  }
}

/** What a webhook says of an invoice. */
export function invoiceEvent(row: InvoiceRow): Record<string, unknown> {
  return {
    applicationId: row.applicationId,
    invoiceId: row.id,
    number: row.number,
    status: row.status,
    kind: row.kind,
    buyerName: row.buyerName,
    amountFen: row.amountFen,
    taxFen: row.taxFen,
    totalFen: row.totalFen,
    issuedAt: isoTime(row.issuedAt),
  }
}
