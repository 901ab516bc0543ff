import type { Machine } from './machine'
import type { BookingStatus, UseStatus } from './received'

/** 用途勾选. A refund that the bureau has confirmed cannot be taken back. */
export type UseAction = 'deduct' | 'setAside' | 'refund' | 'clear'
export const useMachine: Machine<UseStatus, UseAction> = {
  /** 抵扣勾选 */
  deduct: { from: ['unselected', 'not_deducted'], to: 'deducted' },
  /** 不抵扣勾选 */
  setAside: { from: ['unselected', 'deducted'], to: 'not_deducted' },
  /** 退税勾选 */
  refund: { from: ['unselected'], to: 'refunded' },
  /** 撤销勾选, while the tax period is open. */
  clear: { from: ['deducted', 'not_deducted'], to: 'unselected' },
}

/** 入账; taken back by 冲销 of the booking. */
export type BookingAction = 'book' | 'unbook'
export const bookingMachine: Machine<BookingStatus, BookingAction> = {
  book: { from: ['unbooked'], to: 'booked' },
  unbook: { from: ['booked'], to: 'unbooked' },
}

/** 报销单. */
export const SHEET_STATUSES = ['draft', 'submitted', 'approved', 'returned', 'paid', 'discarded'] as const
export type SheetStatus = (typeof SHEET_STATUSES)[number]
export type SheetAction = 'submit' | 'approve' | 'return' | 'pay' | 'discard'

export const sheetMachine: Machine<SheetStatus, SheetAction> = {
  submit: { from: ['draft', 'returned'], to: 'submitted' },
  approve: { from: ['submitted'], to: 'approved' },
  /** 退回, with a reason; also after approval, when the re-check before payment found something. */
  return: { from: ['submitted', 'approved'], to: 'returned' },
  pay: { from: ['approved'], to: 'paid' },
  /** Its invoices are free again. */
  discard: { from: ['draft', 'returned'], to: 'discarded' },
}
