import { DEFAULT_RULES } from '@piaoma/shared/received-rules'
import type { SheetAction } from '@piaoma/shared/states'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { mountReceipts } from '../../archive'
import { captureJobs, createFileReader, mountCapture, type ReceivedFileReader } from '../../capture'
import { mountWalletPicks, walletPickJobs } from '../../capture/wallet'
import { walletPickEntity } from '../../capture/wallet/entity'
import { renderInvoicePdf } from '../../documents/render-pdf'
import { buildModel } from '../../documents/test-model'
import { createWorker, type Worker } from '../../jobs'
import { alarmEntity } from '../../merchants/entity'
import type { FaultInput } from '../../simulators/wechat/core/faults'
import type { WalletCard } from '../../simulators/wechat/mp/world'
import { captureDeps } from '../../test/capture'
import { describeOnDatabases } from '../../test/databases'
import { createTestClock, createTestGround, type TestGround } from '../../test/ground'
import { buildMerchant, buildPerson } from '../../test/merchant'
import { startTestServer, type TestServer } from '../../test/server'
import { MINIAPP, miniappEnv, putIntoWallet, startTestWechat, type TestWechat } from '../../test/wechat'
import { createMpClient } from '../../wechat/mp'
import { poolJobs } from '../judge-received'
import { mountPool } from '../routes'
import { saveRules } from '../rule-settings'
import { claimJobs } from './drive-claim'

const MEMBER = 'lixiaoyu'
let serial = 0

