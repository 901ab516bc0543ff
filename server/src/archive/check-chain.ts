import { In } from 'typeorm'
import { canonicalJson } from '../canonical-json'
import { receivedFileEntity, receivedInvoiceEntity } from '../capture/entity'
import type { Ground } from '../ground'
import { FileMissingError, type Storage } from '../storage'
import { verificationAttemptEntity } from '../verification/entity'
import { evidenceText } from './append-entry'
import { GENESIS, type InvoiceRecord, linkProblems, sha256Of } from './chain'
import { type ArchiveEntryRow, archiveEntryEntity, archivePackageEntity } from './entity'
import { packageProblems } from './package-format'
import { unpackPackage } from './read-package'

export interface ChainState {
  entries: number
  head: string
  problems: { sequence: number; text: string }[]
}

/** Recomputes a merchant's whole chain, every original and all evidence, and says what was changed. */
export async function checkChain(ground: Ground, storage: Storage, merchantId: string): Promise<ChainState> {
  const entries = await ground.db.manager.find(archiveEntryEntity, {
    where: { merchantId },
    order: { sequence: 'ASC' },
  })
  const problems = linkProblems(entries, { sequence: 1, previousHash: GENESIS })
  const latest = new Map<string, ArchiveEntryRow>()
  for (const entry of entries) {
    if (entry.kind !== 'invoice') continue
    latest.set(entry.subjectId, entry)
    for (const text of await contentProblems(ground, storage, entry))
      problems.push({ sequence: entry.sequence, text })
  }
  for (const entry of latest.values()) {
    const text = await rowProblem(ground, entry)
    if (text) problems.push({ sequence: entry.sequence, text })
  }
  const sequence = (entries.at(-1)?.sequence ?? 0) + 1
  for (const text of await missingRecords(ground, merchantId, latest)) problems.push({ sequence, text })
  problems.push(...(await packageProblemsOf(ground, storage, merchantId, entries)))
  return { entries: entries.length, head: entries.at(-1)?.hash ?? GENESIS, problems }
}

/** The record of an entry; undefined when it is no JSON any more (its hash then says so too). */
export function recordOf(entry: Pick<ArchiveEntryRow, 'record'>): InvoiceRecord | undefined {
  try {
    return JSON.parse(entry.record) as InvoiceRecord
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

async function contentProblems(ground: Ground, storage: Storage, entry: ArchiveEntryRow): Promise<string[]> {
  const record = recordOf(entry)
  if (!record) return ['its record cannot be read']
  const problems: string[] = []
  for (const { sha256 } of record.originals) {
    const bytes = await readOriginal(ground, storage, entry.merchantId, sha256)
    if (!bytes) problems.push(`original ${sha256} is missing`)
    else if (sha256Of(bytes) !== sha256) problems.push(`original ${sha256} was changed`)
  }
  const attempts = await attemptsOf(ground, entry.merchantId, record)
  if (sha256Of(evidenceText(attempts)) !== record.evidence.sha256)
    problems.push('the evidence of 查验 was changed')
  return problems
}

/** A booked invoice must still say what its last record says. */
async function rowProblem(ground: Ground, entry: ArchiveEntryRow): Promise<string | undefined> {
  const record = recordOf(entry)
  if (record?.action !== 'book') return undefined
  const { merchantId, subjectId: id } = entry
  const row = await ground.db.manager.findOneBy(receivedInvoiceEntity, { id, merchantId })
  if (!row) return 'the invoice is gone'
  const names = [
    'kind',
    'code',
    'number',
    'issuedOn',
    'amountFen',
    'taxFen',
    'totalFen',
    'buyerName',
    'buyerTaxpayerId',
    'sellerName',
    'sellerTaxpayerId',
  ] as const
  const changed = names.find((name) => row[name] !== record[name])
  if (changed) return `${changed} of the booked invoice was changed`
  if (sha256Of(canonicalJson(row.reading)) !== record.readingSha256)
    return 'fields or lines of the booked invoice were changed'
  return row.bookingStatus === 'booked' ? undefined : 'the invoice is no longer booked, without a record'
}

/** Whoever cuts the end of the chain off leaves booked invoices behind that no record speaks of. */
async function missingRecords(
  ground: Ground,
  merchantId: string,
  latest: ReadonlyMap<string, ArchiveEntryRow>,
): Promise<string[]> {
  const booked = await ground.db.manager.find(receivedInvoiceEntity, {
    where: { merchantId, bookingStatus: 'booked' },
    select: { id: true, number: true },
  })
  return booked
    .filter(({ id }) => recordOf(latest.get(id) ?? { record: '{}' })?.action !== 'book')
    .map(({ id, number }) => `invoice ${number ?? id} is booked without a record`)
}

/** Packages are kept as they were sealed. */
async function packageProblemsOf(
  ground: Ground,
  storage: Storage,
  merchantId: string,
  entries: readonly ArchiveEntryRow[],
): Promise<ChainState['problems']> {
  const packages = await ground.db.manager.find(archivePackageEntity, {
    where: { merchantId },
    order: { id: 'ASC' },
  })
  const problems: ChainState['problems'] = []
  for (const { id, name, storageKey, lastSequence } of packages) {
    const seal = entries.find(({ kind, subjectId }) => kind === 'package' && subjectId === id)
    const say = (text: string) =>
      problems.push({ sequence: seal?.sequence ?? lastSequence + 1, text: `package ${name}: ${text}` })
    if (!seal) say('its seal is missing')
    for (const text of await storedProblems(storage, storageKey, seal?.hash)) say(text)
  }
  return problems
}

async function storedProblems(
  storage: Storage,
  key: string,
  head: string | undefined,
): Promise<readonly string[]> {
  try {
    return packageProblems(unpackPackage(await storage.get(key)), head)
  } catch (error) {
    if (error instanceof FileMissingError) return ['its file is missing']
    // fflate names what is no archive by a number of its own.
    if (error instanceof Error && 'code' in error) return ['its file cannot be opened']
    throw error
  }
}

/** The bytes of an original, or undefined when they are gone. */
export async function readOriginal(
  ground: Ground,
  storage: Storage,
  merchantId: string,
  sha256: string,
): Promise<Uint8Array | undefined> {
  const file = await ground.db.manager.findOneBy(receivedFileEntity, { merchantId, sha256 })
  if (!file) return undefined
  try {
    return await storage.get(file.storageKey)
  } catch (error) {
    if (error instanceof FileMissingError) return undefined
    throw error
  }
}

/** The attempts that a record names, in their order. */
export function attemptsOf(ground: Ground, merchantId: string, { evidence }: InvoiceRecord) {
  return ground.db.manager.find(verificationAttemptEntity, {
    where: { merchantId, id: In(evidence.attemptIds) },
    order: { id: 'ASC' },
  })
}

/** Canonical text of anything that is packed. */
export const packText = (value: unknown): string => `${canonicalJson(value)}\n`
