import type { Machine } from './machine'

/** 订单码: unpaid → active → reserved by an application → spent when issued. */
export const ORDER_CODE_STATUSES = ['unpaid', 'active', 'inactive', 'reserved', 'spent', 'void'] as const
export type OrderCodeStatus = (typeof ORDER_CODE_STATUSES)[number]
export type OrderCodeAction =
  | 'markPaid'
  | 'activate'
  | 'deactivate'
  | 'reserve'
  | 'release'
  | 'spend'
  | 'void'
  | 'renew'

export const orderCodeMachine: Machine<OrderCodeStatus, OrderCodeAction> = {
  markPaid: { from: ['unpaid'], to: 'active' },
  activate: { from: ['inactive'], to: 'active' },
  deactivate: { from: ['active'], to: 'inactive' },
  reserve: { from: ['active'], to: 'reserved' },
  // Only a definite refusal, a rejection or a withdrawn application gives a code back.
  release: { from: ['reserved'], to: 'active' },
  spend: { from: ['reserved'], to: 'spent' },
  void: { from: ['unpaid', 'active', 'inactive'], to: 'void' },
  // Expiry is a date, not a state: renewing moves `validUntil` and leaves an active code active.
  renew: { from: ['active'], to: 'active' },
}

/** 商品码: reusable; deleting keeps the row for the applications that used it. */
export const PRODUCT_CODE_STATUSES = ['active', 'inactive', 'void'] as const
export type ProductCodeStatus = (typeof PRODUCT_CODE_STATUSES)[number]
export type ProductCodeAction = 'activate' | 'deactivate' | 'delete'

export const productCodeMachine: Machine<ProductCodeStatus, ProductCodeAction> = {
  activate: { from: ['inactive'], to: 'active' },
  deactivate: { from: ['active'], to: 'inactive' },
  delete: { from: ['active', 'inactive'], to: 'void' },
}

/** 开票申请. The eight words are part of the public contract. */
export const APPLICATION_STATUSES = [
  'submitted',
  'reviewing',
  'rejected',
  'issuing',
  'waiting',
  'issued',
  'refused',
  'cancelled',
] as const
export type ApplicationStatus = (typeof APPLICATION_STATUSES)[number]
export type ApplicationAction =
  | 'approve'
  | 'reject'
  | 'withdraw'
  | 'discard'
  | 'merge'
  | 'request'
  | 'hold'
  | 'resume'
  | 'complete'
  | 'refuse'
  | 'correct'

export const applicationMachine: Machine<ApplicationStatus, ApplicationAction> = {
  approve: { from: ['reviewing'], to: 'submitted' },
  reject: { from: ['reviewing'], to: 'rejected' },
  /** By the guest, while nothing has been sent to the tax side. */
  withdraw: { from: ['reviewing'], to: 'cancelled' },
  /** By the merchant: a redundant application. */
  discard: { from: ['reviewing', 'rejected', 'refused'], to: 'cancelled' },
  /** By the merchant: it goes into another one of the same guest and is issued with it. */
  merge: { from: ['reviewing'], to: 'cancelled' },
  request: { from: ['submitted'], to: 'issuing' },
  hold: { from: ['issuing'], to: 'waiting' },
  resume: { from: ['waiting'], to: 'issuing' },
  complete: { from: ['issuing', 'waiting'], to: 'issued' },
  refuse: { from: ['issuing', 'waiting'], to: 'refused' },
  /** After a definite refusal the merchant mends it and it is issued anew. */
  correct: { from: ['refused'], to: 'submitted' },
}

/** One call to the tax channel, under one serial for ever. */
export const ISSUE_REQUEST_STATUSES = [
  'created',
  'sending',
  'accepted',
  'unknown',
  'waiting',
  'issued',
  'parked',
  'refused',
] as const
export type IssueRequestStatus = (typeof ISSUE_REQUEST_STATUSES)[number]
export type IssueRequestAction =
  | 'send'
  | 'accept'
  | 'lose'
  | 'hold'
  | 'resend'
  | 'issue'
  | 'park'
  | 'unpark'
  | 'refuse'