describeOnDatabases('invoices out of a member’s own card wallet', (open) => {
  let ground: TestGround
  let wechat: TestWechat
  let server: TestServer
  let reader: ReceivedFileReader
  let worker: Worker
  let merchantId: string
  let employee: ReturnType<TestServer['client']>
  let finance: ReturnType<TestServer['client']>

  beforeAll(async () => {
    wechat = await startTestWechat({ isRunning: true })
    const env = { ...miniappEnv(wechat.mpUrl), CHANNEL_TIMEOUT_MS: '1000' }
    ground = createTestGround(await open(), { env, clock: createTestClock(Date.now()) })
    reader = createFileReader()
    const mp = createMpClient(ground, { baseUrl: wechat.mpUrl, timeoutMs: 1_000 })
    const deps = { ...captureDeps(ground, reader), mp }
    server = await startTestServer(ground, (guard) => {
      mountCapture(guard, deps)
      mountWalletPicks(guard, deps)
      mountPool(guard, ground)
      mountReceipts(guard, deps)
    })
    const kinds = [captureJobs(deps), walletPickJobs(deps), poolJobs(ground), claimJobs(deps)]
    worker = createWorker(ground, Object.assign({}, ...kinds))
    ;({ merchantId } = await buildMerchant(ground))
    employee = server.client((await buildPerson(ground, merchantId, 'employee')).token)
    finance = server.client((await buildPerson(ground, merchantId, 'finance')).token)
    const { buyer } = buildModel()
    const titles = [{ name: buyer.name, taxpayerId: buyer.taxpayerId ?? '' }]
    const rules = { ...DEFAULT_RULES, titles, levels: { ...DEFAULT_RULES.levels, age: 'off' as const } }
    await saveRules(ground, { merchantId, actor: 'system' }, rules)
  })
  afterAll(async () => {
    await server.close()
    await reader.close()
    await wechat.close()
  })

  /** An invoice that its seller's platform has put into the member's wallet. */
  async function inWallet(hasPdf = false): Promise<string> {
    serial += 1
    const number = `264400000000${String(serial).padStart(8, '0')}`
    const model = buildModel({ number })
    await putIntoWallet(wechat, MEMBER, model, hasPdf ? await renderInvoicePdf(model) : undefined)
    return number
  }
  const cards = async (numbers: string[]) => {
    const { cards: all } = await wechat.control.call<{ cards: WalletCard[] }>(
      'GET',
      `/mp/people/${MEMBER}/wallet`,
    )
    return numbers.map((number) => all.find(({ invoice }) => invoice.billing_no === number))
  }
  const states = async (numbers: string[]) =>
    (await cards(numbers)).map((card) => card?.status.replace('INVOICE_REIMBURSE_', ''))
  const fate = (number: string, what: string) => wechat.person(MEMBER, 'fates', { number, fate: what })
  /** `wx.chooseInvoice` as the mini-program sends it on. */
  async function choose(numbers: string[]) {
    const { invoices } = await wechat.person<{ invoices: { card_id: string; encrypt_code: string }[] }>(
      MEMBER,
      'choose-invoices',
      { appid: MINIAPP.appid },
    )
    const wanted = (await cards(numbers)).map((card) => card?.cardId)
    return invoices
      .filter(({ card_id: id }) => wanted.includes(id))
      .map(({ card_id: cardId, encrypt_code: encryptCode }) => ({ cardId, encryptCode }))
  }
  const pick = async (numbers: string[]) => {
    const items = await choose(numbers)
    return employee('POST /api/v1/merchant/wechat/picked-invoices', { body: { items } })
  }
  const invoicesOf = async (uploadId: string | undefined) => {
    const upload = await employee('GET /api/v1/merchant/uploads/:id', { params: { id: uploadId ?? '' } })
    return upload.captures
  }
  /** A sheet with freshly picked invoices on it. */
  async function sheetOf(numbers: string[]): Promise<string> {
    const { uploadId } = await pick(numbers)
    await worker.drain()
    const invoiceIds = (await invoicesOf(uploadId)).flatMap(({ invoice }) => invoice?.id ?? [])
    serial += 1
    const body = { title: '卡包里的发票', invoiceIds }
    return (
      await employee('POST /api/v1/merchant/sheets', { body, idempotencyKey: `sheet-of-wallet-${serial}` })
    ).id
  }
  async function act(who: typeof employee, id: string, action: SheetAction) {
    const params = { id }
    const { version } = await who('GET /api/v1/merchant/sheets/:id', { params })
    const body = { action, version, ...(action === 'return' ? { reason: '请补充' } : {}) }
    return who('POST /api/v1/merchant/sheets/:id/actions', { params, body })
  }
  const fault = (spec: FaultInput) => wechat.control.call('POST', '/fault', spec)
  const alarms = async () =>
    (await ground.db.manager.findBy(alarmEntity, { merchantId })).map(({ kind }) => kind)

  test('what is picked is in the pool by what WeChat told of it, with its PDF as the leading original', async () => {
    const number = await inWallet(true)
    const { uploadId, items } = await pick([number])
    expect(items).toEqual([{ number, totalFen: 20_000, isTaken: true }])
    await worker.drain()
    ground.clock.advance(1_000)
    await worker.drain()
    const captures = await invoicesOf(uploadId)
    expect(captures.map(({ fileType, status, duplicate }) => [fileType, status, duplicate])).toEqual([
      ['wallet', 'read', undefined],
      ['pdf', 'read', undefined],
    ])
    const id = captures[0]?.invoice?.id ?? ''
    const view = await employee('GET /api/v1/merchant/received-invoices/:id', { params: { id } })
    expect(view).toMatchObject({
      kind: 'digital_normal',
      number,
      totalFen: 20_000,
      buyerName: '杭州示例科技有限责任公司',
    })
    expect(view.originals.map(({ type, source }) => [type, source])).toEqual([
      ['pdf', 'wallet'],
      ['wallet', 'wallet'],
    ])
    expect(view.fields.totalFen?.source).toBe('pdf')
    // Picked once more: kept as another attempt, and said to be one.
    const again = await pick([number])
    await worker.drain()
    const [repeated] = await invoicesOf(again.uploadId)
    expect(repeated).toMatchObject({ duplicate: { isMine: true }, invoice: { id } })
    expect(JSON.stringify(view)).not.toContain('encrypt')
  })

  test('what is claimed elsewhere, paid or voided is refused one by one, and the rest is taken', async () => {
    const numbers = [await inWallet(), await inWallet(), await inWallet(), await inWallet()]
    const items = await choose(numbers)
    await fate(numbers[1] ?? '', 'locked_elsewhere')
    await fate(numbers[2] ?? '', 'closed_elsewhere')
    await fate(numbers[3] ?? '', 'cancelled')
    const answer = await employee('POST /api/v1/merchant/wechat/picked-invoices', { body: { items } })
    expect(answer.items.map(({ isTaken, problem }) => [isTaken, problem?.code])).toEqual([
      [true, undefined],
      [false, 'wallet_locked'],
      [false, 'wallet_closed'],
      [false, 'wallet_cancelled'],
    ])
    await expect(
      employee('POST /api/v1/merchant/wechat/picked-invoices', {
        body: { items: [{ cardId: items[0]?.cardId ?? '', encryptCode: 'of another app' }] },
      }),
    ).rejects.toMatchObject({ problem: { code: 'wechat.code_invalid' } })
  })

  test('a submitted sheet locks, a returned one releases, a paid one closes; payment waits for the lock', async () => {
    const numbers = [await inWallet(), await inWallet()]
    const id = await sheetOf(numbers)
    await act(employee, id, 'submit')
    await worker.drain()
    expect(await states(numbers)).toEqual(['LOCK', 'LOCK'])
    await act(finance, id, 'return')
    await worker.drain()
    expect(await states(numbers)).toEqual(['INIT', 'INIT'])
    await act(employee, id, 'submit')
    await act(finance, id, 'approve')
    await expect(act(finance, id, 'pay')).rejects.toMatchObject({ problem: { code: 'sheet.wallet_pending' } })
    await worker.drain()
    await act(finance, id, 'pay')
    await worker.drain()
    expect(await states(numbers)).toEqual(['CLOSURE', 'CLOSURE'])
    const rows = await ground.db.manager.findBy(walletPickEntity, { merchantId })
    expect(rows.filter(({ status }) => status === 'closed')).toHaveLength(2)
    expect(JSON.stringify(rows)).not.toContain((await choose([]))[0]?.encryptCode ?? 'no such thing')
  })

  test.each([
    ['the answer is lost after WeChat has locked', 'after', 'LOCK'],
    ['the call is lost before WeChat has locked', 'before', 'INIT'],
  ] as const)('%s: WeChat is asked, and locks once', async (_, when, before) => {
    const numbers = [await inWallet(), await inWallet()]
    const id = await sheetOf(numbers)
    await fault({ kind: 'reset', when, side: 'mp', path: '/updatestatusbatch', times: 1 })
    await act(employee, id, 'submit')
    await worker.drain()
    expect(await states(numbers)).toEqual([before, before])
    for (let round = 0; round < 3; round++) {
      ground.clock.advance(2_500)
      await worker.drain()
    }
    expect(await states(numbers)).toEqual(['LOCK', 'LOCK'])
    // Nothing was sent that WeChat had to refuse.
    const { unexpected } = await wechat.control.journal()
    expect(unexpected.filter(({ path }) => path.endsWith('/updatestatusbatch'))).toEqual([])
    const rows = await ground.db.manager.findBy(walletPickEntity, { merchantId, status: 'locked' })
    expect(rows.length).toBeGreaterThanOrEqual(2)
    await act(finance, id, 'return')
    await worker.drain()
    expect(await states(numbers)).toEqual(['INIT', 'INIT'])
  })

  test('one that its seller has voided: none is locked, people are told, and the sheet is not approved', async () => {
    const numbers = [await inWallet(), await inWallet()]
    const id = await sheetOf(numbers)
    await fate(numbers[1] ?? '', 'cancelled')
    await wechat.control.expectRefusal({ path: '/updatestatusbatch', code: '72060' })
    await act(employee, id, 'submit')
    await worker.drain()
    expect(await states(numbers)).toEqual(['INIT', 'CANCEL'])
    expect(await alarms()).toContain('wallet_pick_gone')
    await expect(act(finance, id, 'approve')).rejects.toMatchObject({
      problem: { code: 'sheet.invoice_blocked' },
    })
    await act(finance, id, 'return')
    await worker.drain()
    expect(await states(numbers)).toEqual(['INIT', 'CANCEL'])
  })
})
