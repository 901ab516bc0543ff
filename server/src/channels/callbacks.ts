import type Router from '@koa/router'
import type { Context } from 'koa'
import type { Ground } from '../ground'
import type { RateLimits } from '../http'
import { issueRequestEntity } from '../issuing/entity'
import { hasten } from '../jobs'
import { taxpayerEntity } from '../merchants/entity'
import { NUONUO_CALLBACK_REFUSED, NUONUO_CALLBACK_TAKEN, parseNuonuoCallback } from './nuonuo'

/**
 * NuoNuo's callback under an unguessable address of the seller. It is unsigned, so it changes nothing: the request
 * it names is merely asked about now instead of at its next turn.
 */
export function mountCallbacks(router: Router, ground: Ground, limits: RateLimits): void {
  router.post('/callbacks/nuonuo/:key', async (ctx: Context) => {
    await limits.take('open', ctx.ip)
    const seller = await ground.db.manager.findOneBy(taxpayerEntity, { callbackKey: String(ctx.params.key) })
    const { rawBody } = ctx.request as { rawBody?: string }
    const callback = parseNuonuoCallback(rawBody ?? '')
    const request =
      seller &&
      callback &&
      (await ground.db.manager.findOneBy(issueRequestEntity, {
        serial: callback.serial,
        taxpayerId: seller.id,
      }))
    if (request) await hasten(ground, 'issuing.drive', request.id)
    ctx.body = request ? NUONUO_CALLBACK_TAKEN : NUONUO_CALLBACK_REFUSED
  })
}
