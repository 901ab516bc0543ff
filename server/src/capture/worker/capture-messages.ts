import type { ReadOutcome } from '@piaoma/shared/received'
import type { Drawn } from '../drawing/draw-pdf'
import type { CaptureLimits } from '../limits'
import type { EngineOptions } from '../picture/ocr/engines'

/** What can be said of a reading across threads. */
export interface CaptureOptions extends EngineOptions {
  /** Epoch milliseconds. */
  now: number
  limits?: Partial<CaptureLimits>
}

/** What the pool asks its worker: to read a file. */
export interface CaptureRequest {
  id: number
  bytes: Uint8Array
  options: CaptureOptions
}

/** What the drawer asks a worker of its own: one page as a picture. */
export interface DrawRequest {
  id: number
  bytes: Uint8Array
  /** From 1. */
  page: number
}

export interface DrawAnswer {
  id: number
  outcome: 'drawn'
  drawn: Drawn | undefined
}

/** What the worker says: any number of `progress`, then one of the others. */
export type CaptureAnswer =
  | { id: number; outcome: 'progress'; picture: number; pictures: number }
  | { id: number; outcome: 'done'; result: ReadOutcome }
  | { id: number; outcome: 'failed'; name: string; message: string }
