import type { Machine } from './machine'

/** 采集: one attempt to take in an invoice. */
export const CAPTURE_STATUSES = ['queued', 'reading', 'read', 'split', 'unread', 'failed'] as const
export type CaptureStatus = (typeof CAPTURE_STATUSES)[number]
export type CaptureAction = 'begin' | 'keep' | 'split' | 'refuse' | 'fail' | 'retry'

export const captureMachine: Machine<CaptureStatus, CaptureAction> = {
  // `reading` again after a crash.
  begin: { from: ['queued', 'reading'], to: 'reading' },
  keep: { from: ['reading'], to: 'read' },
  /** A zip: each of its files goes on as a capture of its own. */
  split: { from: ['reading'], to: 'split' },
  /** Read to the end without finding an invoice, with a reason. */
  refuse: { from: ['reading'], to: 'unread' },
  /** Reading broke off, several times over. */
  fail: { from: ['queued', 'reading'], to: 'failed' },
  retry: { from: ['failed'], to: 'queued' },
}

/** 用途: what the tax of a received invoice is used for. */
export const USE_STATUSES = ['unselected', 'deducted', 'not_deducted', 'refunded'] as const
export type UseStatus = (typeof USE_STATUSES)[number]

/** 入账: whether a received invoice stands in the books. */
export const BOOKING_STATUSES = ['unbooked', 'booked'] as const
export type BookingStatus = (typeof BOOKING_STATUSES)[number]
