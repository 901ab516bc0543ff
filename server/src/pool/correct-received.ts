import type { correctionInput } from '@piaoma/shared/contract'
import {
  checkReading,
  identityKey,
  type Reading,
  type ReceivedFieldName,
  type ReceivedKind,
} from '@piaoma/shared/received'
import type { z } from 'zod'
import {
  type ReceivedCorrectionRow,
  type ReceivedInvoiceRow,
  receivedCorrectionEntity,
  receivedInvoiceEntity,
} from '../capture/entity'
import { replaceReading } from '../capture/pool-row'
import { personNames } from '../capture/presenter'
import { insertRow, isUniqueViolation, type Tx } from '../db'
import type { Ground } from '../ground'
import { AppError, type Person } from '../http'
import { reopenVerification } from '../verification/request-verification'
import { holdOpenSheet } from './sheets/load-sheet'

type Correction = z.output<typeof correctionInput>

/**
 * What a person says wins over every machine and is written down: who, when, what it was, what it is. Refuses with
 * `resource.conflict` when the row has changed meanwhile, is booked or claimed on a sheet that was handed in, and with
 * `received.same_invoice` when another row of the pool has that number already; nothing is changed then.
 */
export async function correctReceived(
  ground: Ground,
  person: Person,
  row: ReceivedInvoiceRow,
  { version, kind, values }: Correction,
): Promise<void> {
  if (row.version !== version || row.bookingStatus !== 'unbooked') throw new AppError('resource.conflict')
  const reading = corrected(row.reading, { kind, values }, ground.clock.now())
  const key = identityKey(reading)
  try {
    await ground.db.transaction(async (tx) => {
      await holdOpenSheet(ground, tx, row)
      if (key !== undefined && key !== row.identityKey) await assertFree(ground, tx, row, key)
      if (!(await replaceReading(ground, tx, row, reading))) throw new AppError('resource.conflict')
      await reopenVerification(tx, row, reading)
      for (const change of changesOf(row.reading, { kind, values }))
        await log(ground, tx, person, row, change)
    })
  } catch (error) {
    // Somebody else's invoice got this number at the same moment.
    if (isUniqueViolation(error)) throw new AppError('received.same_invoice')
    throw error
  }
}

async function assertFree(ground: Ground, tx: Tx, row: ReceivedInvoiceRow, key: string): Promise<void> {
  const { merchantId, id } = row
  const other = await tx.manager.findOneBy(receivedInvoiceEntity, { merchantId, identityKey: key })
  if (!other || other.id === id) return
  // The service's manager must not be used in here: names are read by the transaction's.
  const names = await personNames({ db: { ...ground.db, manager: tx.manager } }, [other.personId])
  throw new AppError('received.same_invoice', {
    extra: {
      other: {
        id: other.id,
        personName: names.get(other.personId) ?? '',
        at: new Date(other.createdAt).toISOString(),
      },
    },
  })
}

interface Changes {
  kind?: ReceivedKind | undefined
  values: Correction['values']
}

/** The reading with a person's values in it, checked anew. */
function corrected(reading: Reading, { kind, values }: Changes, now: number): Reading {
  const fields: Record<string, unknown> = { ...reading.fields }
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) continue
    const place = reading.fields[name as ReceivedFieldName]?.place
    if (value === null) delete fields[name]
    else fields[name] = { value, confidence: 1, source: 'person', ...(place ? { place } : {}) }
  }
  // The contract's form has the type of each field.
  return checkReading({ ...reading, kind: kind ?? reading.kind, fields: fields as Reading['fields'] }, now)
}

type Change = Pick<ReceivedCorrectionRow, 'field' | 'oldValue' | 'newValue'>

function changesOf(reading: Reading, { kind, values }: Changes): Change[] {
  const text = (value: string | number | null | undefined) =>
    value === null || value === undefined ? null : String(value).slice(0, 500)
  const changes = (Object.entries(values) as [ReceivedFieldName, string | number | null | undefined][])
    .filter(([, value]) => value !== undefined)
    .map(
      ([field, value]): Change => ({
        field,
        oldValue: text(reading.fields[field]?.value),
        newValue: text(value),
      }),
    )
  return kind === undefined
    ? changes
    : [{ field: 'kind', oldValue: reading.kind, newValue: kind }, ...changes]
}

async function log(
  ground: Ground,
  tx: Tx,
  { userId }: Person,
  { id: receivedInvoiceId, merchantId }: ReceivedInvoiceRow,
  change: Change,
): Promise<void> {
  await insertRow(tx.manager, receivedCorrectionEntity, {
    id: ground.ids.ulid(),
    merchantId,
    receivedInvoiceId,
    ...change,
    personId: userId,
    at: ground.clock.now(),
  })
}
