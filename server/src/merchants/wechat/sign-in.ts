import type { wechatBind } from '@piaoma/shared/contract'
import { IsNull, Not } from 'typeorm'
import type { z } from 'zod'
import type { Ground } from '../../ground'
import { AppError } from '../../http'
import { sha256 } from '../../ids'
import type { MpClient } from '../../wechat/mp'
import { codeToSession, phoneOf } from '../../wechat/mp/api'
import { recordAudit } from '../audit'
import { userEntity } from '../entity'
import { firstMerchantOf, type OpenedSession, openSession } from '../session'
import type { SignIn } from '../sign-in'
import { useSignInLink } from '../sign-in-link'
import { miniapp } from './accounts'
import { answerOrRefuse } from './answers'
import { type WechatIdentityRow, wechatIdentityEntity, wechatTicketEntity } from './entity'
import { identityOf, makeTicket, requireIdentity } from './identities'

/** Who holds the phone, by `wx.login`'s code. The session_key is dropped where the answer is read. */
export async function identifyByLogin(
  ground: Ground,
  mp: MpClient,
  code: string,
): Promise<WechatIdentityRow> {
  const app = miniapp(ground)
  const who = answerOrRefuse(await codeToSession(mp, app, code))
  return identityOf(ground, { appId: app.appId, openid: who.openid, unionid: who.unionid })
}

/** Signs in whom this WeChat user is bound to, or answers a ticket to bind him with. */
export async function signInByWechat(
  ground: Ground,
  mp: MpClient,
  code: string,
): Promise<{ opened: OpenedSession } | { ticket: string }> {
  const identity = await identifyByLogin(ground, mp, code)
  const userId = identity.userId ?? (await linkedUser(ground, identity))
  const opened = userId === undefined ? undefined : await openFor(ground, userId)
  if (opened) return { opened }
  return { ticket: (await makeTicket(ground, 'bind', identity.id)).token }
}

/** The person whom the same WeChat user is bound to in another app of the same open-platform account. */
async function linkedUser(ground: Ground, { unionid }: WechatIdentityRow): Promise<string | undefined> {
  if (unionid === null) return undefined
  const other = await ground.db.manager.findOneBy(wechatIdentityEntity, { unionid, userId: Not(IsNull()) })
  return other?.userId ?? undefined
}

function openFor(ground: Ground, userId: string): Promise<OpenedSession | undefined> {
  return ground.db.transaction(async (tx) => {
    const merchantId = await firstMerchantOf(tx.manager, userId)
    return merchantId === undefined ? undefined : openSession(ground, tx.manager, { userId, merchantId })
  })
}

/**
 * Binds the WeChat user behind a ticket to a person, once, and signs him in: by the phone number that WeChat vouches
 * for, by an invitation, or by login and password. Refuses `wechat.code_invalid` (ticket over), `wechat.not_a_member`
 * (nobody here has that number) and what signing in refuses.
 */
export async function bindWechat(
  ground: Ground,
  mp: MpClient,
  request: z.output<typeof wechatBind>,
  by: { signIn: SignIn; ip: string },
): Promise<OpenedSession> {
  const identity = await requireIdentity(ground, 'bind', request.ticket)
  const opened = await prove(ground, mp, request, by)
  const { userId, merchantId } = opened.session
  await ground.db.transaction(async (tx) => {
    const { affected } = await tx.manager.delete(wechatTicketEntity, { tokenHash: sha256(request.ticket) })
    // A twin was first, and has bound already.
    if (affected !== 1) throw new AppError('resource.conflict')
    const change = { userId, updatedAt: ground.clock.now() }
    await tx.manager.update(wechatIdentityEntity, { id: identity.id }, change)
    await recordAudit(ground, tx, {
      merchantId,
      targetType: 'user',
      targetId: userId,
      actor: `user:${userId}`,
      action: 'wechat.bind',
    })
  })
  return opened
}

async function prove(
  ground: Ground,
  mp: MpClient,
  request: z.output<typeof wechatBind>,
  { signIn, ip }: { signIn: SignIn; ip: string },
): Promise<OpenedSession> {
  if ('linkToken' in request) return useSignInLink(ground, request.linkToken)
  if ('login' in request) return signIn({ login: request.login, password: request.password }, ip)
  const { phone_info: phone } = answerOrRefuse(await phoneOf(mp, miniapp(ground), request.phoneCode))
  const login =
    phone.countryCode === '86' ? phone.purePhoneNumber : `+${phone.countryCode}${phone.purePhoneNumber}`
  const user = await ground.db.manager.findOneBy(userEntity, { login })
  const opened = user && (await openFor(ground, user.id))
  if (!opened) throw new AppError('wechat.not_a_member')
  return opened
}
