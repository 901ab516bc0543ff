import type { WalletRouteName } from '@piaoma/shared/contract'
import type { Ground } from '../../ground'
import { isServiceReady } from '../../merchants/wechat/accounts'
import { wechatAccountEntity } from '../../merchants/wechat/entity'
import { payAccountEntity } from '../../payments/entity'
import type { WalletCardRow } from './entity'

/** Whether a merchant has set a route up. */
export async function isRouteReady(
  { db }: Pick<Ground, 'db'>,
  merchantId: string,
  route: WalletRouteName,
): Promise<boolean> {
  return route === 'pay'
    ? db.manager.existsBy(payAccountEntity, { merchantId })
    : isServiceReady(await db.manager.findOneBy(wechatAccountEntity, { merchantId }))
}

/** The routes that a merchant has chosen, in his order, as far as they are set up. */
export async function readyRoutesOf(
  ground: Pick<Ground, 'db'>,
  merchantId: string,
): Promise<WalletRouteName[]> {
  const row = await ground.db.manager.findOneBy(wechatAccountEntity, { merchantId })
  const ready: WalletRouteName[] = []
  for (const name of row?.walletRoutes ?? []) {
    if (await isRouteReady(ground, merchantId, name)) ready.push(name)
  }
  return ready
}

/**
 * The route by which an invoice with these cards is to be offered. One card at a time: another route is taken only
 * after every earlier one has ended in a definite no, or the invoice would be in two wallets. `settled`: a card is in
 * or on its way and asks nothing of the guest; `none`: every route said no.
 */
export function chooseRoute(
  ready: readonly WalletRouteName[],
  cards: readonly Pick<WalletCardRow, 'route' | 'status'>[],
): WalletRouteName | 'settled' | 'none' {
  const open = cards.find(({ status }) => status !== 'failed')
  if (open) {
    const isWaiting = open.status === 'offered' || open.status === 'declined'
    return isWaiting && ready.includes(open.route) ? open.route : 'settled'
  }
  return ready.find((name) => !cards.some(({ route }) => route === name)) ?? 'none'
}
