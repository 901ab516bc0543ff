import { integer, need, object, refuse, text } from './refusal'
import { type Account, type MpGround, type Order, openidOf, type Person } from './world'

/** An authorisation lapses when nothing is inserted for a month (72050). */
const AUTHORISATION_MS = 30 * 86_400_000
const SOURCES = ['app', 'web', 'wxa', 'wap']

type Body = Record<string, unknown>

export function setUrl(ground: MpGround, account: Account) {
  return {
    invoice_url: `${ground.urls.mp}/bizmall/invoice?action=list&s_pappid=${encodeURIComponent(account.platformId)}`,
  }
}

/** POST /card/invoice/setbizattr: contact, fields of the authorisation page, payment merchant. */
export function setBizAttr(account: Account, action: string | null, body: Body) {
  switch (action) {
    case 'set_contact': {
      const contact = object(body.contact, 'contact')
      account.contact = { phone: text(contact, 'phone'), time_out: integer(contact, 'time_out') }
      return {}
    }
    case 'get_contact':
      return { contact: account.contact ?? refuse(72_063, 'contact is empty') }
    case 'set_auth_field': {
      const field = object(body.auth_field, 'auth_field')
      object(field.user_field, 'user_field')
      object(field.biz_field, 'biz_field')
      account.authField = field
      return {}
    }
    case 'get_auth_field':
      return { auth_field: account.authField ?? refuse(72_029, 'auth field never set') }
    case 'set_pay_mch': {
      const info = object(body.paymch_info, 'paymch_info')
      if (!/^\d{8,10}$/.test(String(info.mchid))) refuse(72_030, 'invalid mchid')
      account.payMch = { mchid: String(info.mchid), s_pappid: text(info, 's_pappid') }
      return {}
    }
    case 'get_pay_mch':
      return { paymch_info: account.payMch ?? refuse(72_028, 'pay mch never set') }
    default:
      return refuse(40_097, 'invalid action')
  }
}

/** POST /card/invoice/getauthurl: contact → fields → ticket → order, in this order. */
export function getAuthUrl(ground: MpGround, account: Account, body: Body) {
  need(account.contact, 72_063, 'contact is empty')
  need(account.authField, 72_029, 'auth field never set')
  const wanted = readOrder(account, body)
  const card = ground.world.tickets.get(`${account.appid} wx_card`)
  if (!card || card.value !== body.ticket || card.expiresAt <= ground.clock.now())
    refuse(72_025, 'invoice token error')
  const isKnownPlatform = [...ground.world.accounts.values()].some(
    ({ platformId, powers }) => platformId === wanted.platformId && powers.includes('platform'),
  )
  if (!isKnownPlatform) refuse(72_031, 'invalid params: s_pappid')
  const order = ground.world.orders.find(
    ({ orderId, appid }) => orderId === wanted.orderId && appid === account.appid,
  )
  if (order) return authUrl(ground, again(order, wanted))
  const fresh: Order = { ...wanted, key: ground.random.hex(24), state: 'offered' }
  ground.world.orders.push(fresh)
  return authUrl(ground, fresh)
}

function readOrder(account: Account, body: Body): Omit<Order, 'key' | 'state'> {
  const source = text(body, 'source')
  const type = integer(body, 'type')
  if (!SOURCES.includes(source) || (type !== 0 && type !== 1 && type !== 2)) refuse(72_031, 'invalid params')
  if (source === 'web') text(body, 'redirect_url')
  const timestamp = integer(body, 'timestamp')
  if (timestamp > 9_999_999_999) refuse(72_031, 'timestamp is in seconds')
  const money = integer(body, 'money')
  if (money <= 0) refuse(72_031, 'money must be above zero')
  return {
    orderId: text(body, 'order_id'),
    platformId: text(body, 's_pappid'),
    appid: account.appid,
    money,
    type,
    source,
    redirectUrl: typeof body.redirect_url === 'string' ? body.redirect_url : '',
  }
}

function again(order: Order, wanted: Omit<Order, 'key' | 'state'>): Order {
  if (order.state === 'rejected') refuse(72_035, 'biz reject insert')
  if (order.state === 'inserted') refuse(72_056, 'order_id repeated')
  if (order.money !== wanted.money || order.platformId !== wanted.platformId) {
    refuse(72_031, 'invalid params: the order exists with other content')
  }
  order.redirectUrl = wanted.redirectUrl
  if (order.state === 'declined') order.state = 'offered'
  return order
}

