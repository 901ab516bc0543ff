import { createHash } from 'node:crypto'

/** What the first link of every chain names as the one before it. */
export const GENESIS = '0'.repeat(64)

export const sha256Of = (bytes: Uint8Array | string): string =>
  createHash('sha256').update(bytes).digest('hex')

/** One link as far as its hash covers it. */
export interface Link {
  sequence: number
  kind: string
  subjectId: string
  at: number
  record: string
  previousHash: string
}

/** SHA-256 over every part of a link, one a line: place, kind, subject, time, the hash before it, and the record. */
export function linkHash({ sequence, kind, subjectId, at, record, previousHash }: Link): string {
  return sha256Of([sequence, kind, subjectId, at, previousHash, record].join('\n'))
}

/** What is wrong with a run of links that begins after `previousHash`. */
export function linkProblems(
  links: readonly (Link & { hash: string })[],
  start: { sequence: number; previousHash: string },
): { sequence: number; text: string }[] {
  const problems: { sequence: number; text: string }[] = []
  let { sequence, previousHash } = start
  for (const link of links) {
    const say = (text: string) => problems.push({ sequence: link.sequence, text })
    if (link.sequence !== sequence) say(`out of order: expected entry ${sequence}`)
    if (link.previousHash !== previousHash) say('does not follow the entry before it')
    if (linkHash(link) !== link.hash) say('was changed')
    sequence = link.sequence + 1
    previousHash = link.hash
  }
  return problems
}

/** A file that a record speaks of. */
export interface RecordedFile {
  sha256: string
  size: number
  type: string
}

/** What a booked invoice looked like. Everything that a later change must not touch unseen. */
export interface InvoiceRecord {
  type: 'invoice'
  action: string
  actor: string
  identityKey: string | null
  kind: string
  code: string | null
  number: string | null
  issuedOn: string | null
  amountFen: number | null
  taxFen: number | null
  totalFen: number | null
  buyerName: string | null
  buyerTaxpayerId: string | null
  sellerName: string | null
  sellerTaxpayerId: string | null
  verificationStatus: string
  useStatus: string
  /** Of the whole reading, with every field and line. */
  readingSha256: string
  originals: RecordedFile[]
  /** Every question to the tax side and its answer. */
  evidence: { attemptIds: string[]; sha256: string }
}
