import { identityKey, mergeReadings, type Reading, sourceOf } from '@piaoma/shared/received'
import { insertRow, isUniqueViolation, type Tx } from '../db'
import type { Ground } from '../ground'
import { enqueue } from '../jobs'
import { type ReceivedInvoiceRow, receivedInvoiceEntity, UNTOUCHED } from './entity'

/** Kind of the job that follows every change of what is known of an invoice: rules, verification. */
export const RECEIVED_CHANGED_JOB = 'received.changed'

/** The columns of a pool row that say what its reading says; texts that are longer than any invoice has are cut. */
export function columnsOf(reading: Reading) {
  const { fields } = reading
  const text = (
    name:
      | 'code'
      | 'number'
      | 'checkCode'
      | 'buyerName'
      | 'buyerTaxpayerId'
      | 'sellerName'
      | 'sellerTaxpayerId',
    max: number,
  ) => fields[name]?.value.slice(0, max) || null
  return {
    identityKey: identityKey(reading) ?? null,
    kind: reading.kind,
    code: text('code', 12),
    number: text('number', 20),
    issuedOn: /^\d{4}-\d{2}-\d{2}$/.test(fields.issuedOn?.value ?? '')
      ? (fields.issuedOn?.value ?? null)
      : null,
    checkCode: text('checkCode', 20),
    amountFen: fields.amountFen?.value ?? null,
    taxFen: fields.taxFen?.value ?? null,
    totalFen: fields.totalFen?.value ?? null,
    buyerName: text('buyerName', 200),
    buyerTaxpayerId: text('buyerTaxpayerId', 30),
    sellerName: text('sellerName', 200),
    sellerTaxpayerId: text('sellerTaxpayerId', 30),
    reading,
    leading: sourceOf(reading) ?? 'person',
    grade: reading.grade,
  }
}

/**
 * Puts a reading into the pool: a new row, or, when the invoice is there already, merged into its row. Of any number
 * of twins at once one makes the row; the others find it. `isDuplicate` says which it was. `ofFile` is the row that the
 * very same bytes went into before, whatever number a person has given it since.
 */
export async function addToPool(
  ground: Ground,
  tx: Tx,
  { merchantId, personId }: { merchantId: string; personId: string },
  reading: Reading,
  ofFile: string | null,
): Promise<{ id: string; isDuplicate: boolean }> {
  const key = identityKey(reading)
  const byKey = () => (key === undefined ? null : findByKey(tx, merchantId, key))
  const byFile = (id: string) => tx.manager.findOneByOrFail(receivedInvoiceEntity, { id, merchantId })
  const existing = await (ofFile === null ? byKey() : byFile(ofFile))
  if (existing) return { id: await mergeInto(ground, tx, existing, reading), isDuplicate: true }
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
  }
  try {
    await insertRow(tx.manager, receivedInvoiceEntity, row)
    await enqueue(ground, tx, RECEIVED_CHANGED_JOB, { merchantId, id: row.id })
    return { id: row.id, isDuplicate: false }
  } catch (error) {
    const twin = isUniqueViolation(error) && key !== undefined ? await findByKey(tx, merchantId, key) : null
    if (!twin) throw error
    return { id: await mergeInto(ground, tx, twin, reading), isDuplicate: true }
  }
}

const findByKey = (tx: Tx, merchantId: string, key: string) =>
  tx.manager.findOneBy(receivedInvoiceEntity, { merchantId, identityKey: key })

const MERGE_TRIES = 8

/**
 * Whoever changes a row that somebody else has changed meanwhile reads it anew: nothing of either is lost. What is booked
 * or claimed on a sheet stays as it was when a person decided on it; a new original of it is only kept.
 */
async function mergeInto(
  ground: Ground,
  tx: Tx,
  found: ReceivedInvoiceRow,
  reading: Reading,
): Promise<string> {
  const { id, merchantId } = found
  let row = found
  for (let tries = 0; tries < MERGE_TRIES; tries++) {
    if (row.bookingStatus === 'booked' || row.sheetId !== null) return id
    const merged = mergeReadings(row.reading, reading, ground.clock.now())
    if (await replaceReading(ground, tx, row, merged)) return id
    row = await tx.manager.findOneByOrFail(receivedInvoiceEntity, { id, merchantId })
  }
  throw new Error(`a pool row was changed ${MERGE_TRIES} times while it was being merged`)
}

/** Writes what is now known of an invoice; false when the row is no longer the version that was read. */
export async function replaceReading(
  ground: Ground,
  tx: Tx,
  row: Pick<ReceivedInvoiceRow, 'id' | 'merchantId' | 'version'>,
  reading: Reading,
): Promise<boolean> {
  const { id, merchantId, version } = row
  const set = { ...columnsOf(reading), version: version + 1, updatedAt: ground.clock.now() }
  const { affected } = await tx.manager.update(receivedInvoiceEntity, { id, merchantId, version }, set)
  if (affected !== 1) return false
  await enqueue(ground, tx, RECEIVED_CHANGED_JOB, { merchantId, id })
  return true
}
