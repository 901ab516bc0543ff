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

/**
 * An invoice that a member picked from his own card wallet, as WeChat holds it for reimbursement. A state that is on its
 * way (`locking`, `closing`, `releasing`) was written down before the call: whoever finds it so asks what became of it.
 */
export const WALLET_PICK_STATUSES = [
  'free',
  'locking',
  'locked',
  'closing',
  'closed',
  'releasing',
  'gone',
] as const
export type WalletPickStatus = (typeof WALLET_PICK_STATUSES)[number]
export type WalletPickAction =
  | 'lock'
  | 'close'
  | 'release'
  | 'beLocked'
  | 'beClosed'
  | 'beFree'
  | 'lose'
  | 'pickAgain'

export const walletPickMachine: Machine<WalletPickStatus, WalletPickAction> = {
  lock: { from: ['free'], to: 'locking' },
  /** For good: the card leaves the wallet. */
  close: { from: ['locked'], to: 'closing' },
  release: { from: ['locked'], to: 'releasing' },
  // What WeChat says of it, after a call or when asked.
  beLocked: { from: ['locking', 'closing', 'releasing'], to: 'locked' },
  beClosed: { from: ['closing'], to: 'closed' },
  beFree: { from: ['locking', 'closing', 'releasing'], to: 'free' },
  /** Voided by its seller, or claimed elsewhere: nobody may claim it here. */
  lose: { from: ['free', 'locking', 'locked', 'closing', 'releasing'], to: 'gone' },
  /** The member picked it again, and WeChat says that it is free. */
  pickAgain: { from: ['gone'], to: 'free' },
}
