import { z } from 'zod'
import { canonicalJson } from '../canonical-json'
import { type InvoiceRecord, linkHash, linkProblems, sha256Of } from './chain'

export const INDEX = 'index.json'
export const INDEX_HASH = 'index.sha256'
const sha = z.string().regex(/^[0-9a-f]{64}$/)
const link = z.object({
  sequence: z.int(),
  kind: z.string(),
  subjectId: z.string(),
  at: z.int(),
  record: z.string(),
  previousHash: sha,
  hash: sha,
})

/**
 * `index.json`: the metadata of a package, the part of the chain it holds, and every other file with its hash. `seal` is
 * the link that the chain has of the package itself: its record holds `contentHash` of all of these.
 */
export const indexSchema = z.object({
  format: z.literal('piaoma-archive/1'),
  package: z.object({ id: z.string(), name: z.string(), merchant: z.string(), createdAt: z.string() }),
  chain: z.object({ firstSequence: z.int(), lastSequence: z.int(), previousHash: sha, head: sha }),
  entries: z.array(link),
  files: z.array(z.object({ path: z.string(), sha256: sha, size: z.int() })),
  seal: link,
})
export type PackageIndex = z.infer<typeof indexSchema>

/** Hash over everything that a package says of itself. */
export const contentHash = ({
  package: made,
  chain,
  files,
}: Pick<PackageIndex, 'package' | 'chain' | 'files'>): string =>
  sha256Of(canonicalJson({ package: made, chain, files }))

/**
 * What is wrong with a package, file by file and entry by entry; empty: it is whole. `head` is the hash of its seal as
 * somebody wrote it down elsewhere: with it not even a package made anew from end to end goes through.
 */
export function packageProblems(files: ReadonlyMap<string, Uint8Array>, head?: string): string[] {
  const bytes = files.get(INDEX)
  if (!bytes) return [`${INDEX} is missing`]
  const problems: string[] = []
  const said = files.get(INDEX_HASH)
  if (!said) problems.push(`${INDEX_HASH} is missing`)
  else if (new TextDecoder().decode(said).trim() !== sha256Of(bytes)) problems.push(`${INDEX} was changed`)
  const index = parseIndex(bytes)
  if (!index) return [...problems, `${INDEX} cannot be read`]
  return [
    ...problems,
    ...fileProblems(files, index),
    ...chainProblems(index),
    ...recordProblems(index),
    ...sealProblems(index, head),
  ]
}

function parseIndex(bytes: Uint8Array): PackageIndex | undefined {
  try {
    return indexSchema.safeParse(JSON.parse(new TextDecoder().decode(bytes))).data
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

function fileProblems(files: ReadonlyMap<string, Uint8Array>, index: PackageIndex): string[] {
  const listed = new Map(index.files.map((file) => [file.path, file]))
  const missing = index.files.flatMap(({ path, sha256 }) => {
    const bytes = files.get(path)
    if (!bytes) return [`${path} is missing`]
    return sha256Of(bytes) === sha256 ? [] : [`${path} was changed`]
  })
  const extra = [...files.keys()].filter((path) => path !== INDEX && path !== INDEX_HASH && !listed.has(path))
  return [...missing, ...extra.map((path) => `${path} does not belong here`)]
}

function chainProblems({ chain, entries }: PackageIndex): string[] {
  const start = { sequence: chain.firstSequence, previousHash: chain.previousHash }
  const problems = linkProblems(entries, start).map(({ sequence, text }) => `entry ${sequence} ${text}`)
  const last = entries.at(-1)
  if (last?.sequence !== chain.lastSequence) problems.push(`entries up to ${chain.lastSequence} are missing`)
  if (last?.hash !== chain.head) problems.push('the chain does not end at its head')
  return problems
}

/** Every original and all evidence that a record names is in the package. */
function recordProblems({ entries, files }: PackageIndex): string[] {
  const held = new Set(files.map(({ sha256 }) => sha256))
  return entries.flatMap(({ sequence, kind, record }) => {
    if (kind !== 'invoice') return []
    const said = parsed<InvoiceRecord>(record)
    if (!said) return [`entry ${sequence}: its record cannot be read`]
    const { originals, evidence } = said
    const missing = originals
      .filter(({ sha256 }) => !held.has(sha256))
      .map(({ sha256 }) => `original ${sha256}`)
    if (!held.has(evidence.sha256)) missing.push('evidence')
    return missing.map((what) => `entry ${sequence}: ${what} is not in the package`)
  })
}

/** Report, file list and description are no entries of the chain; the seal, which is one, speaks for them. */
function sealProblems(index: PackageIndex, head: string | undefined): string[] {
  const { seal } = index
  const problems: string[] = []
  if (linkHash(seal) !== seal.hash) problems.push('the seal was changed')
  if (parsed<{ content?: string }>(seal.record)?.content !== contentHash(index)) {
    problems.push(`${INDEX} does not say what was sealed`)
  }
  if (head !== undefined && head !== seal.hash) problems.push(`the head is ${seal.hash}, not ${head}`)
  return problems
}

function parsed<T>(record: string): T | undefined {
  try {
    return JSON.parse(record) as T
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
