import { In } from 'typeorm'
import { type ApplicationRow, applicationEntity } from '../../applications/entity'
import { invoiceFileEntity } from '../../documents/entity'
import type { Ground } from '../../ground'
import { AppError, type Guard } from '../../http'
import { invoiceEntity } from '../../issuing/entity'
import { wechatPlaceOf } from '../../merchants/wechat/accounts'
import { oauthStartUrl, visitorOf } from '../../merchants/wechat/visitors'
import type { WalletDeps } from './deps'
import { offerWallet } from './offer-wallet'
import { presentWallet } from './present-wallet'

/** "存入微信卡包": the guest asks where to authorise. */
export function mountWallet(guard: Guard, deps: WalletDeps): void {
  const { ground } = deps
  guard('POST /api/v1/applications/:token/wallet', 'send', async ({ ctx, params, body }) => {
    const application = await applicationOf(ground, params.token)
    const guest = await visitorOf(ground, ctx, body.guestToken)
    const offered = await offerWallet(deps, application, {
      source: body.source,
      returnUrl: `${ground.publicUrl}/a/${application.token}`,
      ...(guest ? { guest } : {}),
    })
    const wallet = await walletOf(ground, application)
    if (offered.next === 'wait') return { number: offered.number, wallet }
    if (offered.next === 'openid') {
      return { number: offered.number, url: oauthStartUrl(ground, application, offered.appId), wallet }
    }
    const { number, url, appId } = offered
    return { number, url, appId, wallet }
  })
}

async function applicationOf(ground: Ground, token: string): Promise<ApplicationRow> {
  const row = /^[\w-]{32}$/.test(token) && (await ground.db.manager.findOneBy(applicationEntity, { token }))
  if (!row) throw new AppError('application.not_found')
  return row
}

async function walletOf(ground: Ground, application: ApplicationRow) {
  const { id: applicationId, merchantId } = application
  const where = { applicationId, merchantId, status: 'issued' as const }
  const invoices = await ground.db.manager.find(invoiceEntity, { where, order: { id: 'ASC' } })
  const invoiceId = In(invoices.map(({ id }) => id))
  const files = await ground.db.manager.findBy(invoiceFileEntity, {
    invoiceId,
    format: 'pdf',
    status: 'stored',
  })
  const stored = new Set(files.map((file) => file.invoiceId))
  const wallet = await presentWallet(ground, application, invoices, stored)
  return wallet ?? { canAdd: false, place: wechatPlaceOf(ground), cards: [] }
}
