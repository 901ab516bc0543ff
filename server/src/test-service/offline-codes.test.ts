import { signOfflineCode } from '@piaoma/shared/codes'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { codeEntity } from '../codes/entity'
import { describeOnDatabases } from '../test/databases'
import { outcome, tally } from '../test/outcome'
import { clientOf, http } from './http-client'
import { apply, openShop, startTestService, type TestService, type TestShop, until } from './service-scene'

const LINE = { name: '餐饮服务', taxRate: '0.06', taxCode: '3070401000000000000' } as const
const DAY = 86_400

describeOnDatabases('a code that a till signed without network', (open) => {
  let service: TestService
  let shop: TestShop
  let till: { id: string; keyId: string; secret: string }
  beforeAll(async () => {
    service = await startTestService(open)
    shop = await openShop(service)
    till = await register()
  })
  afterAll(() => service.close())

  const register = () =>
    shop.owner('POST /api/v1/merchant/tills', {
      body: { name: '1号机', storeId: shop.storeIds[1] ?? '', line: LINE },
    })
  const now = () => Math.floor(Date.now() / 1000)
  const sign = (orderNo: string, overrides: { at?: number; amountFen?: number; till?: string } = {}) =>
    signOfflineCode(
      { keyId: till.keyId, till: 'T1', orderNo, at: now(), amountFen: 6_600, ...overrides },
      till.secret,
    )
  const look = (code: string) => clientOf(service.url)('GET /api/v1/codes/:code', { params: { code } })

  test('becomes an order when it is first scanned, and is issued once', async () => {
    const code = sign('R-1')
    expect(await look(code)).toMatchObject({
      code,
      state: 'open',
      orderNo: 'R-1',
      amountFen: 6_600,
      storeName: '二店',
      lines: [{ name: '餐饮服务', amountFen: 6_600 }],
    })
    const { token } = await apply(service, [code])
    const done = await until(service, token, ({ status }) => status === 'issued')
    expect(done.invoices.map(({ totalFen }) => totalFen)).toEqual([6_600])
    expect((await look(code)).state).toBe('spent')
    expect(await outcome(apply(service, [code]))).toBe('code.spent')
  })

  test('may be applied for without having been looked at, also as a whole link', async () => {
    const { token } = await apply(service, [`https://fp.example.test/s/${sign('R-2')}`])
    await until(service, token, ({ status }) => status === 'issued')
  })

  test('fifty first looks at once make one order, fifty applications one invoice', async () => {
    for (let round = 0; round < 3; round++) {
      const code = sign(`R-race-${round}`)
      const views = await Promise.all(Array.from({ length: 50 }, () => look(code)))
      expect(new Set(views.map((view) => view.code))).toEqual(new Set([code]))
      const where = { merchantId: shop.merchantId, orderNo: `R-race-${round}` }
      expect(await service.service.ground.db.manager.countBy(codeEntity, where)).toBe(1)
      const fresh = sign(`R-race-b${round}`)
      const tries = await Promise.all(Array.from({ length: 50 }, () => outcome(apply(service, [fresh]))))
      expect(tally(tries)).toEqual({ ok: 1, 'code.spent': 49 })
    }
  })

  test('the same order number signed again is the same order, whatever time or amount it says', async () => {
    const first = sign('R-3')
    const second = sign('R-3', { at: now() - 5, amountFen: 999_900 })
    expect((await look(first)).amountFen).toBe(6_600)
    const again = await look(second)
    expect([again.code, again.amountFen]).toEqual([first, 6_600])
    await apply(service, [first])
    expect(await outcome(apply(service, [second]))).toBe('code.spent')
    // Another till may have an order of the same number.
    expect((await look(sign('R-3', { till: 'T2', amountFen: 100 }))).state).toBe('open')
  })

  test('is unknown when anything in it was changed, and says nothing more', async () => {
    const parts = sign('R-4').split('.')
    const changed = parts.map((part, index) => {
      const copy = [...parts]
      copy[index] = part.slice(0, -1) + (part.endsWith('1') ? '2' : '1')
      return copy.join('.')
    })
    const stranger = signOfflineCode(
      { keyId: 'ZZZZZZZZZZ', till: 'T1', orderNo: 'R-4', at: now(), amountFen: 1 },
      till.secret,
    )
    const wrongSecret = signOfflineCode(
      { keyId: till.keyId, till: 'T1', orderNo: 'R-4', at: now(), amountFen: 1 },
      Buffer.alloc(32, 1),
    )
    for (const code of [...changed, stranger, wrongSecret]) {
      expect(await outcome(look(code))).toBe('code.not_found')
      expect(await outcome(apply(service, [code]))).toBe('code.not_found')
    }
  })

  test('has an age: too old is told so, signed tomorrow is unknown', async () => {
    expect(await outcome(look(sign('R-old', { at: now() - 181 * DAY })))).toBe('code.too_old')
    expect(await outcome(apply(service, [sign('R-old', { at: now() - 181 * DAY })]))).toBe('code.too_old')
    expect((await look(sign('R-aged', { at: now() - 179 * DAY }))).state).toBe('open')
    expect(await outcome(look(sign('R-tomorrow', { at: now() + DAY })))).toBe('code.not_found')
    expect((await look(sign('R-fast-clock', { at: now() + 300 }))).state).toBe('open')
  })

  test('of a revoked till is unknown from then on', async () => {
    const stolen = await register()
    const forged = signOfflineCode(
      { keyId: stolen.keyId, till: 'T9', orderNo: 'X', at: now(), amountFen: 1 },
      stolen.secret,
    )
    await shop.owner('DELETE /api/v1/merchant/tills/:id', { params: { id: stolen.id } })
    expect(await outcome(look(forged))).toBe('code.not_found')
    const { items } = await shop.owner('GET /api/v1/merchant/tills', {})
    expect(items.find(({ id }) => id === stolen.id)?.isActive).toBe(false)
    expect(JSON.stringify(items)).not.toContain(stolen.secret)
  })

  test('has a picture like any other code', async () => {
    const svg = await http(service.url, `/api/v1/codes/${sign('R-5')}/qr.svg`)
    expect([svg.status, svg.text.startsWith('<?xml') || svg.text.startsWith('<svg')]).toEqual([200, true])
  })
})
