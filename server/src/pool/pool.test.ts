import { afterAll, beforeAll, expect, test } from 'vitest'
import { captureJobs, mountCapture } from '../capture'
import { captureEntity } from '../capture/entity'
import { createWorker } from '../jobs'
import { captureDeps, fileThatSays, madeUpReader, type Says } from '../test/capture'
import { describeOnDatabases } from '../test/databases'
import { createTestGround, type TestGround } from '../test/ground'
import { buildMerchant, buildPerson, type SignedIn } from '../test/merchant'
import { startTestServer, type TestServer } from '../test/server'
import { mountPool } from './routes'

describeOnDatabases('the pool', (open) => {
  let ground: TestGround
  let server: TestServer
  let employee: SignedIn
  let finance: SignedIn
  let merchantId: string
  let bring: (says: Says, person?: SignedIn, salt?: string) => Promise<string>
  beforeAll(async () => {
    ground = createTestGround(await open())
    ;({ merchantId } = await buildMerchant(ground))
    employee = await buildPerson(ground, merchantId, 'employee')
    finance = await buildPerson(ground, merchantId, 'finance')
    const deps = captureDeps(ground, madeUpReader())
    const worker = createWorker(ground, captureJobs(deps))
    server = await startTestServer(ground, (guard) => {
      mountCapture(guard, deps)
      mountPool(guard, ground)
    })
    let keys = 0
    bring = async (says, person = employee, salt = String(keys + 1)) => {
      keys += 1
      const form = new FormData()
      form.append('file', new Blob([new Uint8Array(fileThatSays({ ...says, salt }))]), 'a')
      const headers = { authorization: `Bearer ${person.token}`, 'idempotency-key': `pool-key-${keys}` }
      const answer = await server.fetch('/api/v1/merchant/captures', { method: 'POST', headers, body: form })
      const { captures } = (await answer.json()) as { captures: { id: string }[] }
      await worker.drain()
      const id = captures[0]?.id ?? ''
      const row = await ground.db.manager.findOneByOrFail(captureEntity, { id, merchantId })
      return row.receivedInvoiceId ?? ''
    }
  })
  afterAll(() => server.close())

  const numbers = (last: number) => `263120000000000${String(last).padStart(5, '0')}`
  const correct = (
    id: string,
    body: { version: number; values: Record<string, unknown> },
    person = employee,
  ) =>
    server.client(person.token)('POST /api/v1/merchant/received-invoices/:id/corrections', {
      params: { id },
      body: body as never,
    })

  test('a person’s value wins over every later original and is written down', async () => {
    const photo: Says = {
      type: 'jpeg',
      source: 'ocr',
      number: numbers(1),
      sellerName: '杭州侧试',
      confidence: 0.7,
    }
    const id = await bring(photo)
    const client = server.client(employee.token)
    const before = await client('GET /api/v1/merchant/received-invoices/:id', { params: { id } })
    expect(before).toMatchObject({ grade: 'amber', version: 1 })
    expect(before.doubtful).toContain('sellerName')
    const after = await correct(id, {
      version: 1,
      values: { sellerName: '杭州测试（手填）' },
    })
    expect(after.fields.sellerName).toMatchObject({
      value: '杭州测试（手填）',
      source: 'person',
      isDoubtful: false,
    })
    expect(after.doubtful).not.toContain('sellerName')
    expect(after.history).toMatchObject([
      { field: 'sellerName', oldValue: '杭州侧试', newValue: '杭州测试（手填）' },
    ])
    await bring({ type: 'xml', source: 'xml', number: numbers(1), sellerName: '杭州测试餐饮有限公司' })
    const merged = await client('GET /api/v1/merchant/received-invoices/:id', { params: { id } })
    expect(merged.fields.sellerName?.value).toBe('杭州测试（手填）')
    expect(merged.fields.totalFen?.source).toBe('xml')
    expect(merged.originals[0]).toMatchObject({ type: 'xml', isLeading: true })
  })

  test('a correction names the version it was made on', async () => {
    const id = await bring({ type: 'pdf', source: 'pdf', number: numbers(2) })
    await correct(id, { version: 1, values: { remark: '客户招待' } })
    await expect(correct(id, { version: 1, values: { remark: '旧的' } })).rejects.toMatchObject({
      problem: { code: 'resource.conflict' },
    })
  })

  test('refuses values that no invoice has, naming the field', async () => {
    const id = await bring({ type: 'pdf', source: 'pdf', number: numbers(3) })
    const values = { number: '12a', issuedOn: '2026-13-01', totalFen: 1.5 }
    await expect(correct(id, { version: 1, values })).rejects.toMatchObject({
      problem: {
        code: 'request.invalid',
        fields: [{ path: 'values.number' }, { path: 'values.issuedOn' }, { path: 'values.totalFen' }],
      },
    })
  })

  test('a number that another row has is told, not taken; on request the two become one', async () => {
    const original = await bring({ type: 'pdf', source: 'pdf', number: numbers(4) })
    const misread = await bring({ type: 'jpeg', source: 'ocr', number: numbers(94), confidence: 0.7 })
    expect(misread).not.toBe(original)
    await expect(correct(misread, { version: 1, values: { number: numbers(4) } })).rejects.toMatchObject({
      problem: { code: 'received.same_invoice', other: { id: original } },
    })
    const client = server.client(employee.token)
    const body = { version: 1, intoId: original }
    const merged = await client('POST /api/v1/merchant/received-invoices/:id/merge', {
      params: { id: misread },
      body,
    })
    expect(merged).toMatchObject({ id: original, number: numbers(4), attempts: 2 })
    expect(merged.originals.map(({ type }) => type)).toEqual(['pdf', 'jpeg'])
    expect(merged.history).toMatchObject([{ field: 'number', oldValue: numbers(94), newValue: numbers(4) }])
    await expect(
      client('GET /api/v1/merchant/received-invoices/:id', { params: { id: misread } }),
    ).rejects.toMatchObject({ problem: { code: 'resource.not_found' } })
  })

  test('the very same bytes are the same invoice, whatever number a person gave it', async () => {
    const file: Says = { type: 'pdf', source: 'pdf', number: numbers(31) }
    const id = await bring(file, employee, 'same')
    await correct(id, { version: 1, values: { number: numbers(32) } })
    expect(await bring(file, employee, 'same')).toBe(id)
    const client = server.client(employee.token)
    expect(await client('GET /api/v1/merchant/received-invoices/:id', { params: { id } })).toMatchObject({
      number: numbers(32),
      attempts: 2,
    })
    const unnumbered: Says = { type: 'jpeg', source: 'ocr' }
    expect(await bring(unnumbered, employee, 'none')).toBe(await bring(unnumbered, employee, 'none'))
  })

  test('what is booked stays as it was booked; a new original of it is only kept', async () => {
    const id = await bring({ type: 'pdf', source: 'pdf', number: numbers(33), sellerName: '甲店' })
    await ground.db.manager.update('received_invoice', { id }, { bookingStatus: 'booked' })
    expect(await bring({ type: 'xml', source: 'xml', number: numbers(33), sellerName: '乙店' })).toBe(id)
    const client = server.client(employee.token)
    const view = await client('GET /api/v1/merchant/received-invoices/:id', { params: { id } })
    expect(view).toMatchObject({ sellerName: '甲店', attempts: 2 })
    expect(view.originals).toHaveLength(2)
  })

  test('two invoices whose documents say different numbers are never merged', async () => {
    const first = await bring({ type: 'pdf', source: 'pdf', number: numbers(5) })
    const second = await bring({ type: 'xml', source: 'xml', number: numbers(6) })
    const merge = server.client(finance.token)('POST /api/v1/merchant/received-invoices/:id/merge', {
      params: { id: first },
      body: { version: 1, intoId: second },
    })
    await expect(merge).rejects.toMatchObject({ problem: { code: 'received.not_same' } })
  })

  test('of two rows that get one number at the same moment one is told', async () => {
    const ids = [
      await bring({ type: 'jpeg', source: 'ocr', number: numbers(71), confidence: 0.7 }),
      await bring({ type: 'jpeg', source: 'ocr', number: numbers(72), confidence: 0.7 }),
    ]
    const results = await Promise.allSettled(
      ids.map((id) => correct(id, { version: 1, values: { number: numbers(7) } })),
    )
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const lost = results.find((result) => result.status === 'rejected')
    expect(lost).toMatchObject({ reason: { problem: { code: 'received.same_invoice' } } })
  })

  test('is searched and paged by key', async () => {
    const seller = '成都翻页测试有限公司'
    for (let index = 0; index < 5; index++) {
      await bring({
        type: 'pdf',
        source: 'pdf',
        number: numbers(100 + index),
        totalFen: 10_000 * (index + 1),
        sellerName: seller,
      })
    }
    const client = server.client(finance.token)
    const list = (query: Record<string, unknown>) =>
      client('GET /api/v1/merchant/received-invoices', { query: query as never })
    const first = await list({ search: '翻页', limit: 2 })
    const second = await list({ search: '翻页', limit: 2, cursor: first.next })
    const third = await list({ search: '翻页', limit: 2, cursor: second.next })
    const seen = [first, second, third].flatMap(({ items }) => items.map(({ number }) => number))
    expect(seen).toEqual([104, 103, 102, 101, 100].map(numbers))
    expect(third.next).toBeNull()
    const large = await list({ search: seller, minFen: 30_000, maxFen: 40_000 })
    expect(large.items.map(({ totalFen }) => totalFen)).toEqual([40_000, 30_000])
    expect((await list({ search: seller, issuedFrom: '2026-11-21' })).items).toEqual([])
    expect((await list({ search: seller, kind: 'rail' })).items).toEqual([])
    expect((await list({ search: numbers(103) })).items).toHaveLength(1)
  })
})