export const issueRequestMachine: Machine<IssueRequestStatus, IssueRequestAction> = {
  send: { from: ['created', 'waiting'], to: 'sending' },
  accept: { from: ['sending', 'unknown'], to: 'accepted' },
  /** The outcome is not known; the same serial is asked about until it is. */
  lose: { from: ['sending', 'accepted', 'unknown'], to: 'unknown' },
  /** Nothing was issued, the cause is outside (quota, operator): try again by itself. */
  hold: { from: ['sending', 'accepted', 'unknown'], to: 'waiting' },
  /** The channel answered definitely that it never saw the serial: send again under the same serial. */
  resend: { from: ['unknown', 'accepted'], to: 'sending' },
  issue: { from: ['sending', 'accepted', 'unknown', 'waiting'], to: 'issued' },
  /** What came back is not what was asked: nobody believes it until a person has looked. */
  park: { from: ['sending', 'accepted', 'unknown', 'waiting'], to: 'parked' },
  /** A person decided that the parked invoice is to stand. */
  unpark: { from: ['parked'], to: 'issued' },
  refuse: { from: ['sending', 'accepted', 'unknown', 'waiting'], to: 'refused' },
}

/** 交付 by e-mail (SMS and card wallet later). `failed` may be tried again by a person. */
export const DELIVERY_STATUSES = ['pending', 'sending', 'sent', 'failed'] as const
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number]
export type DeliveryAction = 'send' | 'complete' | 'retry' | 'fail'

export const deliveryMachine: Machine<DeliveryStatus, DeliveryAction> = {
  // `sending` again after a crash: the same Message-ID lets the mailbox drop a twin.
  send: { from: ['pending', 'sending'], to: 'sending' },
  complete: { from: ['sending'], to: 'sent' },
  retry: { from: ['sending', 'failed'], to: 'pending' },
  fail: { from: ['pending', 'sending'], to: 'failed' },
}

/** 微信卡包: one card of one invoice by one route. `unknown` until WeChat itself says that the card is there. */
export const WALLET_CARD_STATUSES = [
  'offered',
  'authorised',
  'uploading',
  'inserting',
  'unknown',
  'inserted',
  'declined',
  'failed',
  'cancelled',
] as const
export type WalletCardStatus = (typeof WALLET_CARD_STATUSES)[number]
export type WalletCardAction =
  | 'authorise'
  | 'decline'
  | 'reoffer'
  | 'upload'
  | 'insert'
  | 'lose'
  | 'resend'
  | 'settle'
  | 'fail'
  | 'cancel'

export const walletCardMachine: Machine<WalletCardStatus, WalletCardAction> = {
  authorise: { from: ['offered'], to: 'authorised' },
  decline: { from: ['offered'], to: 'declined' },
  /** The guest thought better of it; the same order id is offered again. */
  reoffer: { from: ['declined'], to: 'offered' },
  // `uploading` again after a crash: an unused file is cleaned away by WeChat after three days.
  upload: { from: ['authorised', 'uploading'], to: 'uploading' },
  insert: { from: ['uploading'], to: 'inserting' },
  /** Sent, and nobody knows whether it arrived; or taken, but not yet seen in the wallet. */
  lose: { from: ['inserting'], to: 'unknown' },
  /** WeChat says definitely that nothing is there: again, under the same id. */
  resend: { from: ['unknown'], to: 'inserting' },
  settle: { from: ['inserting', 'unknown'], to: 'inserted' },
  fail: { from: ['offered', 'authorised', 'uploading', 'inserting', 'unknown'], to: 'failed' },
  /** The invoice was reversed. */
  cancel: { from: ['offered', 'authorised', 'uploading', 'inserted'], to: 'cancelled' },
}
