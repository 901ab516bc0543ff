import type { walletView } from '@piaoma/shared/contract'
import type { z } from 'zod'
import type { ApplicationRow } from '../../applications/entity'
import type { Ground } from '../../ground'
import type { InvoiceRow } from '../../issuing/entity'
import { wechatPlaceOf } from '../../merchants/wechat/accounts'
import { chooseRoute, readyRoutesOf } from './choose-route'
import { type WalletCardRow, walletCardEntity } from './entity'

/** 微信卡包 as the guest sees it; undefined when the merchant has none. `stored`: invoices whose PDF is here. */
export async function presentWallet(
  ground: Pick<Ground, 'db' | 'config'>,
  application: ApplicationRow,
  invoices: InvoiceRow[],
  stored: ReadonlySet<string>,
): Promise<z.input<typeof walletView> | undefined> {
  const { id: applicationId, merchantId } = application
  const ready = await readyRoutesOf(ground, merchantId)
  const all = await ground.db.manager.findBy(walletCardEntity, { applicationId, merchantId })
  if (ready.length === 0 && all.length === 0) return undefined
  const mine = (invoice: InvoiceRow) => all.filter(({ invoiceId }) => invoiceId === invoice.id)
  const canAdd = (invoice: InvoiceRow) => !['settled', 'none'].includes(chooseRoute(ready, mine(invoice)))
  return {
    canAdd: application.status === 'issued' && invoices.some((each) => stored.has(each.id) && canAdd(each)),
    place: wechatPlaceOf(ground),
    cards: invoices.flatMap((invoice) => {
      const cards = mine(invoice)
      const card = latest(cards)
      return card ? [{ number: invoice.number, status: card.status, isOtherWay: cards.length > 1 }] : []
    }),
  }
}

/** The one that counts: what is not failed, else the last that did. */
const latest = (cards: WalletCardRow[]) => cards.find(({ status }) => status !== 'failed') ?? cards.at(-1)