function authUrl(ground: MpGround, order: Order) {
  if (order.source === 'wxa')
    return { auth_url: `/pages/auth?key=${order.key}`, appid: 'wxa1u2t3h4o5r6i7s8e' }
  return { auth_url: `${ground.urls.mp}/desk/authorise/${order.key}` }
}

function findOrder(ground: MpGround, account: Account, body: Body): Order | undefined {
  const orderId = text(body, 'order_id')
  const platformId = text(body, 's_pappid')
  return ground.world.orders.find(
    (order) => order.orderId === orderId && order.appid === account.appid && order.platformId === platformId,
  )
}

/** POST /card/invoice/getauthdata. */
export function getAuthData(ground: MpGround, account: Account, body: Body) {
  const order = findOrder(ground, account, body)
  if (!order) refuse(72_038, 'invoice order never auth')
  if (order.state === 'rejected') refuse(72_035, 'biz reject insert')
  if (order.state === 'offered') return { invoice_status: 'never auth' }
  if (order.state === 'declined') return { invoice_status: 'reject insert' }
  const isOver = ground.clock.now() - (order.authTime ?? 0) * 1000 > AUTHORISATION_MS
  if (isOver && order.state !== 'inserted') refuse(72_050, 'authorization expired')
  const person = ground.world.people.get(order.person ?? '')
  const organisation = person?.titles.find(({ type }) => type === 0)
  return {
    invoice_status: 'auth success',
    auth_time: order.authTime,
    ...(order.type === 2
      ? {}
      : {
          user_auth_info: organisation
            ? { biz_field: { ...organisation, custom_field: [] } }
            : { user_field: { title: person?.name, phone: person?.phone, email: '', custom_field: [] } },
        }),
  }
}

/** What the page has filled in: the first company of the user, else himself. */
const titleOf = (person: Person | undefined): string =>
  person?.titles.find(({ type }) => type === 0)?.title ?? person?.name ?? ''

/** POST /card/invoice/rejectinsert: final. */
export function rejectInsert(ground: MpGround, account: Account, body: Body) {
  text(body, 'reason')
  const order = findOrder(ground, account, body)
  if (!order) refuse(72_038, 'invoice order never auth')
  if (order.state === 'inserted') refuse(72_018, 'duplicate order id')
  order.state = 'rejected'
  return {}
}

/** What the insertion may build on; every mismatch looks alike (72038). */
export function authorisedOrder(ground: MpGround, platform: Account, body: Body): Order {
  const orderId = text(body, 'order_id')
  const appid = text(body, 'appid')
  const order = ground.world.orders.find((one) => one.orderId === orderId && one.appid === appid)
  if (order?.platformId !== platform.platformId) refuse(72_038, 'invoice order never auth')
  if (order.state === 'rejected') refuse(72_035, 'biz reject insert')
  if (order.state === 'inserted') refuse(72_018, 'duplicate order id')
  if (order.state !== 'authorised') refuse(72_038, 'invoice order never auth')
  const { authTime = 0 } = order
  if (ground.clock.now() - authTime * 1000 > AUTHORISATION_MS) refuse(72_013, 'order unauthorised or expired')
  return order
}

/** The user's tap on WeChat's page; the event follows. */
export async function decide(ground: MpGround, order: Order, person: string, isYes: boolean): Promise<void> {
  if (order.state !== 'offered') return
  order.state = isYes ? 'authorised' : 'declined'
  order.person = person
  order.authTime = Math.floor(ground.clock.now() / 1000)
  // A guest who only claims leaves no title; whoever filled one in gets the invoice under no other (72017).
  if (isYes && order.type !== 2) order.title = titleOf(ground.world.people.get(person))
  await ground.push(order.appid, {
    FromUserName: openidOf(person, order.appid),
    Event: 'user_authorize_invoice',
    SuccOrderId: isYes ? order.orderId : '',
    FailOrderId: isYes ? '' : order.orderId,
    AppId: order.appid,
    Source: order.source,
  })
}
