import type { SheetAction } from '@piaoma/shared/states'
import { type EntityManager, In, Not } from 'typeorm'
import { captureEntity, type ReceivedInvoiceRow } from '../../capture/entity'
import { type WalletPickRow, type WantedOfPick, walletPickEntity } from '../../capture/wallet/entity'
import type { Tx } from '../../db'
import type { Ground } from '../../ground'
import { AppError } from '../../http'
import { enqueue } from '../../jobs'

/** Kind of the job that tells WeChat what a sheet did with picked invoices. */
export const CLAIM_JOB = 'wallet.claim'

type Invoices = readonly Pick<ReceivedInvoiceRow, 'id' | 'merchantId'>[]

/** Where each step of a sheet wants its picks to be at WeChat. */
const WANTED: Partial<Record<SheetAction, WantedOfPick>> = {
  submit: 'locked',
  pay: 'closed',
  return: 'free',
  discard: 'free',
}

/**
 * In the transaction of a sheet's step: the invoices on it that came out of a card wallet are to be locked, closed or
 * released there, those of one member together. A step that is still under way is overtaken.
 */
export async function planClaims(
  ground: Pick<Ground, 'ids' | 'clock' | 'signals'>,
  tx: Tx,
  action: SheetAction,
  invoices: Invoices,
): Promise<void> {
  const wanted = WANTED[action]
  if (wanted === undefined) return
  const picks = (await picksOf(tx.manager, invoices)).filter((pick) => !isThere(pick, wanted))
  for (const openid of new Set(picks.map((pick) => pick.openid))) {
    const mine = picks.filter((pick) => pick.openid === openid)
    const claimId = ground.ids.ulid()
    for (const { id, merchantId } of mine) {
      const set = { wanted, claimId, problem: null, updatedAt: ground.clock.now() }
      await tx.manager.update(walletPickEntity, { id, merchantId }, set)
    }
    const { merchantId = '' } = mine[0] ?? {}
    await enqueue(ground, tx, CLAIM_JOB, { merchantId, claimId }, { subject: claimId })
  }
}

const isThere = ({ status }: WalletPickRow, wanted: WantedOfPick): boolean =>
  status === wanted || status === 'closed' || status === 'gone'

/** The picks of invoices, as they stand. */
export async function picksOf(manager: EntityManager, invoices: Invoices): Promise<WalletPickRow[]> {
  const { merchantId } = invoices[0] ?? {}
  if (merchantId === undefined) return []
  const captures = await manager.find(captureEntity, {
    where: { merchantId, receivedInvoiceId: In(invoices.map(({ id }) => id)), source: 'wallet' },
    select: { id: true },
  })
  const captureId = In(captures.map(({ id }) => id))
  return manager.find(walletPickEntity, { where: { merchantId, captureId }, order: { id: 'ASC' } })
}

/**
 * Nobody is paid for what WeChat says is voided or claimed elsewhere (`sheet.invoice_blocked`), nor before WeChat has
 * locked what is to be locked (`sheet.wallet_pending`). Where WeChat refused the company itself, people were told and
 * decide.
 */
export async function assertClaimed(
  manager: EntityManager,
  action: SheetAction,
  invoices: Invoices,
): Promise<void> {
  if (action !== 'submit' && action !== 'approve' && action !== 'pay') return
  const picks = await picksOf(manager, invoices)
  if (picks.some(({ status }) => status === 'gone')) throw new AppError('sheet.invoice_blocked')
  const isPending = ({ status, problem }: WalletPickRow) =>
    status.endsWith('ing') || (status === 'free' && problem === null)
  if (action === 'pay' && picks.some(isPending)) throw new AppError('sheet.wallet_pending')
}

/** The rows of a claim that WeChat may still move. */
export const claimedRows = (
  manager: EntityManager,
  { merchantId = '', claimId = '' }: Record<string, string>,
): Promise<WalletPickRow[]> =>
  manager.find(walletPickEntity, {
    where: { merchantId, claimId, status: Not(In(['closed', 'gone'])) },
    order: { id: 'ASC' },
  })
