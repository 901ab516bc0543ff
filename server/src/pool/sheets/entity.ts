import type { SheetStatus } from '@piaoma/shared/states'
import { EntitySchema } from 'typeorm'
import { id, integer, ref, text, time } from '../../db'

/** 报销单: received invoices that one person wants paid back. Which ones stands in their `sheetId`. */
export interface SheetRow {
  id: string
  merchantId: string
  /** Whose expenses they are. */
  personId: string
  title: string
  status: SheetStatus
  /** Counts every change; a change names the one it was made on. */
  version: number
  /** Why it was returned. */
  reason: string | null
  /** Who approved or returned it. */
  decidedBy: string | null
  createdAt: number
  updatedAt: number
  submittedAt: number | null
  decidedAt: number | null
  paidAt: number | null
}
export const sheetEntity = new EntitySchema<SheetRow>({
  name: 'reimbursement_sheet',
  columns: {
    id: id(),
    merchantId: ref(),
    personId: ref(),
    title: text(60),
    status: text(20),
    version: integer(),
    reason: text(200, { nullable: true }),
    decidedBy: ref({ nullable: true }),
    createdAt: time(),
    updatedAt: time(),
    submittedAt: time({ nullable: true }),
    decidedAt: time({ nullable: true }),
    paidAt: time({ nullable: true }),
  },
  indices: [
    { name: 'ix_sheet_person', columns: ['merchantId', 'personId', 'id'] },
    { name: 'ix_sheet_status', columns: ['merchantId', 'status', 'id'] },
  ],
})
