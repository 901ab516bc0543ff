import type { WalletRouteName } from '@piaoma/shared/contract'
import type { InvoiceModel } from '@piaoma/shared/invoice'
import type { WalletCardRow } from './entity'

/** One way into the guest's card wallet. Methods answer outcomes and never throw for what WeChat does. */
export interface WalletRoute {
  readonly name: WalletRouteName
  /** Asks WeChat for the page on which the guest authorises; the same answer again under the same `card.orderKey`. */
  offer(card: WalletCardRow, invoice: WalletInvoice, visit: WalletVisit): Promise<OfferOutcome>
  /**
   * Whether he did. Asked of WeChat: an event alone is never believed. While no page was ever shown to him there is
   * nothing to ask about, and nobody is called.
   */
  authorisation(card: WalletCardRow): Promise<AuthorisationOutcome>
  /** Sends the PDF; sent again after a crash, for an unused file is cleaned away by WeChat. */
  upload(card: WalletCardRow, invoice: WalletInvoice): Promise<UploadOutcome>
  /** Puts the card in, under `card.orderKey`, once. */
  insert(card: WalletCardRow, invoice: WalletInvoice): Promise<InsertOutcome>
  /** What became of an insertion whose outcome is not known. `refused` only when it can never have gone in. */
  lookUp(card: WalletCardRow, invoice: WalletInvoice): Promise<LookUpOutcome>
  /** Marks the inserted card void after a reversal. */
  cancel(card: WalletCardRow): Promise<CancelOutcome>
}

/** What a route needs of an invoice. */
export interface WalletInvoice {
  id: string
  merchantId: string
  applicationId: string
  /** Twenty digits. */
  number: string
  totalFen: number
  taxFen: number
  /** Without tax. */
  amountFen: number
  /** Epoch milliseconds. */
  issuedAt: number
  model: InvoiceModel
  /** The byte-exact original. */
  pdf: Uint8Array
}

/** Where the guest is, and where WeChat's page sends him back. */
export interface WalletVisit {
  source: 'web' | 'miniapp'
  returnUrl: string
  /** Known when he went through OAuth or the mini-program's login. */
  guest?: { appId: string; openid: string }
}

/** A definite no (`cause` for the log and the alarm, without personal data), or nobody knows. */
export type RouteTrouble =
  | { outcome: 'refused'; cause: string }
  | { outcome: 'unknown'; cause: string }
  /** Definitely nothing happened; worth trying again. */
  | { outcome: 'busy'; cause: string }

export type OfferOutcome =
  /** `appId`: for wx.navigateToMiniProgram, `url` being the path. */
  | { outcome: 'page'; url: string; appId?: string; platformId?: string }
  /** First the guest's openid is needed: send him through OAuth of this app and come back. */
  | { outcome: 'needs_openid'; appId: string }
  /** This route asks the guest nothing. */
  | { outcome: 'nothing_to_ask' }
  | RouteTrouble
export type AuthorisationOutcome =
  | { outcome: 'authorised'; openid?: string }
  | { outcome: 'waiting' }
  | { outcome: 'declined' }
  | RouteTrouble
export type UploadOutcome = { outcome: 'uploaded'; mediaId: string } | RouteTrouble
export type InsertOutcome =
  | { outcome: 'inserted'; cardId?: string; cardCode?: string; openid?: string }
  /** Taken for later, or WeChat says that it is there already: looked up before anybody believes it. */
  | { outcome: 'accepted' }
  | RouteTrouble
export type LookUpOutcome =
  | { outcome: 'inserted'; cardId?: string; cardCode?: string; openid?: string }
  | { outcome: 'pending' }
  /** Definitely not there, and never will be by what was sent. */
  | { outcome: 'absent' }
  | RouteTrouble
export type CancelOutcome = { outcome: 'cancelled' } | RouteTrouble
