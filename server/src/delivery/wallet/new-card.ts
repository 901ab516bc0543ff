import type { WalletRouteName } from '@piaoma/shared/contract'
import { insertRow, type Tx } from '../../db'
import type { Ground } from '../../ground'
import { enqueue } from '../../jobs'
import { DRIVE_JOB } from './card-state'
import { type WalletCardRow, walletCardEntity } from './entity'

/**
 * Writes the card of an invoice by a route, with the job that carries it, before anybody is called. Its id at WeChat is
 * derived from the invoice's. A unique key refuses a second card by the same route.
 */
export async function writeCard(
  ground: Pick<Ground, 'ids' | 'clock' | 'signals'>,
  tx: Tx,
  invoice: { id: string; merchantId: string; applicationId: string },
  by: { route: WalletRouteName; delayMs: number },
): Promise<WalletCardRow> {
  const { id: invoiceId, merchantId, applicationId } = invoice
  const { route, delayMs } = by
  const now = ground.clock.now()
  const row: WalletCardRow = {
    id: ground.ids.ulid(),
    merchantId,
    applicationId,
    invoiceId,
    route,
    orderKey: `${route === 'pay' ? 'P' : 'W'}${invoiceId}`,
    status: 'offered',
    appId: null,
    openid: null,
    platformId: null,
    mediaId: null,
    cardId: null,
    cardCode: null,
    insertSentAt: null,
    attempts: 0,
    problem: null,
    createdAt: now,
    updatedAt: now,
  }
  await insertRow(tx.manager, walletCardEntity, row)
  await enqueue(ground, tx, DRIVE_JOB, { cardId: row.id }, { subject: row.id, delayMs })
  return row
}
