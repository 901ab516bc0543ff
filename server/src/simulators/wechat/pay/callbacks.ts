import { callbackKey, signatureHeaders } from './answer'
import { sealGcm } from './merchant-calls'
import { chinaTime, type PayWorld, type SimApply, type SimMerchant } from './world'

/** Seconds between the tries of one callback (facts 1.10): 15 of them, 24 h 4 m together. */
export const RETRY_SECONDS = [
  15, 15, 30, 180, 600, 1200, 1800, 1800, 1800, 3600, 10_800, 10_800, 10_800, 21_600, 21_600,
] as const

const ANSWER_MS = 5_000
const WRONG_SERIAL = 'PUB_KEY_ID_0000000000000000000000000000'

export interface Callbacks {
  /** About all invoices of an apply id, to the address of development-config. */
  fapiao(merchant: SimMerchant, event: string, apply: SimApply): void
  /** Any event, to any address; nothing is sent to a merchant without an APIv3 key or an address. */
  send(merchant: SimMerchant, event: string, plain: object, url: string | null): void
  /** Sends what a shuffle holds back, in another order. */
  release(): void
}

/** One event on its way. Its id and ciphertext stay; time, nonce and signature are new with each try. */
interface Parcel {
  merchant: SimMerchant
  url: string
  id: string
  body: string
}

export function createCallbacks(world: PayWorld): Callbacks {
  const { clock, random } = world.ground
  let held: Parcel[] = []

  function send(merchant: SimMerchant, event: string, plain: object, url: string | null): void {
    if (url === null || merchant.apiV3Key === null || world.profile.callbacks.isDropped) return
    const parcel = { merchant, url, ...envelope(world, merchant.apiV3Key, event, plain) }
    const { shuffle } = world.profile.callbacks
    if (shuffle === 0) start(parcel)
    else {
      held.push(parcel)
      if (held.length >= shuffle) release()
    }
  }

  function start(parcel: Parcel): void {
    // A server that listens to callbacks may ask us something first; the answer that caused this goes out before.
    clock.at(clock.now(), () => attempt(parcel, 0))
    queueMicrotask(() => void clock.advance(0))
  }

  async function attempt(parcel: Parcel, tries: number): Promise<void> {
    const { isProbed, duplicates, isDropped } = world.profile.callbacks
    if (isDropped) return
    if (isProbed) await post(parcel, { isProbe: true })
    const isTaken = await post(parcel, { isProbe: false })
    if (isTaken) {
      for (let again = 0; again < duplicates; again++) await post(parcel, { isProbe: false })
      return
    }
    const pause = RETRY_SECONDS[tries]
    if (pause !== undefined) clock.at(clock.now() + pause * 1000, () => attempt(parcel, tries + 1))
  }

  /** True when it was taken: 200 or 204 within five seconds. */
  async function post(parcel: Parcel, { isProbe }: { isProbe: boolean }): Promise<boolean> {
    const { flaw } = world.profile.callbacks
    const body = Buffer.from(
      flaw === 'body' ? parcel.body.replace('"summary":"', '"summary":"*') : parcel.body,
    )
    const seconds = Math.floor(clock.now() / 1000) - (flaw === 'time' ? 600 : 0)
    const headers = signatureHeaders(
      world,
      callbackKey(world, parcel.merchant),
      Buffer.from(parcel.body),
      seconds,
    )
    if (flaw === 'signature') headers['Wechatpay-Signature'] = Buffer.alloc(256, 7).toString('base64')
    if (flaw === 'serial') headers['Wechatpay-Serial'] = WRONG_SERIAL
    if (isProbe) headers['Wechatpay-Signature'] = `WECHATPAY/SIGNTEST/${headers['Wechatpay-Signature']}`
    const status = await delivered(parcel.url, headers, body, random.hex(40))
    world.ground.journal.write({
      at: clock.now(),
      side: 'pay',
      direction: 'out',
      method: 'POST',
      path: new URL(parcel.url).pathname,
      status,
      signature: undefined,
      schema: undefined,
      state: undefined,
      ...(isProbe ? { fault: 'probe' } : flaw === 'none' ? {} : { fault: flaw }),
    })
    return status === 200 || status === 204
  }

  function release(): void {
    const parcels = random.shuffle(held)
    held = []
    for (const parcel of parcels) start(parcel)
  }

  return {
    send,
    release,
    fapiao(merchant, event, apply) {
      const partner = merchant.partner === null ? undefined : world.merchants.get(merchant.partner)
      const receiver = partner ?? merchant
      const plain = {
        mchid: receiver.mchid,
        ...(partner ? { sub_mchid: merchant.mchid } : {}),
        fapiao_apply_id: apply.id,
        fapiao_information: apply.fapiao.map((one) => ({
          fapiao_id: one.fapiaoId,
          fapiao_status: one.status,
          ...(one.cardStatus === null ? {} : { card_status: one.cardStatus }),
        })),
      }
      send(receiver, event, plain, merchant.callbackUrl ?? receiver.callbackUrl)
    },
  }
}

/** The envelope of facts 1.10, its keys in another order each time. */
function envelope(world: PayWorld, key: string, event: string, plain: object): { id: string; body: string } {
  const { random, clock } = world.ground
  const { flaw, associatedData, hasOriginalType } = world.profile.callbacks
  const id = `EV-${random.hex(32)}`
  const nonce = random.hex(12)
  const aad = associatedData === 'usual' ? (event.split('.')[0] ?? '').toLowerCase() : ''
  const sealed = Buffer.from(
    sealGcm(key, nonce, flaw === 'aad' ? `${aad}x` : aad, JSON.stringify(plain)),
    'base64',
  )
  if (flaw === 'tag') sealed[0] = (sealed[0] ?? 0) ^ 1
  const resource = {
    algorithm: 'AEAD_AES_256_GCM',
    ciphertext: sealed.toString('base64'),
    nonce,
    ...(associatedData === 'absent' ? {} : { associated_data: aad }),
    ...(hasOriginalType ? { original_type: aad || 'fapiao' } : {}),
  }
  const fields = {
    id,
    create_time: chinaTime(clock.now()),
    event_type: event,
    resource_type: 'encrypt-resource',
    summary: '通知',
    resource: Object.fromEntries(random.shuffle(Object.entries(resource))),
  }
  return { id, body: JSON.stringify(Object.fromEntries(random.shuffle(Object.entries(fields)))) }
}

async function delivered(
  url: string,
  headers: Record<string, string>,
  body: Buffer,
  requestId: string,
): Promise<number> {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json', 'request-id': requestId },
      body: new Uint8Array(body),
      redirect: 'manual',
      signal: AbortSignal.timeout(ANSWER_MS),
    })
    await answer.arrayBuffer()
    return answer.status
  } catch {
    // Nobody listens, or too slowly: as good as a refusal.
    return 0
  }
}
