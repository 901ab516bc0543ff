import type { WalletRouteName } from '@piaoma/shared/contract'
import type { ApplicationRow } from '../../applications/entity'
import { insertRow, isUniqueViolation } from '../../db'
import { AppError } from '../../http'
import { type InvoiceRow, invoiceEntity } from '../../issuing/entity'
import { enqueue } from '../../jobs'
import { walletRoutesOf } from '../../merchants/wechat/accounts'
import { DRIVE_JOB, moveCard, stepCard } from './card-state'
import type { WalletDeps } from './deps'
import { type WalletCardRow, walletCardEntity } from './entity'
import { loadWalletInvoice } from './load-invoice'
import type { OfferOutcome, WalletRoute, WalletVisit } from './route'

export type WalletOffered =
  | { next: 'page'; number: string; url: string; appId?: string }
  | { next: 'openid'; number: string; appId: string }
  /** Nothing is left to ask of the guest. */
  | { next: 'wait'; number: string }

/**
 * Where the guest authorises the next invoice of his application. The card's row is written before WeChat is asked.
 * Refuses with `resource.conflict` while nothing is issued, `wallet.not_ready` while the PDF is on its way,
 * `wallet.not_possible` when every route said no, `wechat.unavailable` when WeChat cannot be reached.
 */
export async function offerWallet(
  deps: WalletDeps,
  application: ApplicationRow,
  visit: WalletVisit,
): Promise<WalletOffered> {
  const { ground } = deps
  const { id: applicationId, merchantId } = application
  if (application.status !== 'issued') throw new AppError('resource.conflict')
  const routes = await routesOf(deps, merchantId)
  const invoices = await ground.db.manager.find(invoiceEntity, {
    where: { applicationId, merchantId, status: 'issued' },
    order: { id: 'ASC' },
  })
  const cards = await ground.db.manager.findBy(walletCardEntity, { applicationId, merchantId })
  for (const invoice of invoices) {
    const choice = chooseRoute(
      routes,
      cards.filter(({ invoiceId }) => invoiceId === invoice.id),
    )
    if (choice !== 'settled') return offerOne(deps, invoice, choice, visit)
  }
  const waiting = cards.find(({ status }) =>
    ['authorised', 'uploading', 'inserting', 'unknown'].includes(status),
  )
  const number = invoices.find(({ id }) => id === waiting?.invoiceId)?.number
  if (number === undefined) throw new AppError('resource.conflict')
  return { next: 'wait', number }
}

async function routesOf({ ground, routes }: WalletDeps, merchantId: string): Promise<WalletRoute[]> {
  const names = await walletRoutesOf(ground, merchantId)
  const ready: WalletRoute[] = []
  for (const name of names) {
    const route = routes.find((each) => each.name === name)
    if (route && (await route.isReady(merchantId))) ready.push(route)
  }
  if (ready.length === 0) throw new AppError('wechat.not_configured')
  return ready
}

/**
 * The route to offer an invoice by. One card at a time: another route is tried only after the first has definitely
 * failed, or the invoice would be in two wallets.
 */
function chooseRoute(routes: WalletRoute[], cards: WalletCardRow[]): WalletRoute | 'settled' | 'none' {
  const open = cards.find(({ status }) => status !== 'failed')
  if (open) {
    const isOurs = open.status === 'offered' || open.status === 'declined'
    return isOurs ? (routes.find(({ name }) => name === open.route) ?? 'settled') : 'settled'
  }
  const isTried = (name: WalletRouteName) => cards.some(({ route }) => route === name)
  return routes.find(({ name }) => !isTried(name)) ?? 'none'
}

async function offerOne(
  deps: WalletDeps,
  invoice: InvoiceRow,
  route: WalletRoute | 'none',
  visit: WalletVisit,
): Promise<WalletOffered> {
  if (route === 'none') throw new AppError('wallet.not_possible')
  const { ground, storage } = deps
  const { number } = invoice
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
      return { next: 'wait', number }
    default:
      return refuseOffer(deps, card, offer)
  }
}

async function refuseOffer(
  deps: WalletDeps,
  card: WalletCardRow,
  trouble: Extract<OfferOutcome, { cause: string }>,
): Promise<never> {
  if (trouble.outcome !== 'refused') throw new AppError('wechat.unavailable', { logText: trouble.cause })
  await moveCard(deps.ground, card, 'fail', { problem: trouble.cause })
  throw new AppError('wallet.not_possible', { logText: trouble.cause })
}

/** Stored under its id before anybody is called; its job asks after it even if the guest never comes back. */
async function ensureCard(
  { ground }: WalletDeps,
  invoice: InvoiceRow,
  route: WalletRouteName,
): Promise<WalletCardRow> {
  const { id: invoiceId, merchantId, applicationId } = invoice
  const { manager } = ground.db
  const mine = { invoiceId, merchantId, route }
  const known = await manager.findOneBy(walletCardEntity, mine)
  if (known) return reoffer(ground, known)
  const now = ground.clock.now()
  const row: WalletCardRow = {
    ...mine,
    id: ground.ids.ulid(),
    applicationId,
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
  try {
    await ground.db.transaction(async (tx) => {
      await insertRow(tx.manager, walletCardEntity, row)
      await enqueue(ground, tx, DRIVE_JOB, { cardId: row.id }, { subject: row.id, delayMs: 5_000 })
    })
    return row
  } catch (error) {
    // A second tap was first.
    if (!isUniqueViolation(error)) throw error
    return manager.findOneByOrFail(walletCardEntity, mine)
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
