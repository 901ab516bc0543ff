import type { ReceivedFileRow } from '../capture/entity'
import { recordOf } from './check-chain'
import type { ArchiveEntryRow } from './entity'

export interface Packed {
  entry: ArchiveEntryRow
  files: readonly ReceivedFileRow[]
}

interface Check {
  name: string
  passed: number
  failed: number
  /** Entries that failed. */
  entries: number[]
}

/** The four properties that DA/T 70 asks of electronic records. */
export interface FourProperties {
  真实性: Check[]
  完整性: Check[]
  可用性: Check[]
  安全性: Check[]
}

/**
 * 四性检测 of what goes into a package. Authenticity: chain and originals are as recorded, and the tax side confirmed the
 * invoice. Integrity: identity, amounts and originals are there. Usability: an original was read. Security: every
 * original went through the reader, which refuses scripts, entities and encrypted files.
 */
export function fourProperties(packed: readonly Packed[], changed: ReadonlySet<number>): FourProperties {
  const check = (name: string, isGood: (one: Packed) => boolean): Check => {
    const failed = packed.filter((one) => !isGood(one)).map(({ entry }) => entry.sequence)
    return { name, passed: packed.length - failed.length, failed: failed.length, entries: failed }
  }
  const record = ({ entry }: Packed) => recordOf(entry)
  return {
    真实性: [
      check('归档链与原件未被改动', ({ entry }) => !changed.has(entry.sequence)),
      check('税务端查验一致或无须查验', (one) =>
        ['verified', 'not_possible'].includes(record(one)?.verificationStatus ?? ''),
      ),
    ],
    完整性: [
      check('元数据齐全', (one) => {
        const { number, issuedOn, totalFen } = record(one) ?? {}
        return Boolean(number && issuedOn) && totalFen !== null && totalFen !== undefined
      }),
      check(
        '原件齐全',
        (one) =>
          (record(one)?.originals.length ?? 0) > 0 && one.files.length === record(one)?.originals.length,
      ),
    ],
    可用性: [
      check('至少一份原件可读取', ({ files }) => files.some(({ outcome }) => outcome?.outcome === 'read')),
    ],
    安全性: [
      check('原件均通过读取器的安全检查', ({ files }) => files.every(({ outcome }) => outcome !== null)),
    ],
  }
}
