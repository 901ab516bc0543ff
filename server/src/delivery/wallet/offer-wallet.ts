import type { WalletRouteName } from '@piaoma/shared/contract'
import type { ApplicationRow } from '../../applications/entity'
import { isUniqueViolation } from '../../db'
import { AppError } from '../../http'
import { type InvoiceRow, invoiceEntity } from '../../issuing/entity'
import { enqueue, hasten } from '../../jobs'
import { DRIVE_JOB, moveCard, stepCard } from './card-state'
import { chooseRoute, readyRoutesOf } from './choose-route'
import type { WalletDeps } from './deps'
import { type WalletCardRow, walletCardEntity } from './entity'
import { failCard } from './fail-card'
import { loadWalletInvoice } from './load-invoice'
import { writeCard } from './new-card'
import type { WalletVisit } from './route'

export type WalletOffered =
  | { next: 'page'; number: string; url: string; appId?: string }
  | { next: 'openid'; number: string; appId: string }
  /** Nothing is left to ask of the guest. */
  | { next: 'wait'; number: string }

/**
 * Where the guest authorises the next invoice of his application. The card's row is written before WeChat is asked; a
 * route that says no at once is followed by the next one in the same visit. Refuses with `resource.conflict` while
 * nothing is issued, `wallet.not_ready` while the PDF is on its way, `wallet.not_possible` when every route said no,
 * `wechat.unavailable` when WeChat cannot be reached.
 */
export async function offerWallet(
  deps: WalletDeps,
  application: ApplicationRow,
  visit: WalletVisit,
): Promise<WalletOffered> {
  const { ground } = deps
  const { id: applicationId, merchantId } = application
  if (application.status !== 'issued') throw new AppError('resource.conflict')
  const ready = await readyRoutesOf(ground, merchantId)
  if (ready.length === 0) throw new AppError('wechat.not_configured')
  const invoices = await ground.db.manager.find(invoiceEntity, {
    where: { applicationId, merchantId, status: 'issued' },
    order: { id: 'ASC' },
  })
  for (const invoice of invoices) {
    const offered = await offerOne(deps, invoice, ready, visit)
    if (offered) return offered
  }
  const cards = await ground.db.manager.findBy(walletCardEntity, { applicationId, merchantId })
  const waiting = cards.find(({ status }) =>
    ['authorised', 'uploading', 'inserting', 'unknown'].includes(status),
  )
  const number = invoices.find(({ id }) => id === waiting?.invoiceId)?.number
  if (number === undefined) throw new AppError('resource.conflict')
  return { next: 'wait', number }
}

/** By each route in turn until one asks something of the guest; undefined when his part is done. */
async function offerOne(
  deps: WalletDeps,
  invoice: InvoiceRow,
  ready: readonly WalletRouteName[],
  visit: WalletVisit,
): Promise<WalletOffered | undefined> {
  const { ground, storage } = deps
  const { id: invoiceId, merchantId, number } = invoice
  for (;;) {
    const cards = await ground.db.manager.findBy(walletCardEntity, { invoiceId, merchantId })
    const choice = chooseRoute(ready, cards)
    if (choice === 'settled') return undefined
    const route = deps.routes.find(({ name }) => name === choice)
    if (!route) throw new AppError('wallet.not_possible')
    const content = await loadWalletInvoice(ground, storage, invoice)
    if (!content) throw new AppError('wallet.not_ready')
    const card = await ensureCard(deps, invoice, route.name)
    const offer = await route.offer(card, content, visit)
    switch (offer.outcome) {
      case 'page': {
        const { url, appId, platformId } = offer
        await noteOffer(deps, card, { appId: visit.guest?.appId ?? null, platformId: platformId ?? null })
        return { next: 'page', number, url, ...(appId === undefined ? {} : { appId }) }
      }
      case 'needs_openid':
        return { next: 'openid', number, appId: offer.appId }
      case 'nothing_to_ask':
        await moveCard(ground, card, 'authorise')
        await hasten(ground, DRIVE_JOB, card.id)
        return { next: 'wait', number }
      case 'refused':
        await failCard(deps, card, invoice, offer.cause)
        break
      default:
        throw new AppError('wechat.unavailable', { logText: offer.cause })
    }
  }
}

/** Stored under its id before anybody is called; its job asks after it even if the guest never comes back. */
async function ensureCard(
  { ground }: WalletDeps,
  invoice: InvoiceRow,
  route: WalletRouteName,
): Promise<WalletCardRow> {
  const mine = { invoiceId: invoice.id, merchantId: invoice.merchantId, route }
  const known = await ground.db.manager.findOneBy(walletCardEntity, mine)
  if (known) return reoffer(ground, known)
  try {
    return await ground.db.transaction((tx) => writeCard(ground, tx, invoice, { route, delayMs: 5_000 }))
  } catch (error) {
    // A second tap was first.
    if (!isUniqueViolation(error)) throw error
    return ground.db.manager.findOneByOrFail(walletCardEntity, mine)
  }
}

async function reoffer(ground: WalletDeps['ground'], card: WalletCardRow): Promise<WalletCardRow> {
  if (card.status !== 'declined') return card
  await ground.db.transaction(async (tx) => {
    if (!(await stepCard(ground, tx, card, 'reoffer', { problem: null }))) return
    await enqueue(ground, tx, DRIVE_JOB, { cardId: card.id }, { subject: card.id, delayMs: 5_000 })
  })
  return ground.db.manager.findOneByOrFail(walletCardEntity, { id: card.id })
}

async function noteOffer(
  { ground }: WalletDeps,
  card: WalletCardRow,
  note: Pick<WalletCardRow, 'appId' | 'platformId'>,
): Promise<void> {
  const where = { id: card.id, merchantId: card.merchantId, status: 'offered' as const }
  await ground.db.manager.update(walletCardEntity, where, { ...note, updatedAt: ground.clock.now() })
}
