import { type Zippable, zipSync } from 'fflate'
import { MoreThan } from 'typeorm'
import type { ReceivedFileRow } from '../capture/entity'
import { receivedFileEntity } from '../capture/entity'
import { insertRow } from '../db'
import type { Ground } from '../ground'
import { AppError } from '../http'
import type { Acting } from '../merchants/acting'
import { recordAudit } from '../merchants/audit'
import { merchantEntity } from '../merchants/entity'
import type { Storage } from '../storage'
import { evidenceText, holdChain, lastEntry, linkAfter } from './append-entry'
import { GENESIS, sha256Of } from './chain'
import { attemptsOf, checkChain, packText, readOriginal, recordOf } from './check-chain'
import {
  type ArchiveEntryRow,
  type ArchivePackageRow,
  archiveEntryEntity,
  archivePackageEntity,
} from './entity'
import { contentHash, INDEX, INDEX_HASH, type PackageIndex } from './package-format'
import { fourProperties, type Packed } from './report'

const MAX_ENTRIES = 1_000
const SEAL_TRIES = 10

/**
 * Packs everything archived since the last package: index, originals, evidence and the report of the four properties;
 * then the package itself becomes a link of the chain. Refuses `archive.nothing_new`, and `archive.changed` when the
 * chain, an original or a booked invoice is not what was recorded.
 */
export async function makePackage(
  ground: Ground,
  storage: Storage,
  acting: Acting,
  name: string,
): Promise<ArchivePackageRow> {
  const { merchantId } = acting
  const state = await checkChain(ground, storage, merchantId)
  if (state.problems.length > 0)
    throw new AppError('archive.changed', { extra: { problems: state.problems } })
  const entries = await newEntries(ground, merchantId)
  if (!entries.some(({ kind }) => kind !== 'package')) throw new AppError('archive.nothing_new')
  const id = ground.ids.ulid()
  const files = await filesOf(ground, storage, entries)
  const index = await indexOf(ground, { id, name, merchantId }, entries, files)
  // The seal is in the package, so its place in the chain is known before; whoever took that place is followed.
  for (let tries = 0; tries < SEAL_TRIES; tries++) {
    const last = await lastEntry(ground.db, merchantId)
    const record = { type: 'package', name, content: contentHash(index) }
    const seal = linkAfter(ground, last, { merchantId, kind: 'package', subjectId: id, record })
    const bytes = zip({ ...index, seal: plainLink(seal) }, files)
    const row = rowOf(ground, acting, { id, name, entries, bytes })
    await storage.put(row.storageKey, bytes)
    if (await keepPackage(ground, acting, row, seal)) return row
  }
  throw new AppError('resource.conflict')
}

/** Writes the package and its seal down; false when another link came in between. */
function keepPackage(
  ground: Ground,
  acting: Acting,
  row: ArchivePackageRow,
  seal: ArchiveEntryRow,
): Promise<boolean> {
  const { merchantId, id: targetId } = row
  return ground.db.transaction(async (tx) => {
    await holdChain(tx, merchantId)
    if (((await lastEntry(tx, merchantId))?.hash ?? GENESIS) !== seal.previousHash) return false
    await insertRow(tx.manager, archivePackageEntity, row)
    await insertRow(tx.manager, archiveEntryEntity, seal)
    await recordAudit(ground, tx, { ...acting, targetType: 'archive', targetId, action: 'archive.package' })
    return true
  })
}

async function newEntries(ground: Ground, merchantId: string): Promise<ArchiveEntryRow[]> {
  const last = await ground.db.manager.findOne(archivePackageEntity, {
    where: { merchantId },
    order: { lastSequence: 'DESC' },
  })
  return ground.db.manager.find(archiveEntryEntity, {
    where: { merchantId, sequence: MoreThan(last?.lastSequence ?? 0) },
    order: { sequence: 'ASC' },
    take: MAX_ENTRIES,
  })
}

type Files = Map<string, Uint8Array>

async function filesOf(
  ground: Ground,
  storage: Storage,
  entries: readonly ArchiveEntryRow[],
): Promise<Files> {
  const files: Files = new Map()
  const packed: Packed[] = []
  for (const entry of entries) {
    const record = entry.kind === 'invoice' ? recordOf(entry) : undefined
    if (!record) continue
    const rows: ReceivedFileRow[] = []
    for (const { sha256, type } of record.originals) {
      const bytes = await readOriginal(ground, storage, entry.merchantId, sha256)
      const row = await ground.db.manager.findOneBy(receivedFileEntity, {
        merchantId: entry.merchantId,
        sha256,
      })
      if (!bytes || !row) continue
      rows.push(row)
      files.set(`originals/${sha256}.${type}`, bytes)
    }
    const evidence = evidenceText(await attemptsOf(ground, entry.merchantId, record))
    files.set(`evidence/${record.evidence.sha256}.json`, new TextEncoder().encode(evidence))
    packed.push({ entry, files: rows })
  }
  files.set('report.json', new TextEncoder().encode(packText(fourProperties(packed, new Set()))))
  return files
}

async function indexOf(
  ground: Ground,
  made: { id: string; name: string; merchantId: string },
  entries: readonly ArchiveEntryRow[],
  files: Files,
): Promise<Omit<PackageIndex, 'seal'>> {
  const merchant = await ground.db.manager.findOneByOrFail(merchantEntity, { id: made.merchantId })
  const first = entries[0]
  const last = entries.at(-1)
  if (!first || !last) throw new Error('a package without entries')
  const createdAt = new Date(ground.clock.now()).toISOString()
  return {
    format: 'piaoma-archive/1',
    package: { id: made.id, name: made.name, merchant: merchant.name, createdAt },
    chain: {
      firstSequence: first.sequence,
      lastSequence: last.sequence,
      previousHash: first.previousHash,
      head: last.hash,
    },
    entries: entries.map(plainLink),
    files: [...files].map(([path, bytes]) => ({ path, sha256: sha256Of(bytes), size: bytes.byteLength })),
  }
}

/** A link as a package shows it. */
function plainLink({ sequence, kind, subjectId, at, record, previousHash, hash }: ArchiveEntryRow) {
  return { sequence, kind, subjectId, at, record, previousHash, hash }
}

function zip(index: PackageIndex, files: Files): Uint8Array {
  const indexBytes = new TextEncoder().encode(packText(index))
  const all: Zippable = {
    [INDEX]: [indexBytes, { level: 6 }],
    [INDEX_HASH]: new TextEncoder().encode(`${sha256Of(indexBytes)}\n`),
  }
  // Originals are compressed already.
  for (const [path, bytes] of files) all[path] = [bytes, { level: path.startsWith('originals/') ? 0 : 6 }]
  return zipSync(all)
}

function rowOf(
  ground: Ground,
  { merchantId, actor }: Acting,
  made: { id: string; name: string; entries: readonly ArchiveEntryRow[]; bytes: Uint8Array },
): ArchivePackageRow {
  const { id, name, entries, bytes } = made
  return {
    id,
    merchantId,
    name,
    firstSequence: entries[0]?.sequence ?? 0,
    lastSequence: entries.at(-1)?.sequence ?? 0,
    invoices: new Set(entries.filter(({ kind }) => kind === 'invoice').map(({ subjectId }) => subjectId))
      .size,
    size: bytes.byteLength,
    sha256: sha256Of(bytes),
    storageKey: `archive/${merchantId}/${id}.zip`,
    actor,
    createdAt: ground.clock.now(),
  }
}
