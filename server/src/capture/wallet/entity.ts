import type { WalletPickStatus } from '@piaoma/shared/states'
import { EntitySchema } from 'typeorm'
import { id, ref, text, time } from '../../db'

/** Where a sheet wants the picks on it to be at WeChat. */
export type WantedOfPick = 'free' | 'locked' | 'closed'

/** 卡包选票: an invoice that a member picked from his own card wallet, and how WeChat holds it for reimbursement. */
export interface WalletPickRow {
  id: string
  merchantId: string
  personId: string
  /** The member, as the mini-program knows him. */
  openid: string
  /** `code|number`: what makes it one invoice of one wallet. */
  walletKey: string
  cardId: string
  /** `encrypt_code`, sealed: whoever has it may move the invoice. */
  encryptCode: string
  /** The last attempt that brought it; its invoice is this one's. */
  captureId: string
  status: WalletPickStatus
  wanted: WantedOfPick
  /** Picks that one step of a sheet moves together; the next step has another. */
  claimId: string | null
  /** When a call that moves it was last written down. */
  movedAt: number | null
  /** Why WeChat refused, for the log of operators: a call and a code. */
  problem: string | null
  createdAt: number
  updatedAt: number
}
export const walletPickEntity = new EntitySchema<WalletPickRow>({
  name: 'wallet_pick',
  columns: {
    id: id(),
    merchantId: ref(),
    personId: ref(),
    openid: text(64),
    walletKey: text(60),
    cardId: text(64),
    encryptCode: text(1000),
    captureId: ref(),
    status: text(12),
    wanted: text(12),
    claimId: ref({ nullable: true }),
    movedAt: time({ nullable: true }),
    problem: text(200, { nullable: true }),
    createdAt: time(),
    updatedAt: time(),
  },
  uniques: [{ name: 'uq_wallet_pick', columns: ['merchantId', 'openid', 'walletKey'] }],
  indices: [
    { name: 'ix_wallet_pick_capture', columns: ['captureId'] },
    { name: 'ix_wallet_pick_claim', columns: ['claimId'] },
  ],
})
