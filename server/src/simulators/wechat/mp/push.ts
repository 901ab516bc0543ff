import { createCipheriv, createHash } from 'node:crypto'
import type { SimulatorGround } from '../core/start'
import type { Account, World } from './world'

export type PushMode = 'normal' | 'duplicate' | 'drop' | 'hold'

export interface Pushes {
  mode: PushMode
  held: (() => Promise<void>)[]
}

const ANSWER_MS = 5_000
const RESENDS = 3

/**
 * Pushes an event as WeChat does: signature in the address, plain or AES, cut off after five seconds and sent again up
 * to three times with the same sender and time.
 */
export async function pushEvent(
  ground: SimulatorGround,
  world: World,
  pushes: Pushes,
  event: { appid: string; fields: Record<string, string> },
): Promise<void> {
  const account = world.accounts.get(event.appid)
  if (!account?.push || pushes.mode === 'drop') return
  const body = xmlOf({
    ToUserName: `gh_${account.appid.slice(-12)}`,
    CreateTime: String(Math.floor(ground.clock.now() / 1000)),
    MsgType: 'event',
    ...event.fields,
  })
  const send = () => trySend(ground, account, body, 0)
  if (pushes.mode === 'hold') {
    pushes.held.push(send)
    return
  }
  await send()
  if (pushes.mode === 'duplicate') await send()
}

async function trySend(
  ground: SimulatorGround,
  account: Account,
  body: string,
  tries: number,
): Promise<void> {
  if (await post(ground, account, body)) return
  if (tries >= RESENDS) return
  ground.clock.at(ground.clock.now() + ANSWER_MS, () => trySend(ground, account, body, tries + 1))
}

async function post(ground: SimulatorGround, account: Account, body: string): Promise<boolean> {
  const { push } = account
  if (!push) return true
  const timestamp = String(Math.floor(ground.clock.now() / 1000))
  const nonce = ground.random.digits(10)
  const url = new URL(push.url)
  url.searchParams.set('signature', sha1([push.token, timestamp, nonce]))
  url.searchParams.set('timestamp', timestamp)
  url.searchParams.set('nonce', nonce)
  let content = body
  if (push.aesKey) {
    const sealed = seal(push.aesKey, account.appid, body, ground.random.bytes(16))
    url.searchParams.set('encrypt_type', 'aes')
    url.searchParams.set('msg_signature', sha1([push.token, timestamp, nonce, sealed]))
    content = xmlOf({ ToUserName: account.appid, Encrypt: sealed })
  }
  const status = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'text/xml' },
    body: content,
    redirect: 'manual',
    signal: AbortSignal.timeout(ANSWER_MS),
  }).then(
    (answer) => answer.status,
    () => 0,
  )
  ground.journal.write({
    at: ground.clock.now(),
    side: 'mp',
    direction: 'out',
    method: 'POST',
    path: '/event',
    status,
    signature: undefined,
    schema: undefined,
    state: undefined,
  })
  return status === 200
}

/** sha1 over the sorted values, the rule of every signature on this side. */
export const sha1 = (values: string[]) =>
  createHash('sha1')
    .update([...values].sort().join(''))
    .digest('hex')

function xmlOf(fields: Record<string, string>): string {
  const lines = Object.entries(fields).map(([name, value]) =>
    name === 'CreateTime' ? `<${name}>${value}</${name}>` : `<${name}><![CDATA[${value}]]></${name}>`,
  )
  return `<xml>${lines.join('\n')}</xml>`
}

/** 16 random bytes, length, message, AppID; PKCS#7 to 32; AES-256-CBC with the key's first half as IV. */
export function seal(aesKey: string, appid: string, message: string, random: Buffer): string {
  const key = Buffer.from(`${aesKey}=`, 'base64')
  const text = Buffer.from(message)
  const length = Buffer.alloc(4)
  length.writeUInt32BE(text.length)
  const plain = Buffer.concat([random, length, text, Buffer.from(appid)])
  const pad = 32 - (plain.length % 32)
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false)
  return Buffer.concat([
    cipher.update(Buffer.concat([plain, Buffer.alloc(pad, pad)])),
    cipher.final(),
  ]).toString('base64')
}
