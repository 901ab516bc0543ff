import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeOnDatabases } from '../test/databases'
import { tally } from '../test/outcome'
import { applicationBody } from '../test/shop'
import { type HttpAnswer, http, newKey } from './http-client'
import {
  makeOrderCode,
  openShop,
  startTestService,
  type TestService,
  type TestShop,
  until,
} from './service-scene'

const submit = (url: string, codes: string[], key = newKey(), overrides: Record<string, unknown> = {}) =>
  http(url, '/api/v1/applications', { key, body: applicationBody(codes, overrides) })

/** `201`, or the status and code of the problem. */
const outcomeOf = ({ status, json }: HttpAnswer) =>
  status === 201 ? '201' : `${status} ${(json as { code: string }).code}`
const outcomes = (answers: HttpAnswer[]) => tally(answers.map(outcomeOf))
const many = <T>(count: number, make: (n: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, n) => make(n)))
const idOf = (answer: HttpAnswer | undefined) => (answer?.json as { id?: string } | undefined)?.id
const tokenOf = (answer: HttpAnswer | undefined) =>
  (answer?.json as { token?: string } | undefined)?.token ?? ''

describeOnDatabases('guests at the same moment', (open) => {
  let service: TestService
  let shop: TestShop
  beforeAll(async () => {
    service = await startTestService(open)
    shop = await openShop(service)
  })
  afterAll(() => service.close())

  const invoicesAtBureau = async () => {
    const { invoices, audit } = await service.bureau.control.ledger({ taxNum: shop.taxNum })
    expect([audit.duplicateSerials, audit.invoicesWithoutRequest]).toEqual([[], []])
    return invoices.length
  }

  test('of 100 with one order code exactly one wins, 50 rounds, and the bureau has one invoice for each', async () => {
    const rounds = 50
    const before = await invoicesAtBureau()
    const winners: string[] = []
    for (let round = 0; round < rounds; round++) {
      const { code } = await makeOrderCode(shop)
      const answers = await many(100, () => submit(service.url, [code]))
      expect(outcomes(answers)).toEqual({ '201': 1, '409 code.spent': 99 })
      winners.push(tokenOf(answers.find(({ status }) => status === 201)))
    }
    for (const token of winners) {
      const done = await until(service, token, ({ status }) => status === 'issued')
      expect(done.invoices).toHaveLength(1)
    }
    expect(await invoicesAtBureau()).toBe(before + rounds)
  }, 120_000)

  test('two tabs: one application, and the other tab reads that the code is spent', async () => {
    const { code } = await makeOrderCode(shop)
    const [one, two] = await Promise.all([submit(service.url, [code]), submit(service.url, [code])])
    expect(outcomes([one, two])).toEqual({ '201': 1, '409 code.spent': 1 })
  })

  test('a double click: one application, the same answer for each, replays marked', async () => {
    const { code } = await makeOrderCode(shop)
    const key = newKey()
    const answers = await many(20, () => submit(service.url, [code], key))
    expect(outcomes(answers)).toEqual({ '201': 20 })
    expect(new Set(answers.map(idOf)).size).toBe(1)
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
    const replays = answers.filter(({ headers }) => headers.get('idempotent-replayed') === 'true')
    expect(replays).toHaveLength(19)
  })

  test('whoever lost the answer gets it with the same key, and only with the same content', async () => {
    const { code } = await makeOrderCode(shop)
    const key = newKey()
    const impatient = new AbortController()
    const lost = fetch(`${service.url}/api/v1/applications`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify(applicationBody([code])),
      signal: impatient.signal,
    })
    setTimeout(() => impatient.abort(), 3)
    await lost.catch(() => undefined)
    const first = await submit(service.url, [code], key)
    const again = await submit(service.url, [code], key)
    expect(outcomes([first, again])).toEqual({ '201': 2 })
    expect(idOf(again)).toBe(idOf(first))
    expect(again.headers.get('idempotent-replayed')).toBe('true')
    const other = await submit(service.url, [code], key, { remark: 'another content' })
    expect(outcomeOf(other)).toBe('422 idempotency.key_reused')
  })

  test('merging the same codes in any order: every code is in one application, nobody dead-locks', async () => {
    for (let round = 0; round < 3; round++) {
      const codes = (await many(3, () => makeOrderCode(shop))).map(({ code }) => code)
      const answers = await many(30, (n) => {
        const turned = [...codes.slice(n % 3), ...codes.slice(0, n % 3)]
        return submit(service.url, n % 2 === 0 ? turned.reverse() : turned.slice(0, 2))
      })
      const accepted = answers.filter(({ status }) => status === 201)
      expect(outcomes(answers)).toEqual({ '201': accepted.length, '409 code.spent': 30 - accepted.length })
      const views = await Promise.all(accepted.map((each) => until(service, tokenOf(each), () => true)))
      const used = views.flatMap((each) => each.codes)
      expect(new Set(used).size).toBe(used.length)
      expect(accepted.length).toBe(1)
    }
  })

  test('an order posted by two tills at once has one code', async () => {
    const orderNo = `twice-${newKey()}`
    const body = {
      orderNo,
      lines: [{ name: '餐费', amountFen: 100, taxRate: '6%', taxCode: '3070401000000000000' }],
    }
    const post = (key: string) => http(service.url, '/open/v1/order-codes', { token: shop.apiKey, key, body })
    const different = await many(10, () => post(newKey()))
    expect(outcomes(different)).toEqual({ '201': 1, '409 resource.exists': 9 })
    const key = newKey()
    const body2 = { ...body, orderNo: `${orderNo}-b` }
    const same = await many(10, () =>
      http(service.url, '/open/v1/order-codes', { token: shop.apiKey, key, body: body2 }),
    )
    expect(outcomes(same)).toEqual({ '201': 10 })
    expect(new Set(same.map(({ text }) => text)).size).toBe(1)
  })
})

describeOnDatabases('guests behind one address with the usual limits', (open) => {
  let service: TestService
  beforeAll(async () => {
    service = await startTestService(open, { env: { RATE_LIMIT_FACTOR: '1' } })
  })
  afterAll(() => service.close())

  test('a hundred at once are let through and one wins; a flood is told when to come back', async () => {
    const shop = await openShop(service)
    const { code } = await makeOrderCode(shop)
    const answers = await many(100, () => submit(service.url, [code]))
    expect(outcomes(answers)).toEqual({ '201': 1, '409 code.spent': 99 })
    let refused: HttpAnswer | undefined
    for (let batch = 0; batch < 24 && !refused; batch++) {
      const flood = await many(50, () => submit(service.url, [code]))
      refused = flood.find(({ status }) => status === 429)
    }
    expect(refused && outcomeOf(refused)).toBe('429 request.rate_limited')
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0)
  })
})
