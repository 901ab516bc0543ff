import { object, refuse, text } from './refusal'
import { type Account, type MpGround, personByOpenid } from './world'

const HAN = /[\u3400-\u9fff]/

/** Field types by the letters of their name (facts 3.3). */
const FIELDS: Record<string, (value: string) => boolean> = {
  thing: (value) => [...value].length <= 20,
  number: (value) => /^\d{1,32}(\.\d+)?$/.test(value) && value.length <= 32,
  letter: (value) => /^[A-Za-z]{1,32}$/.test(value),
  symbol: (value) => /^[^\w\s]{1,5}$/.test(value),
  character_string: (value) => value.length <= 32 && !HAN.test(value),
  time: (value) => /^(\d{4}年\d{1,2}月\d{1,2}日 )?\d{2}:\d{2}$/.test(value) || isDate(value),
  date: (value) => isDate(value),
  amount: (value) => /^[¥$￥]?\d{1,10}(\.\d{1,2})?元?$/.test(value),
  phone_number: (value) => /^[\d+\-()]{1,17}$/.test(value),
  name: (value) => (HAN.test(value) ? [...value].length <= 10 : value.length <= 20),
  phrase: (value) => /^[\u3400-\u9fff]{1,5}$/.test(value),
}

const isDate = (value: string) =>
  /^\d{4}年\d{1,2}月\d{1,2}日( \d{2}:\d{2})?$/.test(value) ||
  /^\d{4}-\d{2}-\d{2}( \d{2}:\d{2}(:\d{2})?)?$/.test(value)

export const consentKey = (appid: string, openid: string, templateId: string) =>
  `${appid} ${openid} ${templateId}`

/** POST /cgi-bin/message/subscribe/send: one consent, one message. */
export function sendMessage(ground: MpGround, account: Account, body: Record<string, unknown>) {
  const { world } = ground
  const openid = text(body, 'touser', 40_003)
  const person = personByOpenid(world, openid, account.appid)
  if (!person) refuse(40_003, 'invalid openid')
  const template = account.templates.find(({ id }) => id === body.template_id)
  if (!template) refuse(40_037, 'invalid template_id')
  const page = typeof body.page === 'string' ? body.page : ''
  if (page !== '' && !account.pages.includes(page.split('?')[0] ?? '')) refuse(41_030, 'invalid page')
  const data = object(body.data, 'data', 47_003)
  const values: Record<string, string> = {}
  for (const name of template.fields) values[name] = field(name, data[name])
  const key = consentKey(account.appid, openid, template.id)
  const left = world.consents.get(key) ?? 0
  if (left <= 0) refuse(43_101, 'user refuse to accept the msg')
  world.consents.set(key, left - 1)
  world.messages.push({
    person: person.id,
    appid: account.appid,
    title: template.title,
    templateId: template.id,
    page,
    data: values,
    at: ground.clock.now(),
  })
  return {}
}

function field(name: string, given: unknown): string {
  const value = (given as { value?: unknown } | undefined)?.value
  const type = /^(.*?)\d+$/.exec(name)?.[1] ?? ''
  const isGood = typeof value === 'string' && value !== '' && FIELDS[type]?.(value)
  return isGood ? value : refuse(47_003, `argument invalid! data.${name}.value invalid`)
}
