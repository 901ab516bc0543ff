import { isUniqueViolation } from '../../db'
import type { Ground } from '../../ground'
import { AppError } from '../../http'
import { sha256 } from '../../ids'
import {
  type WechatIdentityRow,
  type WechatTicketRow,
  wechatIdentityEntity,
  wechatTicketEntity,
} from './entity'

type IdentityGround = Pick<Ground, 'db' | 'ids' | 'clock'>

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
const LASTS_MS: Record<WechatTicketRow['kind'], number> = { bind: 10 * MINUTE_MS, guest: 30 * DAY_MS }

/** The row of a WeChat user of one app, made on first sight; a unionid that comes later is added. */
export async function identityOf(
  ground: IdentityGround,
  who: { appId: string; openid: string; unionid?: string | undefined },
): Promise<WechatIdentityRow> {
  const { manager } = ground.db
  const { appId, openid } = who
  const known = await manager.findOneBy(wechatIdentityEntity, { appId, openid })
  const now = ground.clock.now()
  if (known) {
    if (!who.unionid || known.unionid === who.unionid) return known
    const change = { unionid: who.unionid, updatedAt: now }
    await manager.update(wechatIdentityEntity, { id: known.id }, change)
    return { ...known, ...change }
  }
  const row: WechatIdentityRow = {
    id: ground.ids.ulid(),
    appId,
    openid,
    unionid: who.unionid ?? null,
    userId: null,
    createdAt: now,
    updatedAt: now,
  }
  try {
    await manager.insert(wechatIdentityEntity, row)
    return row
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    return manager.findOneByOrFail(wechatIdentityEntity, { appId, openid })
  }
}

/** Our own token for a WeChat user; the caller hands it out, the row keeps its hash. */
export async function makeTicket(
  ground: IdentityGround,
  kind: WechatTicketRow['kind'],
  identityId: string,
): Promise<{ token: string; expiresAt: number }> {
  const token = ground.ids.secret()
  const createdAt = ground.clock.now()
  const expiresAt = createdAt + LASTS_MS[kind]
  await ground.db.manager.insert(wechatTicketEntity, {
    tokenHash: sha256(token),
    kind,
    identityId,
    createdAt,
    expiresAt,
  })
  return { token, expiresAt }
}

/** The WeChat user behind a living ticket, or undefined. */
export async function identityBehind(
  ground: Pick<Ground, 'db' | 'clock'>,
  kind: WechatTicketRow['kind'],
  token: string,
): Promise<WechatIdentityRow | undefined> {
  const { manager } = ground.db
  const ticket = await manager.findOneBy(wechatTicketEntity, { tokenHash: sha256(token), kind })
  if (!ticket || ticket.expiresAt <= ground.clock.now()) return undefined
  return (await manager.findOneBy(wechatIdentityEntity, { id: ticket.identityId })) ?? undefined
}

/** As `identityBehind`; refuses with `wechat.code_invalid`. */
export async function requireIdentity(
  ground: Pick<Ground, 'db' | 'clock'>,
  kind: WechatTicketRow['kind'],
  token: string,
): Promise<WechatIdentityRow> {
  const identity = await identityBehind(ground, kind, token)
  if (!identity) throw new AppError('wechat.code_invalid')
  return identity
}

/** A person's WeChat in the operator's mini-program; none while he is not bound. */
export function identitiesOf(
  ground: Pick<Ground, 'db' | 'config'>,
  userId: string,
): Promise<WechatIdentityRow[]> {
  const appId = ground.config.WECHAT_MINIAPP_APPID
  if (appId === undefined) return Promise.resolve([])
  return ground.db.manager.findBy(wechatIdentityEntity, { userId, appId })
}
