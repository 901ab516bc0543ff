import type { walletView } from '@piaoma/shared/contract'
import type { z } from 'zod'
import type { ApplicationRow } from '../../applications/entity'
import type { Ground } from '../../ground'
import type { InvoiceRow } from '../../issuing/entity'
import { walletRoutesOf } from '../../merchants/wechat/accounts'
import { type WalletCardRow, walletCardEntity } from './entity'

/** 微信卡包 as the guest sees it; undefined when the merchant has none. `stored`: invoices whose PDF is here. */
export async function presentWallet(
  ground: Pick<Ground, 'db'>,
  application: ApplicationRow,
  invoices: InvoiceRow[],
  stored: ReadonlySet<string>,
): Promise<z.input<typeof walletView> | undefined> {
  const { id: applicationId, merchantId } = application
  const routes = await walletRoutesOf(ground, merchantId)
  if (routes.length === 0) return undefined
  const cards = await ground.db.manager.findBy(walletCardEntity, { applicationId, merchantId })
  const mine = (invoice: InvoiceRow) => cards.filter(({ invoiceId }) => invoiceId === invoice.id)
  const canAdd = (invoice: InvoiceRow) => {
    const open = mine(invoice).find(({ status }) => status !== 'failed')
    if (open) return open.status === 'offered' || open.status === 'declined'
    return mine(invoice).length < routes.length
  }
  return {
    canAdd: application.status === 'issued' && invoices.some((each) => stored.has(each.id) && canAdd(each)),
    cards: invoices.flatMap((invoice) => {
      const card = latest(mine(invoice))
      return card ? [{ number: invoice.number, status: card.status }] : []
    }),
  }
}

/** The one that counts: what is not failed, else the last that did. */
const latest = (cards: WalletCardRow[]) => cards.find(({ status }) => status !== 'failed') ?? cards.at(-1)
