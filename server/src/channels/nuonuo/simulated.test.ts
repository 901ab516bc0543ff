import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { memoryTokenStore, parseNuonuoCallback } from './index'
import { APP, eventually, type Opposite, SELLER, startOpposite } from './simulator-harness'

let opposite: Opposite

beforeAll(async () => {
  opposite = await startOpposite({ tokenRation: 5 })
})
afterEach(async () => {
  await opposite.control.removeFaults()
  await opposite.control.setClock(0)
  opposite.callbacks.length = 0
})
afterAll(() => opposite.end())

const heard = (count: number) =>
  eventually(() => (opposite.callbacks.length >= count ? [...opposite.callbacks] : undefined))

async function issueWithCallback() {
  const { channel, order, callbackUrl } = opposite
  const asked = order({ callbackUrl })
  const accepted = await channel.issue(asked)
  if (accepted.outcome !== 'accepted') throw new Error(JSON.stringify(accepted))
  return asked
}

describe('callbacks', () => {
  test('give the serial once the invoice is there', async () => {
    const asked = await issueWithCallback()
    const [body] = await heard(1)
    expect(parseNuonuoCallback(body ?? '')).toEqual({ serial: asked.serial })
    expect(await opposite.channel.query(asked.serial)).toMatchObject({ outcome: 'issued' })
  })

  test('may come several times and say the same', async () => {
    await opposite.control.addFault({ kind: 'callback_repeated', count: 4, times: 1 })
    const asked = await issueWithCallback()
    const bodies = await heard(4)
    expect(bodies.map((body) => parseNuonuoCallback(body)?.serial)).toEqual(Array(4).fill(asked.serial))
  })

  test('may never come: the query still knows', async () => {
    await opposite.control.addFault({ kind: 'callback_lost', times: 1 })
    const asked = await issueWithCallback()
    await eventually(async () => {
      const outcome = await opposite.channel.query(asked.serial)
      return outcome.outcome === 'issued' ? outcome : undefined
    })
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(opposite.callbacks).toEqual([])
  })

  test('may be forged about an invoice that is still under way: the query is not taken in', async () => {
    const { control, channel } = opposite
    await control.addFault({ kind: 'callback_forged', variant: 'other_amounts', times: 1 })
    await control.addFault({ kind: 'late_result', ms: 0, queries: 1, times: 1 })
    const asked = await issueWithCallback()
    const bodies = await heard(2)
    const forged = bodies.find((body) => body.includes('99999999999999999999'))
    expect(parseNuonuoCallback(forged ?? '')).toEqual({ serial: asked.serial })
    expect(await channel.query(asked.serial)).toEqual({ outcome: 'processing' })
  })

  test('may be forged about an order that does not exist', async () => {
    await opposite.control.addFault({ kind: 'callback_forged', variant: 'unknown_order', times: 1 })
    const asked = await issueWithCallback()
    const serials = (await heard(2)).map((body) => parseNuonuoCallback(body)?.serial ?? '')
    const unknown = serials.find((serial) => serial !== asked.serial) ?? ''
    expect(await opposite.channel.query(unknown)).toEqual({ outcome: 'absent' })
  })
})

describe('an invoice that could not be sealed', () => {
  test('is under way, is sealed again by itself, and is issued once', async () => {
    const { control, channel, order } = opposite
    await control.addFault({ kind: 'seal_failed', times: 1 })
    const asked = order()
    await channel.issue(asked)
    await eventually(async () => (await control.ledger({ serial: asked.serial })).invoices[0])
    expect(await channel.query(asked.serial)).toEqual({ outcome: 'processing' })
    expect(await channel.query(asked.serial)).toMatchObject({ outcome: 'issued' })
    expect((await control.requests({ method: 'reInvoice' })).map(({ verdict }) => verdict)).toContain(
      'answered E0000',
    )
    expect((await control.ledger({ serial: asked.serial })).invoices).toHaveLength(1)
  })
})

