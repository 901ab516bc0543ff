import type { CaptureView, ReceivedDetail, UploadView } from '@piaoma/shared/contract'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { createWorker } from '../jobs'
import { mountPool } from '../pool/routes'
import { captureDeps, fileThatSays, madeUpReader, type Says } from '../test/capture'
import { describeOnDatabases } from '../test/databases'
import { createTestGround, type TestGround } from '../test/ground'
import { buildMerchant, buildPerson, type SignedIn, signInAs } from '../test/merchant'
import { startTestServer, type TestServer } from '../test/server'
import { captureJobs, mountCapture } from '.'
import { captureEntity, receivedFileEntity, receivedInvoiceEntity } from './entity'

const NUMBER = '26312000001234567890'
const FORMATS: Says[] = [
  { type: 'xml', source: 'xml', number: NUMBER },
  { type: 'ofd', source: 'ofd', number: NUMBER },
  { type: 'pdf', source: 'pdf', number: NUMBER },
  { type: 'png', source: 'qr', number: NUMBER },
  { type: 'jpeg', source: 'ocr', number: NUMBER, sellerName: '杭州侧试餐饮有限公司', confidence: 0.7 },
]

describeOnDatabases('taking in received invoices', (open) => {
  let ground: TestGround
  let merchantId: string
  let xiaoli: SignedIn
  let xiaowang: SignedIn
  let finance: SignedIn
  beforeAll(async () => {
    ground = createTestGround(await open())
    const merchant = await buildMerchant(ground)
    merchantId = merchant.merchantId
    xiaoli = await buildPerson(ground, merchantId, 'employee')
    xiaowang = await buildPerson(ground, merchantId, 'employee')
    finance = await buildPerson(ground, merchantId, 'finance')
  })

  const closing: (() => Promise<unknown>)[] = []
  afterEach(async () => {
    for (const close of closing.splice(0)) await close()
    for (const entity of [captureEntity, receivedFileEntity, receivedInvoiceEntity]) {
      await ground.db.manager.deleteAll(entity)
    }
  })

  async function start(reader = madeUpReader()) {
    const deps = captureDeps(ground, reader)
    const server = await startTestServer(ground, (guard) => {
      mountCapture(guard, deps)
      mountPool(guard, ground)
    })
    closing.push(() => server.close())
    return { server, reader, deps, worker: createWorker(ground, captureJobs(deps)) }
  }

  let keys = 0
  const send = async (
    server: TestServer,
    person: SignedIn,
    files: { name: string; bytes: Uint8Array }[],
    options: { key?: string; source?: string } = {},
  ) => {
    keys += 1
    const form = new FormData()
    for (const { name, bytes } of files) form.append('file', new Blob([new Uint8Array(bytes)]), name)
    if (options.source) form.append('source', options.source)
    const headers = {
      authorization: `Bearer ${person.token}`,
      'idempotency-key': options.key ?? `capture-key-${keys}`,
    }
    return server.fetch('/api/v1/merchant/captures', { method: 'POST', headers, body: form })
  }
  const sent = async (...input: Parameters<typeof send>): Promise<UploadView> => {
    const answer = await send(...input)
    expect(answer.status).toBe(202)
    return (await answer.json()) as UploadView
  }
  const uploaded = (server: TestServer, person: SignedIn, id: string) =>
    server.client(person.token)('GET /api/v1/merchant/uploads/:id', { params: { id } })
  const only = (captures: CaptureView[]): CaptureView => {
    const [first, ...others] = captures
    if (!first || others.length > 0) throw new Error(`${captures.length} captures instead of one`)
    return first
  }
  const detail = (server: TestServer, person: SignedIn, id: string): Promise<ReceivedDetail> =>
    server.client(person.token)('GET /api/v1/merchant/received-invoices/:id', { params: { id } })

  test('answers at once, keeps the bytes and reads them afterwards', async () => {
    const { server, worker } = await start()
    const bytes = fileThatSays({ type: 'pdf', source: 'pdf', number: NUMBER })
    const upload = await sent(server, xiaoli, [{ name: '十一月 餐费.pdf', bytes }], { source: 'chat' })
    expect(only(upload.captures)).toMatchObject({
      status: 'queued',
      source: 'chat',
      fileName: '十一月 餐费.pdf',
      fileType: 'pdf',
    })
    expect(upload.isDone).toBe(false)
    await worker.drain()
    const done = await uploaded(server, xiaoli, upload.id)
    const capture = only(done.captures)
    expect(done.isDone).toBe(true)
    expect(capture).toMatchObject({
      status: 'read',
      progress: 100,
      invoice: { number: NUMBER },
    })
    expect(capture.duplicate).toBeUndefined()
    const file = await server.fetch(`/api/v1/merchant/captures/${capture.id}/file`, {
      headers: { authorization: `Bearer ${xiaoli.token}` },
    })
    expect(new Uint8Array(await file.arrayBuffer())).toEqual(bytes)
    expect(file.headers.get('content-disposition')).toContain(encodeURIComponent('十一月 餐费.pdf'))
  })

  test('the same request twice is one upload; the key with other files is refused', async () => {
    const { server } = await start()
    const files = [{ name: 'a.pdf', bytes: fileThatSays({ type: 'pdf', source: 'pdf', number: NUMBER }) }]
    const first = await sent(server, xiaoli, files, { key: 'one-key-0001' })
    const again = await send(server, xiaoli, files, { key: 'one-key-0001' })
    expect(again.headers.get('idempotent-replayed')).toBe('true')
    expect(((await again.json()) as UploadView).id).toBe(first.id)
    expect(await ground.db.manager.countBy(captureEntity, { merchantId })).toBe(1)
    const other = [
      { name: 'a.pdf', bytes: fileThatSays({ type: 'pdf', source: 'pdf', number: '26312000009999999999' }) },
    ]
    expect((await send(server, xiaoli, other, { key: 'one-key-0001' })).status).toBe(422)
  })

  test('refuses no file, too many files, a wrong source and what is no form', async () => {
    const { server } = await start()
    const code = async (answer: Response) => ((await answer.json()) as { code: string }).code
    const file = (index: number) => ({
      name: `${index}`,
      bytes: fileThatSays({ type: 'pdf', source: 'pdf', salt: `${index}` }),
    })
    expect(await code(await send(server, xiaoli, []))).toBe('capture.no_file')
    const many = Array.from({ length: 21 }, (_, index) => file(index))
    expect(await code(await send(server, xiaoli, many))).toBe('capture.too_many_files')
    expect(await code(await send(server, xiaoli, [file(1)], { source: 'mail' }))).toBe('request.invalid')
    const large = [{ name: 'large', bytes: new Uint8Array(20 * 1024 * 1024 + 1) }]
    expect(await code(await send(server, xiaoli, large))).toBe('request.too_large')
    const headers = { authorization: `Bearer ${xiaoli.token}`, 'idempotency-key': 'no-form-0001' }
    const bare = await server.fetch('/api/v1/merchant/captures', { method: 'POST', headers, body: 'text' })
    expect(await code(bare)).toBe('request.unsupported_type')
    expect(await ground.db.manager.countBy(captureEntity, { merchantId })).toBe(0)
  })

  test('one invoice fifty times at once in five formats is one row of the pool with fifty attempts', async () => {
    const { server, reader, deps, worker } = await start()
    // A second process works on the same database.
    const other = createWorker(ground, captureJobs(deps))
    const uploads = Promise.all(
      Array.from({ length: 50 }, (_, index) => {
        const says = FORMATS[index % FORMATS.length] as Says
        return sent(server, index % 2 ? xiaoli : xiaowang, [{ name: `${index}`, bytes: fileThatSays(says) }])
      }),
    )
    await Promise.all([uploads, worker.drain(), other.drain()])
    await Promise.all([worker.drain(), other.drain()])
    const attempts = await ground.db.manager.findBy(captureEntity, { merchantId })
    const pool = await ground.db.manager.findBy(receivedInvoiceEntity, { merchantId })
    expect(pool).toHaveLength(1)
    expect(attempts).toHaveLength(50)
    expect(await ground.db.manager.countBy(receivedFileEntity, { merchantId })).toBe(5)
    expect(
      attempts.filter((each) => each.status === 'read' && each.receivedInvoiceId === pool[0]?.id),
    ).toHaveLength(50)
    expect(attempts.filter((each) => !each.isDuplicate)).toHaveLength(1)
    expect(reader.reads).toBeLessThanOrEqual(10)
    const view = await detail(server, finance, pool[0]?.id ?? '')
    expect(view.attempts).toBe(50)
    expect(view.originals).toHaveLength(5)
    expect(view.originals.slice(0, 3).map(({ type, isLeading }) => [type, isLeading])).toEqual([
      ['xml', true],
      ['ofd', false],
      ['pdf', false],
    ])
    expect(view.fields.sellerName).toMatchObject({ value: '杭州测试餐饮有限公司', source: 'xml' })
  })

  test('bytes that were read before are known at once, and the second person is told who was first', async () => {
    const { server, reader, worker } = await start()
    const files = [{ name: 'a.xml', bytes: fileThatSays(FORMATS[0] as Says) }]
    await sent(server, xiaoli, files)
    await worker.drain()
    const again = only((await sent(server, xiaowang, files)).captures)
    expect(again).toMatchObject({
      status: 'read',
      duplicate: { isMine: false, personName: expect.stringContaining('employee') },
    })
    expect(only((await sent(server, xiaoli, files)).captures).duplicate).toMatchObject({ isMine: true })
    expect(reader.reads).toBe(1)
  })

  test('a zip and a file of several invoices fan out under one upload', async () => {
    const { server, worker } = await start()
    const member = (number: string): Says => ({ type: 'pdf', source: 'pdf', number })
    const zip = fileThatSays({ type: 'zip', source: 'pdf' }, member('26312000000000000001'), {
      type: 'other',
      source: 'pdf',
    })
    const several = fileThatSays(member('26312000000000000002'), member('26312000000000000003'))
    const upload = await sent(server, xiaoli, [
      { name: '报销.zip', bytes: zip },
      { name: '两张.pdf', bytes: several },
    ])
    await worker.drain()
    const done = await uploaded(server, xiaoli, upload.id)
    const byStatus = (status: string) => done.captures.filter((each) => each.status === status)
    expect(done.isDone).toBe(true)
    expect(byStatus('split').map(({ fileName }) => fileName)).toEqual(['报销.zip'])
    expect(byStatus('unread')).toMatchObject([{ source: 'zip_member', reason: { code: 'not_invoice' } }])
    expect(
      byStatus('read')
        .map(({ invoice }) => invoice?.number?.slice(-1))
        .sort(),
    ).toEqual(['1', '2', '3'])
    const [parent] = byStatus('split')
    expect(done.captures.filter(({ parentId }) => parentId === parent?.id)).toHaveLength(2)
    // The same archive again: its files are known, whatever the archive is called.
    const again = await sent(server, xiaowang, [{ name: 'x.zip', bytes: zip }])
    await worker.drain()
    const second = await uploaded(server, xiaowang, again.id)
    expect(second.captures.filter(({ duplicate }) => duplicate)).toHaveLength(1)
  })

  test('a scanned code is taken in like a file; one of something else says so', async () => {
    const { server, worker } = await start()
    const client = server.client(xiaoli.token)
    const scan = (qr: string, idempotencyKey: string) =>
      client('POST /api/v1/merchant/captures/scans', { body: { qr }, idempotencyKey })
    const good = await scan(`01,32,,${NUMBER},106.00,20261120,,`, 'scan-key-0001')
    const other = await scan('https://qr.example.test/pay', 'scan-key-0002')
    await worker.drain()
    expect(only((await uploaded(server, xiaoli, good.id)).captures)).toMatchObject({
      status: 'read',
      source: 'scan',
      invoice: { number: NUMBER, totalFen: 10_600, issuedOn: '2026-11-20' },
    })
    expect(only((await uploaded(server, xiaoli, other.id)).captures)).toMatchObject({
      status: 'unread',
      reason: { code: 'other_qr' },
    })
  })

  test('what breaks off three times has failed, is kept, and may be tried again', async () => {
    let isBroken = true
    const { server, worker, reader } = await start(
      madeUpReader(async () => {
        if (isBroken) throw new Error('the reader fell over')
      }),
    )
    const upload = await sent(server, xiaoli, [{ name: 'a', bytes: fileThatSays(FORMATS[2] as Says) }])
    for (let round = 0; round < 4; round++) {
      await worker.drain()
      ground.clock.advance(60_000)
    }
    const failed = only((await uploaded(server, xiaoli, upload.id)).captures)
    expect(failed).toMatchObject({
      status: 'failed',
      reason: { code: 'reading_broke_off' },
      actions: ['retry'],
    })
    expect(reader.reads).toBe(3)
    isBroken = false
    const client = server.client(xiaoli.token)
    await client('POST /api/v1/merchant/captures/:id/retry', { params: { id: failed.id } })
    await worker.drain()
    expect(only((await uploaded(server, xiaoli, upload.id)).captures).status).toBe('read')
  })

  test('streams the progress of an upload until it is read', async () => {
    const { server, worker } = await start()
    const upload = await sent(server, xiaoli, [{ name: 'a', bytes: fileThatSays(FORMATS[0] as Says) }])
    const stream = await server.fetch(`/api/v1/merchant/uploads/${upload.id}/events`, {
      headers: { authorization: `Bearer ${xiaoli.token}` },
    })
    await worker.drain()
    const events = (await stream.text()).match(/^data: .*$/gm) ?? []
    const views = events.map((line) => JSON.parse(line.slice(6)) as UploadView)
    expect(views.at(-1)).toMatchObject({ isDone: true, captures: [{ status: 'read' }] })
  })

  test('an employee sees his own, finance everybody’s', async () => {
    const { server, worker } = await start()
    const numbers = ['26312000000000000011', '26312000000000000012'] as const
    const upload = async (person: SignedIn, number: string) => {
      const bytes = fileThatSays({ type: 'pdf', source: 'pdf', number })
      return only((await sent(server, person, [{ name: 'a', bytes }])).captures).id
    }
    const mine = await upload(xiaoli, numbers[0])
    const his = await upload(xiaowang, numbers[1])
    await worker.drain()
    const list = async (person: SignedIn) => {
      const { items } = await server.client(person.token)('GET /api/v1/merchant/received-invoices', {})
      return items.map(({ number }) => number)
    }
    expect(await list(xiaoli)).toEqual([numbers[0]])
    expect((await list(finance)).sort()).toEqual([...numbers])
    const attempt = (person: SignedIn, id: string) =>
      server.client(person.token)('GET /api/v1/merchant/captures/:id', { params: { id } })
    await expect(attempt(xiaoli, his)).rejects.toMatchObject({ problem: { code: 'resource.not_found' } })
    expect((await attempt(finance, mine)).id).toBe(mine)
    const stranger = await buildMerchant(ground)
    const token = await signInAs(ground, stranger.ownerId, stranger.merchantId)
    await expect(attempt({ ...finance, token }, mine)).rejects.toMatchObject({
      problem: { code: 'resource.not_found' },
    })
  })
})
