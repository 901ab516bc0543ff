import type { Ground } from '../ground'
import type { Guard } from '../http'
import { mountSheets } from '../pool/sheets/routes'
import { mountStanding } from '../pool/standing-routes'
import type { Storage } from '../storage'
import { appendEntry, archiveInvoice } from './append-entry'
import { mountArchive } from './routes'

/** What follows the pool: verification, rules, use, booking, sheets, exports and the archive that bookings go into. */
export function mountReceipts(guard: Guard, parts: { ground: Ground; storage: Storage }): void {
  const { ground } = parts
  mountStanding(guard, ground, {
    onBooked: (tx, { actor }, row, action) => archiveInvoice(ground, tx, row, { action, actor }),
  })
  mountSheets(guard, ground, {
    onPaid: async (tx, actor, sheet, invoices) => {
      const { merchantId, id: subjectId, title, personId, decidedBy, paidAt } = sheet
      const ids = invoices.map(({ id }) => id)
      const totalFen = invoices.reduce((sum, row) => sum + (row.totalFen ?? 0), 0)
      const record = { type: 'sheet', actor, title, personId, decidedBy, paidAt, invoices: ids, totalFen }
      await appendEntry(ground, tx, { merchantId, kind: 'sheet', subjectId, record })
    },
  })
  mountArchive(guard, parts)
}
