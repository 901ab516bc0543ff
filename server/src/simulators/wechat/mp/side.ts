import { jsonOf } from '../../raw-body'
import type { Exchange, Side } from '../core/side'
import type { SimulatorGround } from '../core/start'
import { mountControl } from './control'
import { createDesk } from './desk'
import { authorise } from './permissions'
import { type Pushes, pushEvent } from './push'
import { Refusal, refuse, refusedBy } from './refusal'
import { type Call, OPEN_ROUTES, TOKEN_ROUTES } from './routes'
import { bearer } from './tokens'
import { createWorld, type MpGround } from './world'

/** api.weixin.qq.com, with the desk where a person plays the user. */
export function createMpSide(simulator: SimulatorGround): Side {
  const pushes: Pushes = { mode: 'normal', held: [] }
  const ground: MpGround = {
    ...simulator,
    world: createWorld(),
    push: (appid, fields) => pushEvent(simulator, ground.world, pushes, { appid, fields }),
  }
  const desk = createDesk(ground)
  return {
    name: 'mp',
    async answer(exchange) {
      if (/^\/(desk|connect|$)/.test(exchange.ctx.path)) return desk(exchange)
      await answerCall(ground, exchange)
    },
    control: (router) => mountControl(router, ground, pushes),
    reset() {
      ground.world = createWorld()
      pushes.mode = 'normal'
      pushes.held = []
    },
    close() {
      pushes.held = []
    },
  }
}

async function answerCall(ground: MpGround, { ctx, rawBody, verdicts }: Exchange): Promise<void> {
  try {
    const answer = await dispatch(ground, {
      method: ctx.method,
      path: ctx.path,
      query: new URLSearchParams(ctx.querystring),
      raw: rawBody,
      contentType: ctx.get('content-type'),
    })
    Object.assign(verdicts, { signature: 'ok', schema: 'ok', state: 'ok' })
    ctx.status = 200
    if (Buffer.isBuffer(answer)) {
      ctx.type = 'image/png'
      ctx.body = answer
    } else ctx.body = { errcode: 0, errmsg: 'ok', ...answer }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    Object.assign(verdicts, refusedBy(error), { code: String(error.errcode), why: error.message })
    ctx.status = 200
    // The tail differs each time: whoever compares words is caught.
    ctx.body = { errcode: error.errcode, errmsg: `${error.message} rid: ${ground.random.hex(8)}` }
  }
}

async function dispatch(
  ground: MpGround,
  request: { method: string; path: string; query: URLSearchParams; raw: Buffer; contentType: string },
) {
  const { method, path, query, raw, contentType } = request
  const key = `${method} ${path}`
  const open = OPEN_ROUTES[key]
  const handler = TOKEN_ROUTES[key]
  if (!open && !handler) {
    if (TOKEN_ROUTES[`POST ${path}`] || OPEN_ROUTES[`POST ${path}`]) refuse(43_002, 'require POST method')
    refuse(40_066, 'invalid url')
  }
  const isUpload = contentType.startsWith('multipart/') || path.endsWith('/setpdf')
  const call: Call = {
    ground,
    query,
    raw,
    contentType,
    body: method === 'POST' && !isUpload ? jsonBody(raw) : {},
  }
  if (open) return open(call)
  const account = bearer(ground, query)
  authorise(account, path)
  return handler?.(call, account) ?? refuse(40_066, 'invalid url')
}

function jsonBody(raw: Buffer): Record<string, unknown> {
  if (raw.length === 0) refuse(44_002, 'empty post data')
  const body = jsonOf(raw)
  if (typeof body !== 'object' || body === null || Array.isArray(body)) refuse(47_001, 'data format error')
  return body as Record<string, unknown>
}
