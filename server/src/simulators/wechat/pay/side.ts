import type { Exchange, Side } from '../core/side'
import type { SimulatorGround } from '../core/start'
import { type PayAnswer, sendAnswer } from './answer'
import { authenticate } from './authenticate'
import { type Callbacks, createCallbacks } from './callbacks'
import { payControl } from './control'
import { makePlatformKeys } from './keys'
import { readUpload } from './multipart'
import { PayRefusal, paramError } from './refusal'
import { findRoute } from './routes'
import { createWorld, type PayWorld, type SimMerchant } from './world'

/** api.mch.weixin.qq.com, as facts 8.1 and 8.2 say it behaves. */
export async function createPaySide(ground: SimulatorGround): Promise<Side> {
  const keys = await makePlatformKeys(ground.clock.now(), (count) => ground.random.digits(count))
  const world = createWorld(ground, keys)
  const callbacks = createCallbacks(world)
  return {
    name: 'pay',
    answer: (exchange) => answer(world, callbacks, exchange),
    control: (router) => payControl(router, world, callbacks),
    reset: () => world.clear(),
    close: () => world.clear(),
  }
}

async function answer(world: PayWorld, callbacks: Callbacks, exchange: Exchange): Promise<void> {
  const { ctx, verdicts } = exchange
  const seen: { merchant?: SimMerchant } = {}
  let result: PayAnswer
  try {
    if (ctx.path === '/file')
      result = download(world, new URLSearchParams(ctx.querystring).get('token') ?? '')
    else result = await handled(world, callbacks, exchange, seen)
    verdicts.state = 'ok'
  } catch (error) {
    if (!(error instanceof PayRefusal)) throw error
    const { status, code, message, detail, reason } = error
    verdicts[verdictOf(error)] = 'refused'
    verdicts.code = code
    verdicts.why = message
    result = { status, body: { code, message, ...(detail === undefined ? {} : { detail }) }, reason }
  }
  sendAnswer(world, ctx, result, seen.merchant)
}

function verdictOf(refusal: PayRefusal): 'signature' | 'schema' | 'state' {
  if (refusal.status === 401) return 'signature'
  return refusal.code === 'PARAM_ERROR' ? 'schema' : 'state'
}

async function handled(
  world: PayWorld,
  callbacks: Callbacks,
  { ctx, rawBody, verdicts }: Exchange,
  seen: { merchant?: SimMerchant },
): Promise<PayAnswer> {
  const url = ctx.req.url ?? ''
  const route = findRoute(ctx.method, url.split('?')[0] ?? '')
  if (!route) throw new PayRefusal(404, 'NOT_FOUND', '请求的资源不存在')
  const upload = route.isUpload ? readUpload(ctx.get('content-type'), rawBody) : undefined
  if (route.isUpload && !upload) throw paramError('/meta', '必填性', 'form')
  const body = upload?.meta ?? rawBody
  const authorization = ctx.get('authorization')
  // Refusals to a known merchant are signed with his kind of key, whoever really asked.
  const named = world.merchants.get(/mchid="(\d+)"/.exec(authorization)?.[1] ?? '')
  if (named) seen.merchant = named
  const caller = authenticate(world, { method: ctx.method, url, body, authorization })
  verdicts.signature = 'ok'
  refuseTooMany(world, caller)
  refuseHeaders(ctx.get('accept'), ctx.get('content-type'), ctx.method, route.isUpload)
  const { handler, params } = route
  const call = { world, callbacks, caller, params, url, raw: body, file: upload?.file }
  const result = await handler({ ...call, keyId: ctx.get('wechatpay-serial') })
  verdicts.schema = 'ok'
  return result
}

function refuseHeaders(accept: string, contentType: string, method: string, isUpload: boolean): void {
  if (!/application\/json|\*\/\*/.test(accept))
    throw new PayRefusal(400, 'PARAM_ERROR', 'Http头Accept必须为application/json')
  const needsType = method !== 'GET' && !isUpload
  if (needsType && !contentType.startsWith('application/json')) {
    throw new PayRefusal(400, 'PARAM_ERROR', 'Http头Content-Type必须为application/json')
  }
}

function refuseTooMany(world: PayWorld, { mchid }: SimMerchant): void {
  const now = world.ground.clock.now()
  const times = (world.callTimes.get(mchid) ?? []).filter((at) => now - at < 1000)
  world.callTimes.set(mchid, [...times, now])
  if (times.length >= world.profile.callsPerSecond) {
    throw new PayRefusal(429, 'FREQUENCY_LIMITED', '频率超限', { reason: 268_447_840 })
  }
}

/** A file behind a link of 30 seconds: neither signed nor asking for a signature. */
function download(world: PayWorld, token: string): PayAnswer {
  const link = world.downloads.get(token)
  if (!link || link.until < world.ground.clock.now()) throw new PayRefusal(404, 'NOT_FOUND', '链接已失效')
  return { status: 200, file: link.bytes }
}
