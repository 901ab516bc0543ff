import type { FileType } from '@piaoma/shared/contract'
import type { ReadOutcome } from '@piaoma/shared/received'
import type { Ground } from '../ground'
import type { Storage } from '../storage'
import type { Drawn } from './drawing/draw-pdf'
import type { UnpackedFile } from './unpack'

/** What the bytes of a file are and say; chosen in compose.ts. */
export interface ReceivedFileReader {
  /** By content, never by name. */
  detect(bytes: Uint8Array): FileType
  /** The files of a zip; throws `UnreadError`. */
  unpack(bytes: Uint8Array): UnpackedFile[]
  /** Reads one file; never throws for what it contains. `onProgress` is told 0 to 100. */
  read(bytes: Uint8Array, options: { now: number; onProgress(percent: number): void }): Promise<ReadOutcome>
  /** One page as a picture, off the request's thread; undefined when there is nothing to draw. */
  draw(bytes: Uint8Array, page: number): Promise<Drawn | undefined>
  /** Ends worker threads. */
  close(): Promise<void>
}

export interface CaptureDeps {
  ground: Ground
  storage: Storage
  reader: ReceivedFileReader
}

/** Told whenever a capture of an upload changes. */
export const uploadTopic = (uploadId: string): string => `upload:${uploadId}`
