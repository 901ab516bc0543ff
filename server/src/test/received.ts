import type { Reading, ReceivedFields, ReceivedKind, ReceivedValues } from '@piaoma/shared/received'
import { type ReceivedInvoiceRow, receivedInvoiceEntity, UNTOUCHED } from '../capture/entity'
import { columnsOf } from '../capture/pool-row'
import { insertRow } from '../db'
import type { Ground } from '../ground'

let serial = 0

/** What is printed on the invoices that `buildReceived` makes, unless told otherwise. */
export const PRINTED = {
  issuedOn: '2026-11-18',
  amountFen: 9_434,
  taxFen: 566,
  totalFen: 10_000,
  buyerName: '上海示例贸易有限公司',
  buyerTaxpayerId: '91310000MA1TEST01X',
  sellerName: '杭州示例科技有限公司',
  sellerTaxpayerId: '91330100MA2TEST02Y',
} satisfies Partial<ReceivedValues>

export interface NewReceived {
  kind?: ReceivedKind
  personId: string
  values?: Partial<ReceivedValues>
  reading?: Partial<Reading>
  row?: Partial<ReceivedInvoiceRow>
}

/** The next number that nobody has. */
export function nextNumber(): string {
  serial += 7
  return `2531200000${String(serial).padStart(10, '0')}`
}

/** An invoice of the pool as if it had been read from a PDF; every call makes another one. */
export async function buildReceived(
  ground: Pick<Ground, 'db' | 'ids' | 'clock'>,
  merchantId: string,
  { kind = 'digital_normal', personId, values = {}, reading: over = {}, row: set = {} }: NewReceived,
): Promise<ReceivedInvoiceRow> {
  const printed: Partial<ReceivedValues> = { number: nextNumber(), ...PRINTED, ...values }
  const fields = Object.fromEntries(
    Object.entries(printed).map(([name, value]) => [name, { value, confidence: 0.99, source: 'pdf' }]),
  ) as ReceivedFields
  const reading: Reading = {
    kind,
    fields,
    lines: [
      { name: '*信息技术服务*软件服务费', amountFen: 9_434, taxFen: 566, taxRate: '6%', confidence: 0.99 },
    ],
    pages: [1],
    checks: [],
    grade: 'green',
    doubtful: [],
    ...over,
  }
  const now = ground.clock.now()
  const row: ReceivedInvoiceRow = {
    id: ground.ids.ulid(),
    merchantId,
    personId,
    ...columnsOf(reading),
    ...UNTOUCHED,
    mergedIntoId: null,
    version: 1,
    createdAt: now,
    updatedAt: now,
    ...set,
  }
  await insertRow(ground.db.manager, receivedInvoiceEntity, row)
  return row
}

/** The row as it stands now. */
export function received(ground: Pick<Ground, 'db'>, id: string): Promise<ReceivedInvoiceRow> {
  return ground.db.manager.findOneByOrFail(receivedInvoiceEntity, { id })
}
