import { EntitySchema } from 'typeorm'
import { id, integer, ref, text, time } from '../db'

/**
 * 归档链: one link of a merchant's hash chain. `record` is canonical JSON, kept as text so that not one byte of it can
 * change unseen; `hash` covers the place in the chain, the hash before it, and the record. Only ever appended.
 */
export interface ArchiveEntryRow {
  id: string
  merchantId: string
  sequence: number
  kind: 'invoice' | 'sheet' | 'package'
  /** What the record speaks of. */
  subjectId: string
  record: string
  previousHash: string
  hash: string
  at: number
}
export const archiveEntryEntity = new EntitySchema<ArchiveEntryRow>({
  name: 'archive_entry',
  columns: {
    id: id(),
    merchantId: ref(),
    sequence: integer(),
    kind: text(10),
    subjectId: ref(),
    record: { type: 'text' },
    previousHash: text(64),
    hash: text(64),
    at: time(),
  },
  uniques: [{ name: 'uq_archive_entry', columns: ['merchantId', 'sequence'] }],
  indices: [{ name: 'ix_archive_subject', columns: ['subjectId'] }],
})

/** 归档包: a zip of a part of the chain with the originals it speaks of. */
export interface ArchivePackageRow {
  id: string
  merchantId: string
  name: string
  firstSequence: number
  lastSequence: number
  invoices: number
  size: number
  sha256: string
  storageKey: string
  actor: string
  createdAt: number
}
export const archivePackageEntity = new EntitySchema<ArchivePackageRow>({
  name: 'archive_package',
  columns: {
    id: id(),
    merchantId: ref(),
    name: text(60),
    firstSequence: integer(),
    lastSequence: integer(),
    invoices: integer(),
    size: integer(),
    sha256: text(64),
    storageKey: text(200),
    actor: text(60),
    createdAt: time(),
  },
  indices: [{ name: 'ix_archive_package', columns: ['merchantId', 'id'] }],
})
