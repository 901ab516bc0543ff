import { buildTitleQr } from '@piaoma/shared/taxpayer'
import QRCode from 'qrcode'
import { In, LessThan } from 'typeorm'
import type { Ground } from '../ground'
import type { Guard } from '../http'
import { auditEntity, type TaxpayerRow, taxpayerEntity, userEntity } from './entity'
import { forMerchant } from './scoped'

/** Who did what, and the title QR that others issue to. */
export function mountHistory(guard: Guard, ground: Ground): void {
  const { manager } = ground.db
  guard('GET /api/v1/merchant/history', 'console', async ({ caller, query }) => {
    const rows = await forMerchant(manager, auditEntity, caller.merchantId).find(
      query.cursor ? { id: LessThan(query.cursor) } : {},
      { order: { id: 'DESC' }, take: query.limit + 1 },
    )
    const shown = rows.slice(0, query.limit)
    const userIds = shown.flatMap(({ actor }) => (actor.startsWith('user:') ? [actor.slice(5)] : []))
    const users = await manager.findBy(userEntity, { id: In(userIds) })
    const names = new Map(users.map((user) => [`user:${user.id}`, user.name]))
    return {
      items: shown.map(({ id, at, actor, action, targetType, detail }) => ({
        id,
        at: new Date(at).toISOString(),
        actor: names.get(actor) ?? actor,
        action,
        targetType,
        detail: detail ?? undefined,
      })),
      next: rows.length > query.limit ? (shown.at(-1)?.id ?? null) : null,
    }
  })
  guard('GET /api/v1/merchant/titles', 'console', async ({ caller }) => {
    const sellers = await forMerchant(manager, taxpayerEntity, caller.merchantId).find(
      {},
      { order: { id: 'ASC' } },
    )
    return { items: await Promise.all(sellers.map(presentTitle)) }
  })
}

async function presentTitle(row: TaxpayerRow) {
  const { id, name, taxpayerId } = row
  const text = buildTitleQr({
    type: 'company',
    name: plain(name),
    taxpayerId,
    address: plain(row.address),
    phone: plain(row.phone),
    bankName: plain(row.bankName),
    bankAccount: plain(row.bankAccount),
  })
  return { id, name, taxpayerId, text, qr: await QRCode.toDataURL(text, { margin: 2, scale: 6 }) }
}

/** The form of a title QR cannot carry its own separators. */
const plain = (value: string | null): string => (value ?? '').replace(/[<>|]/g, ' ')
