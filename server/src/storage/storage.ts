/**
 * Where files are kept, byte for byte. Keys are paths of plain segments (`originals/01J…/25942….pdf`): letters,
 * digits, `-`, `_` and dots inside, at most 200 characters.
 */
export interface Storage {
  /** Once it answers, the bytes survive a power cut. An existing file is replaced as a whole or not at all. */
  put(key: string, bytes: Uint8Array): Promise<void>
  /** Throws `FileMissingError` when there is none. */
  get(key: string): Promise<Uint8Array>
  has(key: string): Promise<boolean>
}

/** Nothing is kept under this key. */
export class FileMissingError extends Error {
  constructor(key: string) {
    super(`no stored file ${key}`)
    this.name = 'FileMissingError'
  }
}

const SEGMENT = /^[A-Za-z0-9_-](?:[A-Za-z0-9._-]*[A-Za-z0-9_-])?$/

/** Answers the key's segments; throws RangeError for what could leave the folder, hide in it or differ by spelling. */
export function keySegments(key: string): string[] {
  const segments = key.split('/')
  if (key.length > 200 || !segments.every((segment) => SEGMENT.test(segment))) {
    throw new RangeError('not a storage key')
  }
  return segments
}