describe('asking again', () => {
  test('is cut off after 20 times a day, and open again the next day', async () => {
    const { control, channel, order } = opposite
    const asked = order()
    await control.addFault({ kind: 'operator_login_required' })
    const accepted = await channel.issue(asked)
    if (accepted.outcome !== 'accepted') throw new Error(accepted.outcome)
    const failed = () =>
      eventually(async () => {
        const outcome = await channel.query(asked.serial)
        return outcome.outcome === 'waiting' ? outcome : undefined
      })
    for (let round = 0; round < 20; round += 1) {
      await failed()
      expect(await channel.reissue(accepted.channelSerial)).toMatchObject({ outcome: 'accepted' })
    }
    await failed()
    expect(await channel.reissue(accepted.channelSerial)).toMatchObject({
      outcome: 'waiting',
      cause: 'channel',
    })
    await control.setClock(24 * 60 * 60 * 1000)
    await control.removeFaults()
    const tomorrow = opposite.newChannel({ now: () => Date.now() + 24 * 60 * 60 * 1000 })
    expect(await tomorrow.reissue(accepted.channelSerial)).toMatchObject({ outcome: 'accepted' })
  })
})

describe('credentials', () => {
  test('that are wrong make the order wait, not fail, and are not tried over and over', async () => {
    const { control, newChannel, order } = opposite
    const before = (await control.requests({ method: 'accessToken' })).length
    const channel = newChannel({ appSecret: 'wrong-planted', tokenStore: memoryTokenStore() })
    const outcome = await channel.issue(order())
    expect(outcome).toEqual({ outcome: 'waiting', cause: 'channel', message: 'app secret wrong (070305)' })
    expect((await control.requests({ method: 'accessToken' })).length).toBe(before + 1)
  })

  test('whose secret changed while a token lives: the signature is refused at the gateway', async () => {
    const { newChannel, order } = opposite
    const asked = order()
    const channel = newChannel({ appSecret: 'wrong-planted' })
    expect(await channel.issue(asked)).toMatchObject({
      outcome: 'waiting',
      cause: 'channel',
      message: '签名不匹配 (070601)',
    })
    expect(await channel.query(asked.serial)).toMatchObject({ outcome: 'unknown' })
    expect((await opposite.control.ledger({ serial: asked.serial })).invoices).toEqual([])
  })

  test('of a machine whose clock is off', async () => {
    const { newChannel, order } = opposite
    const channel = newChannel({ now: () => Date.now() - 20 * 60_000 })
    expect(await channel.issue(order())).toMatchObject({
      outcome: 'waiting',
      cause: 'channel',
      message: '验签失败 (070601)',
    })
  })

  test('for a taxpayer who did not grant them', async () => {
    const { newChannel, order } = opposite
    const channel = newChannel({ userTax: '91110000MA0000001L' })
    expect(await channel.issue(order())).toMatchObject({
      outcome: 'waiting',
      message: '调用用户身份不匹配 (070401)',
    })
  })

  test('survive restarts by the store; without it the ration of tokens is soon gone', async () => {
    const { newChannel, order, control } = opposite
    for (let restart = 0; restart < 10; restart += 1) {
      expect(await newChannel({}).query('NEVER')).toEqual({ outcome: 'absent' })
    }
    let outcome: unknown
    for (let restart = 0; restart < 6; restart += 1) {
      outcome = await newChannel({ tokenStore: memoryTokenStore() }).issue(order())
    }
    expect(outcome).toMatchObject({
      outcome: 'waiting',
      cause: 'channel',
      message: expect.stringContaining('070306'),
    })
    const verdicts = (await control.requests({ method: 'accessToken' })).map(({ verdict }) => verdict)
    expect(verdicts.filter((verdict) => verdict === 'token given')).toHaveLength(5)
  })

  test('never reach the journal', async () => {
    const words = JSON.stringify(await opposite.control.requests())
    for (const secret of [APP.appSecret, 'wrong-planted', '王小明']) expect(words).not.toContain(secret)
    expect(words).toContain(SELLER.taxNum)
  })
})
