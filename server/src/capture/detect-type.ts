/** What a file is by its content. `zip` may be an OFD or hold several files. */
export type FileType =
  | 'pdf'
  | 'zip'
  | 'xml'
  | 'png'
  | 'jpeg'
  | 'webp'
  | 'gif'
  | 'bmp'
  | 'tiff'
  | 'heic'
  | 'unknown'

const ascii = (bytes: Uint8Array, start: number, end: number) =>
  String.fromCharCode(...bytes.subarray(start, end))

const beginsWith = (bytes: Uint8Array, ...signature: number[]) =>
  signature.every((byte, index) => bytes[index] === byte)

const SIGNATURES: readonly [FileType, (bytes: Uint8Array) => boolean][] = [
  ['pdf', (bytes) => ascii(bytes, 0, 5) === '%PDF-'],
  ['zip', (bytes) => beginsWith(bytes, 0x50, 0x4b, 3, 4) || beginsWith(bytes, 0x50, 0x4b, 5, 6)],
  ['png', (bytes) => beginsWith(bytes, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)],
  ['jpeg', (bytes) => beginsWith(bytes, 0xff, 0xd8, 0xff)],
  ['webp', (bytes) => ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 12) === 'WEBP'],
  ['gif', (bytes) => /^GIF8[79]a/.test(ascii(bytes, 0, 6))],
  ['bmp', (bytes) => beginsWith(bytes, 0x42, 0x4d) && bytes.subarray(6, 10).every((byte) => byte === 0)],
  ['tiff', (bytes) => beginsWith(bytes, 0x49, 0x49, 0x2a, 0) || beginsWith(bytes, 0x4d, 0x4d, 0, 0x2a)],
  ['heic', (bytes) => /^ftyp(?:hei[cxms]|hevc|mif1|msf1|avif)/.test(ascii(bytes, 4, 12))],
]

/**
 * The type of a file by its first bytes, never by its name. What stands at the very beginning decides, so a polyglot is
 * one thing only; a PDF may have up to a kilobyte of rubbish before its header (ISO 32000-1, H.3.4.1) when nothing else
 * claims the file.
 */
export function detectType(bytes: Uint8Array): FileType {
  for (const [type, isIt] of SIGNATURES) if (isIt(bytes)) return type
  if (isXml(bytes)) return 'xml'
  return ascii(bytes, 0, 1024).includes('%PDF-') ? 'pdf' : 'unknown'
}

/** A `<` and the start of a name, after a byte order mark and blanks; UTF-16 has a zero beside each character. */
function isXml(bytes: Uint8Array): boolean {
  const marks = [0xef, 0xbb, 0xbf, 0xff, 0xfe, 0]
  const text = ascii(
    bytes.subarray(0, 64).filter((byte) => !marks.includes(byte)),
    0,
    64,
  )
  return /^\s*<[?!A-Za-z_:\u0080-\u00ff]/.test(text)
}

export const PICTURE_TYPES: readonly FileType[] = ['png', 'jpeg', 'webp', 'gif', 'bmp', 'tiff', 'heic']
