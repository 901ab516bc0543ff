import type { WalletRouteName } from '@piaoma/shared/contract'
import type { WalletCardStatus } from '@piaoma/shared/states'
import { EntitySchema } from 'typeorm'
import { id, integer, ref, text, time } from '../../db'

/** 卡包里的一张发票: one invoice on its way into a wallet by one route. Written before WeChat is called. */
export interface WalletCardRow {
  id: string
  merchantId: string
  applicationId: string
  invoiceId: string
  route: WalletRouteName
  /** Our id at WeChat, derived from the invoice's, for ever. */
  orderKey: string
  status: WalletCardStatus
  /** Account under which the guest authorises. */
  appId: string | null
  openid: string | null
  /** `s_pappid` of the 开票平台, as it was used in the offer. */
  platformId: string | null
  /** A 64-bit number in a string at the service account; opaque at the pay side. */
  mediaId: string | null
  cardId: string | null
  /** Code of the card (not 发票代码): cancelling needs it. */
  cardCode: string | null
  /** The insertion left this process, or may have. */
  insertSentAt: number | null
  attempts: number
  problem: string | null
  createdAt: number
  updatedAt: number
}
export const walletCardEntity = new EntitySchema<WalletCardRow>({
  name: 'wallet_card',
  columns: {
    id: id(),
    merchantId: ref(),
    applicationId: ref(),
    invoiceId: ref(),
    route: text(20),
    orderKey: text(32),
    status: text(12),
    appId: text(40, { nullable: true }),
    openid: text(64, { nullable: true }),
    platformId: text(200, { nullable: true }),
    mediaId: text(200, { nullable: true }),
    cardId: text(64, { nullable: true }),
    cardCode: text(64, { nullable: true }),
    insertSentAt: time({ nullable: true }),
    attempts: integer(),
    problem: text(300, { nullable: true }),
    createdAt: time(),
    updatedAt: time(),
  },
  uniques: [
    { name: 'uq_wallet_card_route', columns: ['invoiceId', 'route'] },
    { name: 'uq_wallet_card_order', columns: ['orderKey'] },
  ],
  indices: [
    { name: 'ix_wallet_card_application', columns: ['applicationId'] },
    { name: 'ix_wallet_card_status', columns: ['status', 'updatedAt'] },
  ],
})
