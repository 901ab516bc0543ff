import { z } from 'zod'
import { type InvoiceRecord, linkProblems, sha256Of } from './chain'

export const INDEX = 'index.json'
export const INDEX_HASH = 'index.sha256'
const sha = z.string().regex(/^[0-9a-f]{64}$/)

/** `index.json`: the metadata of a package, the part of the chain it holds, and every other file with its hash. */
export const indexSchema = z.object({
  format: z.literal('piaoma-archive/1'),
  package: z.object({ id: z.string(), name: z.string(), merchant: z.string(), createdAt: z.string() }),
  chain: z.object({ firstSequence: z.int(), lastSequence: z.int(), previousHash: sha, head: sha }),
  entries: z.array(
    z.object({
      sequence: z.int(),
      kind: z.string(),
      subjectId: z.string(),
      at: z.int(),
      record: z.string(),
      previousHash: sha,
      hash: sha,
    }),
  ),
  files: z.array(z.object({ path: z.string(), sha256: sha, size: z.int() })),
})
export type PackageIndex = z.infer<typeof indexSchema>

/**
 * What is wrong with a package, file by file and entry by entry; empty: it is whole. `head` is the hash of its last
 * entry as somebody wrote it down elsewhere: with it not even a package made anew from end to end goes through.
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
  return [...problems, ...fileProblems(files, index), ...chainProblems(index, head), ...recordProblems(index)]
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

function chainProblems({ chain, entries }: PackageIndex, head: string | undefined): string[] {
  const start = { sequence: chain.firstSequence, previousHash: chain.previousHash }
  const problems = linkProblems(entries, start).map(({ sequence, text }) => `entry ${sequence} ${text}`)
  const last = entries.at(-1)
  if (last?.sequence !== chain.lastSequence) problems.push(`entries up to ${chain.lastSequence} are missing`)
  if (last?.hash !== chain.head) problems.push('the chain does not end at its head')
  if (head !== undefined && head !== chain.head) problems.push(`the head is ${chain.head}, not ${head}`)
  return problems
}

/** Every original and all evidence that a record names is in the package. */
function recordProblems({ entries, files }: PackageIndex): string[] {
  const held = new Set(files.map(({ sha256 }) => sha256))
  return entries.flatMap(({ sequence, kind, record }) => {
    if (kind !== 'invoice') return []
    const { originals, evidence } = JSON.parse(record) as InvoiceRecord
    const missing = originals
      .filter(({ sha256 }) => !held.has(sha256))
      .map(({ sha256 }) => `original ${sha256}`)
    if (!held.has(evidence.sha256)) missing.push('evidence')
    return missing.map((what) => `entry ${sequence}: ${what} is not in the package`)
  })
}
