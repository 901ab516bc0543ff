import { In } from 'typeorm'
import { canonicalJson } from '../canonical-json'
import { captureEntity, type ReceivedInvoiceRow, receivedFileEntity } from '../capture/entity'
import { affectedRows, insertRow, type Tx } from '../db'
import type { Ground } from '../ground'
import { type VerificationAttemptRow, verificationAttemptEntity } from '../verification/entity'
import { GENESIS, type InvoiceRecord, linkHash, sha256Of } from './chain'
import { type ArchiveEntryRow, archiveEntryEntity } from './entity'

/** What a link is to say. */
export interface NewEntry {
  merchantId: string
  kind: ArchiveEntryRow['kind']
  subjectId: string
  record: object
}

/** Appends one link to a merchant's chain in the open transaction; of several at once each gets its place. */
export async function appendEntry(
  ground: Pick<Ground, 'ids' | 'clock'>,
  tx: Tx,
  entry: NewEntry,
): Promise<void> {
  await holdChain(tx, entry.merchantId)
  const row = linkAfter(ground, await lastEntry(tx, entry.merchantId), entry)
  await insertRow(tx.manager, archiveEntryEntity, row)
}

/** One after another for each merchant, or two would follow the same link. */
export async function holdChain(tx: Tx, merchantId: string): Promise<void> {
  await affectedRows(tx.manager, 'UPDATE `merchant` SET `name` = `name` WHERE `id` = ?', [merchantId])
}

/** The link that follows another one, or begins the chain; not yet written. */
export function linkAfter(
  { ids, clock }: Pick<Ground, 'ids' | 'clock'>,
  last: ArchiveEntryRow | null,
  { merchantId, kind, subjectId, record }: NewEntry,
): ArchiveEntryRow {
  const link = {
    sequence: (last?.sequence ?? 0) + 1,
    kind,
    subjectId,
    at: clock.now(),
    record: canonicalJson(record),
    previousHash: last?.hash ?? GENESIS,
  }
  return { ...link, id: ids.ulid(), merchantId, hash: linkHash(link) }
}

/** The last link of a merchant's chain. */
export function lastEntry(tx: Pick<Tx, 'manager'>, merchantId: string): Promise<ArchiveEntryRow | null> {
  return tx.manager.findOne(archiveEntryEntity, { where: { merchantId }, order: { sequence: 'DESC' } })
}

/** Appends what a booked (or unbooked) invoice looks like now: fields, hashes of its originals, its evidence. */
export async function archiveInvoice(
  ground: Pick<Ground, 'ids' | 'clock'>,
  tx: Tx,
  row: ReceivedInvoiceRow,
  { action, actor }: { action: string; actor: string },
): Promise<void> {
  const { merchantId, id: subjectId } = row
  const attempts = await tx.manager.find(verificationAttemptEntity, {
    where: { merchantId, receivedInvoiceId: subjectId },
    order: { id: 'ASC' },
  })
  const answered = attempts.filter(({ outcome }) => outcome !== null)
  const record: InvoiceRecord = {
    type: 'invoice',
    action,
    actor,
    identityKey: row.identityKey,
    kind: row.kind,
    code: row.code,
    number: row.number,
    issuedOn: row.issuedOn,
    amountFen: row.amountFen,
    taxFen: row.taxFen,
    totalFen: row.totalFen,
    buyerName: row.buyerName,
    buyerTaxpayerId: row.buyerTaxpayerId,
    sellerName: row.sellerName,
    sellerTaxpayerId: row.sellerTaxpayerId,
    verificationStatus: row.verificationStatus,
    useStatus: row.useStatus,
    readingSha256: sha256Of(canonicalJson(row.reading)),
    originals: (await originalsOf(tx, row)).map(({ sha256, size, type }) => ({ sha256, size, type })),
    evidence: { attemptIds: answered.map(({ id }) => id), sha256: sha256Of(evidenceText(answered)) },
  }
  await appendEntry(ground, tx, { merchantId, kind: 'invoice', subjectId, record })
}

/** The kept files of an invoice, each once. */
export async function originalsOf(
  tx: Pick<Tx, 'manager'>,
  { merchantId, id }: Pick<ReceivedInvoiceRow, 'merchantId' | 'id'>,
) {
  const captures = await tx.manager.findBy(captureEntity, { merchantId, receivedInvoiceId: id })
  const fileIds = [...new Set(captures.map(({ fileId }) => fileId))]
  return tx.manager.find(receivedFileEntity, {
    where: { merchantId, id: In(fileIds) },
    order: { sha256: 'ASC' },
  })
}

/** What an attempt says as evidence. Never shortened: hashes of years ago were made over it. */
const EVIDENCE = [
  'id',
  'provider',
  'reason',
  'actor',
  'day',
  'question',
  'outcome',
  'checked',
  'detail',
  'answer',
  'askedAt',
  'answeredAt',
] as const satisfies (keyof VerificationAttemptRow)[]

/** Attempts as evidence: the same text for the same attempts, for ever. */
export function evidenceText(attempts: readonly VerificationAttemptRow[]): string {
  return canonicalJson(
    attempts.map((attempt) => Object.fromEntries(EVIDENCE.map((name) => [name, attempt[name]]))),
  )
}
