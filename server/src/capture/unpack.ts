import { unzipSync } from 'fflate'
import { detectType } from './detect-type'
import { type CaptureLimits, UnreadError } from './limits'

export interface UnpackedFile {
  /** Path inside the archive, in readable characters. Never to be used as a path on disk. */
  name: string
  bytes: Uint8Array
}

/** Bytes that may still be unpacked; shared by an archive and those inside it. */
export interface UnpackBudget {
  entries: number
  bytes: number
}

export const newBudget = (limits: CaptureLimits): UnpackBudget => ({
  entries: limits.zipEntries,
  bytes: limits.zipTotalBytes,
})

/** Whether a name climbs out of its folder or starts at a root: such an archive is an attack. */
const isClimbing = (name: string) =>
  /^[\\/]|^[A-Za-z]:|(?:^|[\\/])\.\.(?:[\\/]|$)/.test(name) || name.includes('\0')

/** Names without the UTF-8 flag come as bytes: mostly UTF-8 all the same, else GBK (Windows, regional portals, 12306). */
function readableName(name: string): string {
  const isBytes = Array.from(name).every((character) => character.charCodeAt(0) <= 0xff)
  if (!isBytes || !/[\u0080-\u00ff]/.test(name)) return name
  const bytes = Buffer.from(name, 'latin1')
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('gb18030').decode(bytes)
  }
}

/** The first central directory entry says whether the archive is encrypted (APPNOTE 4.4.4, bit 0). */
function isEncrypted(bytes: Uint8Array): boolean {
  const at = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).lastIndexOf(
    'PK\x01\x02',
    undefined,
    'latin1',
  )
  return at >= 0 && ((bytes[at + 8] ?? 0) & 1) === 1
}

/**
 * The entries of a ZIP, within limits on number, size, sum and ratio as the archive declares them; what inflates beyond
 * its declaration is cut off there. Directories and what `wanted` refuses are left out. Throws UnreadError.
 */
export function unpackEntries(
  bytes: Uint8Array,
  limits: CaptureLimits,
  budget: UnpackBudget,
  wanted: (name: string) => boolean = () => true,
): UnpackedFile[] {
  if (isEncrypted(bytes)) throw new UnreadError('encrypted', 'the archive is encrypted')
  try {
    const files = unzipSync(bytes, {
      filter: ({ name, size, originalSize }) => {
        if (--budget.entries < 0) throw new UnreadError('too_many_files', 'the archive has too many entries')
        if (name.endsWith('/') || !wanted(name)) return false
        if (isClimbing(name)) throw new UnreadError('forbidden_content', 'an entry climbs out of the archive')
        budget.bytes -= originalSize
        const isBomb = originalSize > 1024 * 1024 && originalSize > size * limits.zipRatio
        if (originalSize > limits.zipEntryBytes || budget.bytes < 0 || isBomb) {
          throw new UnreadError('too_large', 'the archive unpacks to too much')
        }
        return true
      },
    })
    return Object.entries(files).map(([name, content]) => ({ name: readableName(name), bytes: content }))
  } catch (cause) {
    if (cause instanceof UnreadError) throw cause
    throw new UnreadError('damaged', 'the archive is no readable ZIP', { cause })
  }
}

/** Files that systems put into archives beside the content. */
const isRubbish = (name: string) => /(?:^|\/)(?:__MACOSX\/|\.|Thumbs\.db$|desktop\.ini$)/i.test(name)

const isOfd = (files: readonly UnpackedFile[]) => files.some(({ name }) => /^\/?OFD\.xml$/i.test(name))

/**
 * The files of a ZIP, archives inside it unpacked too. An OFD stays whole: it is one file. Throws UnreadError:
 * `too_many_files`, `too_large`, `encrypted`, `damaged`, or `forbidden_content` for names that climb out of the archive.
 */
export function unpackZip(
  bytes: Uint8Array,
  limits: CaptureLimits,
  budget: UnpackBudget = newBudget(limits),
  depth = 0,
): UnpackedFile[] {
  const files = unpackEntries(bytes, limits, budget).filter(({ name }) => !isRubbish(name))
  return files.flatMap((file) => {
    if (detectType(file.bytes) !== 'zip' || isOfdPackage(file.bytes)) return [file]
    if (depth + 1 >= limits.zipDepth) throw new UnreadError('too_many_files', 'archives are nested too deep')
    return unpackZip(file.bytes, limits, budget, depth + 1).map((inner) => ({
      ...inner,
      name: `${file.name}/${inner.name}`,
    }))
  })
}

/** Whether ZIP bytes are an OFD package: one `OFD.xml` at the root. Looks at names only. */
export function isOfdPackage(bytes: Uint8Array): boolean {
  const names: string[] = []
  try {
    unzipSync(bytes, {
      filter: ({ name }) => {
        names.push(name)
        return false
      },
    })
  } catch {
    // Not readable as an archive: whoever unpacks it will say so.
    return false
  }
  return isOfd(names.map((name) => ({ name, bytes: new Uint8Array() })))
}
