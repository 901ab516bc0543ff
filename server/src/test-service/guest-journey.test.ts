import { createHash } from 'node:crypto'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { invoiceFileEntity } from '../documents/entity'
import { describeOnDatabases } from '../test/databases'
import { outcome } from '../test/outcome'
import { DINNER, taxNumber } from '../test/shop'
import { clientOf, http, newKey } from './http-client'
import { eventually } from './programs'
import {
  apply,
  type GuestView,
  makeOrderCode,
  makeProductCode,
  openShop,
  startTestService,
  type TestService,
  type TestShop,
  until,
  untilFiled,
} from './service-scene'

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const DAY_MS = 86_400_000

describeOnDatabases('a guest with an order code', (open) => {
  let service: TestService
  let shop: TestShop
  let ahead = 0
  beforeAll(async () => {
    service = await startTestService(open, { clock: { now: () => Date.now() + ahead } })
    shop = await openShop(service, { contactPhone: '021-55550100' })
  })
  afterEach(() => {
    ahead = 0
  })
  afterAll(() => service.close())

  const look = (code: string) => clientOf(service.url)('GET /api/v1/codes/:code', { params: { code } })
  const mails = (to: string) =>
    eventually(`a mail to ${to}`, async () => {
      const found = service.mail.store.list().filter((mail) => mail.to.includes(to))
      return found.length > 0 && found
    })

  test('sees what he paid, applies, and holds three originals, by download and by mail', async () => {
    const { code, shortCode, url } = await makeOrderCode(shop)
    expect(url).toBe(`https://fp.example.test/s/${code}`)
    expect(await look(code)).toMatchObject({
      kind: 'order',
      state: 'open',
      amountFen: 12_800,
      isReviewed: false,
      lines: [{ name: DINNER.name, amountFen: 12_800, taxRate: '0.06' }],
      storeName: '一店',
    })
    const email = 'guest@example.test'
    const { token, status } = await apply(service, [code], { email })
    expect(status).toBe('submitted')
    const done = await untilFiled(service, token)
    expect(done.invoices).toHaveLength(1)
    expect(done.invoices[0]).toMatchObject({ totalFen: 12_800, taxFen: 725 })
    expect(done.invoices[0]?.number).toMatch(/^\d{20}$/)
    expect(done).toMatchObject({ buyerName: '上海示例贸易有限公司', amountFen: 12_800, codes: [code] })
    // The link may be passed on: the tax number is masked.
    expect(done.buyerTaxpayerId).toContain('*')

    const rows = await service.service.ground.db.manager.findBy(invoiceFileEntity, {
      merchantId: shop.merchantId,
    })
    const [mail] = await mails(email)
    const attached = (await service.mail.store.open(mail?.id ?? '')).attachments
    for (const [format, path] of Object.entries(done.invoices[0]?.files ?? {})) {
      const file = await http(service.url, path ?? '')
      const row = rows.find((each) => each.format === format)
      expect(sha256(file.bytes)).toBe(row?.sha256)
      expect(file.bytes.length).toBe(row?.size)
      // Byte for byte what the tax side keeps.
      const original = await http(row?.sourceUrl ?? '', '')
      expect(sha256(original.bytes)).toBe(row?.sha256)
      expect(attached.map((each) => each.sha256)).toContain(row?.sha256)
      expect(file.headers.get('cache-control')).toContain('no-store')
    }
    expect(attached).toHaveLength(3)
    expect((await look(code)).state).toBe('spent')
    expect((await look(shortCode)).spentBy?.buyerName).not.toBe('上海示例贸易有限公司')
  })

  test('finds his order by the typed short form, in any spelling', async () => {
    const { code, shortCode } = await makeOrderCode(shop)
    for (const typed of [shortCode, shortCode.toLowerCase(), shortCode.replaceAll('-', ' ')]) {
      expect((await look(typed)).code).toBe(code)
    }
    const { token } = await apply(service, [shortCode.toLowerCase()])
    expect((await until(service, token, ({ status }) => status === 'issued')).codes).toEqual([code])
  })

  test('reads at each refused code what is the matter, and can do nothing with it', async () => {
    const act = (orderNo: string, action: 'deactivate' | 'void' | 'markPaid' | 'activate' | 'renew') =>
      shop.till('POST /open/v1/order-codes/:orderNo/actions', { params: { orderNo }, body: { action } })
    const unpaid = await makeOrderCode(shop, { isPaid: false })
    const inactive = await makeOrderCode(shop)
    await act(inactive.orderNo, 'deactivate')
    const gone = await makeOrderCode(shop)
    await act(gone.orderNo, 'void')
    const early = await makeOrderCode(shop, { validFrom: new Date(Date.now() + DAY_MS).toISOString() })
    const spent = await makeOrderCode(shop)
    await apply(service, [spent.code])
    const expired = await makeOrderCode(shop, { validUntil: new Date(Date.now() + 60_000).toISOString() })

    const states = [
      [unpaid, 'unpaid', 'code.unpaid'],
      [inactive, 'inactive', 'code.inactive'],
      [gone, 'inactive', 'code.inactive'],
      [early, 'not_started', 'code.not_started'],
      [spent, 'spent', 'code.spent'],
    ] as const
    for (const [{ code }, state, refusal] of states) {
      expect((await look(code)).state).toBe(state)
      expect(await outcome(apply(service, [code]))).toBe(refusal)
    }
    ahead = 120_000
    expect((await look(expired.code)).state).toBe('expired')
    expect(await outcome(apply(service, [expired.code]))).toBe('code.expired')
    expect(await outcome(look('QQQ-QQQQ-QQQQQ'))).toBe('code.not_found')
    expect(await outcome(look('0'.repeat(26)))).toBe('code.not_found')

    await act(expired.orderNo, 'renew')
    await act(unpaid.orderNo, 'markPaid')
    await act(inactive.orderNo, 'activate')
    for (const { code } of [expired, unpaid, inactive]) expect((await look(code)).state).toBe('open')
    expect(await outcome(act(spent.orderNo, 'void'))).toBe('resource.conflict')
  })

  test('merges codes of two stores into one invoice; other sellers, kinds and repetitions are refused', async () => {
    const [first, second] = shop.storeIds
    const codes = [
      await makeOrderCode(shop, { storeId: first }),
      await makeOrderCode(shop, { storeId: second, lines: [{ ...DINNER, amountFen: 7_200 }] }),
    ].map(({ code }) => code)
    const { token } = await apply(service, codes)
    const done = await until(service, token, ({ status }) => status === 'issued')
    expect(done.invoices.map(({ totalFen }) => totalFen)).toEqual([20_000])
    expect([...done.codes].sort()).toEqual([...codes].sort())

    const other = await openShop(service)
    const theirs = (await makeOrderCode(other)).code
    const mine = await makeOrderCode(shop)
    const product = await makeProductCode(shop)
    expect(await outcome(apply(service, [mine.code, theirs]))).toBe('code.not_mergeable')
    expect(await outcome(apply(service, [mine.code, product.code], { amountFen: 100 }))).toBe(
      'code.not_mergeable',
    )
    expect(await outcome(apply(service, [mine.code, mine.shortCode]))).toBe('request.invalid')
    expect((await look(mine.code)).state).toBe('open')
    const normalOnly = await makeOrderCode(shop, { kinds: ['normal'] })
    expect(await outcome(apply(service, [normalOnly.code], { kind: 'special' }))).toBe(
      'code.kind_not_allowed',
    )
  })

  test('watches his application in its true order', async () => {
    await service.bureau.control.addFault({
      kind: 'late_result',
      ms: 0,
      queries: 2,
      taxNum: shop.taxNum,
      times: 1,
    })
    const { code } = await makeOrderCode(shop)
    const { token } = await apply(service, [code], { email: 'watch@example.test' })
    const stop = new AbortController()
    const response = await fetch(`${service.url}/api/v1/applications/${token}/events`, {
      signal: stop.signal,
    })
    expect(response.headers.get('content-type')).toContain('text/event-stream')
    const seen: GuestView[] = []
    let text = ''
    const decoder = new TextDecoder()
    for await (const chunk of response.body ?? []) {
      text += decoder.decode(chunk as Uint8Array, { stream: true })
      const events = text.split('\n\n')
      text = events.pop() ?? ''
      for (const event of events) {
        const data = /^event: application\ndata: (.*)$/.exec(event)?.[1]
        if (data) seen.push(JSON.parse(data) as GuestView)
      }
      if (seen.at(-1)?.deliveries[0]?.status === 'sent') break
    }
    stop.abort()
    const order = ['submitted', 'issuing', 'issued']
    const steps = seen.map(({ status }) => order.indexOf(status))
    expect(steps).toEqual([...steps].sort())
    expect(steps[0]).toBeGreaterThanOrEqual(0)
    expect(steps.at(-1)).toBe(2)
    expect(new Set(seen.map((each) => JSON.stringify({ ...each, expectedSeconds: 0 }))).size).toBe(
      seen.length,
    )
    const filed = seen.map(({ invoices }) => invoices.filter(({ files }) => files.pdf !== null).length)
    expect(filed).toEqual([...filed].sort())
  })

  test('sends it again to another address, a few times a day', async () => {
    const { code } = await makeOrderCode(shop)
    const { token } = await apply(service, [code])
    const send = (email: string) =>
      clientOf(service.url)('POST /api/v1/applications/:token/deliveries', {
        params: { token },
        body: { email },
      })
    await untilFiled(service, token)
    const sent = await send('colleague@example.test')
    expect(sent.to).not.toContain('colleague@')
    expect(await mails('colleague@example.test')).toHaveLength(1)
    const tries: string[] = []
    for (let n = 0; n < 12; n++) tries.push(await outcome(send(`n${n}@example.test`)))
    expect(tries.filter((each) => each === 'ok')).toHaveLength(9)
    expect(tries.at(-1)).toBe('delivery.too_many')
  })

  test('prints it on A4 and A5, and gets pictures and cards of the code', async () => {
    const { code } = await makeOrderCode(shop)
    const { token } = await apply(service, [code])
    const done = await untilFiled(service, token)
    const print = (size: string) =>
      http(service.url, `/api/v1/applications/${token}/print/${done.invoices[0]?.number}.pdf?size=${size}`)
    for (const [size, paper] of [
      ['a4', [210, 297]],
      ['a5', [210, 148]],
    ] as const) {
      const { status, text, headers } = await print(size)
      expect([status, headers.get('content-type')]).toEqual([200, 'application/pdf'])
      const box = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(text)
      const millimetres = [box?.[1], box?.[2]].map((points) => Math.round((Number(points) / 72) * 25.4))
      expect(millimetres).toEqual(paper)
    }
    expect((await print('a3')).status).toBe(422)
    const product = await makeProductCode(shop)
    for (const size of ['a6', 'a5', 'a4x4']) {
      const card = await http(service.url, `/api/v1/codes/${product.code}/table-card.pdf?size=${size}`)
      expect([card.status, card.text.slice(0, 5)]).toEqual([200, '%PDF-'])
    }
    const svg = await http(service.url, `/api/v1/codes/${product.code}/qr.svg`)
    expect(svg.text).toContain('<svg')
    const png = await http(service.url, `/api/v1/codes/${product.code}/qr.png?scale=4`)
    expect(Buffer.from(png.bytes.subarray(1, 4)).toString()).toBe('PNG')
  })

  test('reads why it waits, and gets it without asking again', async () => {
    const fault = await service.bureau.control.addFault({ kind: 'quota_exhausted', taxNum: shop.taxNum })
    const { code } = await makeOrderCode(shop)
    const { token } = await apply(service, [code])
    const waiting = await until(service, token, ({ status }) => status === 'waiting')
    expect(waiting.reason?.code).toBe('waiting_quota')
    const english = await http(service.url, `/api/v1/applications/${token}?lang=en`)
    expect((english.json as GuestView).reason?.text).toMatch(/quota/)
    await service.bureau.control.removeFaults(fault.id)
    await until(service, token, ({ status }) => status === 'issued')
  })

  test('reads why it was refused, and his code is free again', async () => {
    await service.bureau.control.addFault({
      kind: 'refused',
      code: 'E9131',
      message: '税额误差超过0.06元',
      taxNum: shop.taxNum,
      times: 1,
    })
    const { code } = await makeOrderCode(shop)
    const { token } = await apply(service, [code])
    const refused = await until(service, token, ({ status }) => status === 'refused')
    expect(refused.reason?.text.length).toBeGreaterThan(10)
    expect((await look(code)).state).toBe('open')
    const again = await apply(service, [code])
    await until(service, again.token, ({ status }) => status === 'issued')
  })

  test('as a natural person or a company with a 专票 gets what the law allows', async () => {
    const person = { buyer: { type: 'person', name: '王小明' } }
    const one = await apply(service, [(await makeOrderCode(shop)).code], person)
    await until(service, one.token, ({ status }) => status === 'issued')
    const special = await apply(service, [(await makeOrderCode(shop)).code], { kind: 'special' })
    const done = await until(service, special.token, ({ status }) => status === 'issued')
    expect(done.kind).toBe('special')
    const { code } = await makeOrderCode(shop)
    const refused = await http(service.url, '/api/v1/applications', {
      key: newKey(),
      body: { codes: [code], kind: 'special', ...person },
    })
    expect(refused.json).toMatchObject({
      code: 'request.invalid',
      fields: [{ path: 'kind', code: 'buyer.special_to_person' }],
    })
    const nobody = await http(service.url, '/api/v1/applications', {
      key: newKey(),
      body: { codes: [code], kind: 'normal', buyer: { type: 'company', name: '', taxpayerId: taxNumber(5) } },
    })
    expect(nobody.status).toBe(422)
  })
})
