import type { UnreadReason } from '@piaoma/shared/received'

/** What a file from outside may cost. Everything is checked before memory is spent on it. */
export interface CaptureLimits {
  /** Bytes of one file as it came. */
  fileBytes: number
  /** Pages of one PDF or OFD. */
  pages: number
  /** Pixels of one picture, or of a PDF page rendered for the picture reader. */
  pixels: number
  /** Entries of one ZIP (an OFD is one). */
  zipEntries: number
  /** Bytes of one unpacked entry. */
  zipEntryBytes: number
  /** Bytes of all unpacked entries together, nested archives included. */
  zipTotalBytes: number
  /** Unpacked bytes for each packed one; entries under a megabyte are not looked at. */
  zipRatio: number
  /** Archives inside archives. */
  zipDepth: number
  /** Invoices read out of one file. */
  readings: number
}

export const CAPTURE_LIMITS: CaptureLimits = {
  fileBytes: 20 * 1024 * 1024,
  pages: 100,
  pixels: 40_000_000,
  zipEntries: 2000,
  zipEntryBytes: 20 * 1024 * 1024,
  zipTotalBytes: 100 * 1024 * 1024,
  zipRatio: 200,
  zipDepth: 2,
  readings: 200,
}

/** Why a file was not read: thrown inside the readers, an outcome at their door. */
export class UnreadError extends Error {
  override readonly name = 'UnreadError'

  constructor(
    readonly reason: UnreadReason,
    detail: string,
    options?: ErrorOptions,
  ) {
    super(detail, options)
  }
}
