import type { ReceivedValues } from '@piaoma/shared/received'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { ReceivedInvoiceRow } from '../capture/entity'
import { createWorker, type Worker } from '../jobs'
import { jobEntity } from '../jobs/entity'
import { alarmEntity } from '../merchants/entity'
import { verificationControl } from '../simulators/verification/client'
import type { FactInput } from '../simulators/verification/desk'
import { type RunningVerificationServices, startVerificationServices } from '../simulators/verification/start'
import { describeOnDatabases } from '../test/databases'
import { createTestGround, type TestGround } from '../test/ground'
import { buildMerchant, buildPerson } from '../test/merchant'
import { buildReceived, type NewReceived, PRINTED, received } from '../test/received'
import { saveAccount } from './account'
import { type VerificationAttemptRow, verificationAttemptEntity } from './entity'
import { createVerifiers, verificationJobs } from './index'
import { enqueueRechecks } from './recheck'
import { reopenVerification, requestVerification } from './request-verification'
import type { TokenStore } from './verifier'

const TOKEN = 'control'
const SECRET = 'planted-verification-secret'
const DAY_MS = 86_400_000

describeOnDatabases('verification of received invoices', (open) => {
  let ground: TestGround
  let worker: Worker
  let services: RunningVerificationServices
  let control: ReturnType<typeof verificationControl>
  let merchantId: string
  let personId: string
  let actor: string

  beforeAll(async () => {
    ground = createTestGround(await open(), { env: { CHANNEL_TIMEOUT_MS: '300' } })
    services = await startVerificationServices({ controlToken: TOKEN, now: () => ground.clock.now() })
    control = verificationControl(services.url, TOKEN)
    await control.putSecrets({ id: SECRET })
    worker = createWorker(ground, verificationJobs(ground, createVerifiers(ground, memoryTokens())))
  })
  beforeEach(async () => {
    await control.clearFaults()
    await ground.db.manager.clear(jobEntity)
    ;({ merchantId } = await buildMerchant(ground))
    personId = (await buildPerson(ground, merchantId, 'employee')).userId
    actor = `user:${personId}`
    const account = { provider: 'tencent' as const, url: services.url, appKey: 'id', appSecret: SECRET }
    await saveAccount(ground, { merchantId, actor }, account)
  })
  afterAll(() => services.close())

  const verifiers = () => createVerifiers(ground, memoryTokens())
  const build = (given: Partial<NewReceived> = {}) =>
    buildReceived(ground, merchantId, { personId, ...given })
  /** An invoice that the tax side has as it is printed, but for `change`. */
  const known = async (given: Partial<NewReceived> = {}, change: Partial<FactInput> = {}) => {
    const row = await build(given)
    await control.putFacts([
      {
        ...PRINTED,
        kind: row.kind,
        number: row.number ?? '',
        ...(row.code === null ? {} : { code: row.code }),
        ...(row.checkCode === null ? {} : { checkCode: row.checkCode }),
        issuedOn: row.issuedOn ?? '',
        ...change,
      },
    ])
    return row
  }
  const ask = (row: ReceivedInvoiceRow) =>
    ground.db.transaction((tx) => requestVerification(ground, tx, { merchantId, id: row.id, actor }))
  const refusal = (row: ReceivedInvoiceRow) =>
    ask(row).then(
      () => 'asked',
      (error: { code?: string }) => error.code,
    )
  const verify = async (row: ReceivedInvoiceRow) => {
    await ask(row)
    // Past the pause between two questions of one account.
    ground.clock.advance(1_000)
    await worker.drain()
    return received(ground, row.id)
  }
  const attempts = (row: ReceivedInvoiceRow): Promise<VerificationAttemptRow[]> =>
    ground.db.manager.find(verificationAttemptEntity, {
      where: { receivedInvoiceId: row.id },
      order: { id: 'ASC' },
    })
  const retype = async (row: ReceivedInvoiceRow, values: Partial<ReceivedValues>) => {
    const { reading } = await received(ground, row.id)
    const typed = Object.entries(values).map(([name, value]) => [
      name,
      { value, confidence: 1, source: 'person' },
    ])
    const fields = { ...reading.fields, ...Object.fromEntries(typed) }
    await ground.db.manager.update(
      'received_invoice',
      { id: row.id },
      { reading: { ...reading, fields }, ...values },
    )
  }
  const later = (ms: number) => {
    ground.clock.advance(ms)
    return worker.drain()
  }
  const alarms = () => ground.db.manager.findBy(alarmEntity, { merchantId })

  test('a good invoice is verified, the tax side’s values enter the reading as checked, and the question is kept', async () => {
    const row = await known({ values: { sellerName: '杭州示例料技有限公司' } })
    const after = await verify(row)
    expect(after).toMatchObject({ verificationStatus: 'verified', verifiedAt: ground.clock.now() })
    expect(after.reading.fields.sellerName).toMatchObject({ value: PRINTED.sellerName, source: 'checked' })
    expect(after.sellerName).toBe(PRINTED.sellerName)
    const [attempt] = await attempts(row)
    expect(attempt).toMatchObject({
      outcome: 'found',
      nth: 1,
      reason: 'person',
      actor,
      question: { kind: 'digital_normal', number: row.number, totalFen: 10_000 },
      differences: [{ field: 'sellerName', read: '杭州示例料技有限公司', checked: PRINTED.sellerName }],
    })
    expect(JSON.stringify(attempt)).not.toContain(SECRET)
    expect(ground.logLines.join('\n')).not.toContain(SECRET)
  })

  test('what is verified is not asked again', async () => {
    const row = await known()
    await verify(row)
    await verify(row)
    expect(await attempts(row)).toHaveLength(1)
  })

  test('a mismatch is not sent again with the same values; a corrected one is, until five tries are used', async () => {
    const row = await known({ values: { totalFen: 1 } })
    expect(await verify(row)).toMatchObject({ verificationStatus: 'mismatch' })
    expect(await refusal(row)).toBe('verification.same_question')
    for (const totalFen of [2, 3, 4, 5]) {
      await retype(row, { totalFen })
      expect((await verify(row)).verificationStatus).toBe('mismatch')
    }
    await retype(row, { totalFen: 10_000 })
    expect(await refusal(row)).toBe('verification.no_tries_left')
    ground.clock.advance(DAY_MS)
    expect((await verify(row)).verificationStatus).toBe('verified')
    expect((await attempts(row)).map(({ nth }) => nth)).toEqual([1, 2, 3, 4, 5, 1])
  })

  test('doubtful and missing values are asked for before a try is spent', async () => {
    const doubtful = await build({ reading: { doubtful: ['totalFen'] } })
    const missing = await build({
      kind: 'electronic_normal',
      values: { code: '031002600111', number: '12345678' },
    })
    expect(await refusal(doubtful)).toBe('verification.incomplete')
    expect(await refusal(missing)).toBe('verification.incomplete')
    expect(await attempts(doubtful)).toEqual([])
  })

  test('kinds that nobody verifies say so; without an account nothing is asked', async () => {
    expect((await verify(await build({ kind: 'taxi' }))).verificationStatus).toBe('not_possible')
    const other = await buildMerchant(ground)
    const row = await buildReceived(ground, other.merchantId, { personId })
    const asked = ground.db.transaction((tx) =>
      requestVerification(ground, tx, { merchantId: other.merchantId, id: row.id, actor }),
    )
    await expect(asked).rejects.toMatchObject({ code: 'verification.not_configured' })
  })

  test.each([
    ['voided', 'voided'],
    ['reversed', 'reversed'],
    ['partly_reversed', 'reversed'],
  ] as const)('a %s invoice is worthless for ever', async (state, status) => {
    const row = await known({}, { state })
    expect((await verify(row)).verificationStatus).toBe(status)
    expect(await refusal(row)).toBe('resource.conflict')
  })

  test('no record is believed of an old invoice, and asked again the next day of a new one', async () => {
    const old = await build({ values: { issuedOn: '2026-10-01' } })
    expect((await verify(old)).verificationStatus).toBe('no_record')
    const today = new Date(ground.clock.now() + 8 * 3_600_000).toISOString().slice(0, 10)
    const fresh = await build({ values: { issuedOn: today } })
    expect((await verify(fresh)).verificationStatus).toBe('asking')
    await control.putFacts([
      { ...PRINTED, issuedOn: today, kind: 'digital_normal', number: fresh.number ?? '' },
    ])
    await later(1.5 * DAY_MS)
    expect((await received(ground, fresh.id)).verificationStatus).toBe('verified')
  })

  test('a 普票 of today waits for tomorrow without a question', async () => {
    const issuedOn = new Date(ground.clock.now() + 8 * 3_600_000).toISOString().slice(0, 10)
    const values = { code: '031002600111', number: '87654321', checkCode: '12345678901234567890', issuedOn }
    const row = await known({ kind: 'electronic_normal', values })
    expect((await verify(row)).verificationStatus).toBe('asking')
    expect(await attempts(row)).toEqual([])
    await later(1.5 * DAY_MS)
    expect((await received(ground, row.id)).verificationStatus).toBe('verified')
  })

  test.each([
    'silence_before',
    'silence_after',
    'reset',
    'page',
    'error_page',
  ] as const)('%s: the question counts as a try, and is asked again by itself', async (kind) => {
    const row = await known()
    await control.addFault({ kind })
    expect((await verify(row)).verificationStatus).toBe('asking')
    expect((await attempts(row)).map(({ outcome, nth }) => [outcome, nth])).toEqual([['unknown', 1]])
    await later(60_000)
    expect((await received(ground, row.id)).verificationStatus).toBe('verified')
  })

  test('busy costs no try; the limit of the service waits for tomorrow', async () => {
    const busy = await known()
    await control.addFault({ kind: 'busy' })
    await verify(busy)
    expect((await attempts(busy)).map(({ outcome, nth }) => [outcome, nth])).toEqual([['busy', null]])
    await later(60_000)
    expect((await received(ground, busy.id)).verificationStatus).toBe('verified')
    const limited = await known()
    await control.addFault({ kind: 'limit' })
    await verify(limited)
    await later(3_600_000)
    expect(await attempts(limited)).toHaveLength(1)
    await later(1.5 * DAY_MS)
    expect((await received(ground, limited.id)).verificationStatus).toBe('verified')
  })

  test('a refused account raises an alarm and leaves the invoice to be asked about later', async () => {
    await saveAccount(
      ground,
      { merchantId, actor },
      { provider: 'tencent', url: services.url, appKey: 'id', appSecret: 'wrong' },
    )
    expect((await verify(await known())).verificationStatus).toBe('unverified')
    expect(await alarms()).toMatchObject([{ kind: 'verification_denied' }])
  })

  test('a process that died while asking: the lost question counts, and it is asked again', async () => {
    const row = await known()
    await ask(row)
    const lost = {
      id: ground.ids.ulid(),
      merchantId,
      receivedInvoiceId: row.id,
      identityKey: row.identityKey ?? '',
    }
    await ground.db.manager.insert(verificationAttemptEntity, {
      ...lost,
      provider: 'tencent',
      reason: 'person',
      actor,
      day: new Date(ground.clock.now() + 8 * 3_600_000).toISOString().slice(0, 10),
      nth: 1,
      question: { kind: row.kind, number: row.number ?? '', issuedOn: row.issuedOn ?? '', totalFen: 10_000 },
      askedAt: ground.clock.now(),
    })
    await worker.drain()
    expect((await attempts(row)).map(({ outcome }) => outcome)).toEqual([null])
    await later(60_000)
    expect((await attempts(row)).map(({ outcome, nth }) => [outcome, nth])).toEqual([
      ['unknown', 1],
      ['found', 2],
    ])
  })

  test('a good invoice that is reversed later is found by the nightly re-check, with an alarm that names who claimed it', async () => {
    const row = await known()
    await verify(row)
    await enqueueRechecks(ground)
    expect(await ground.db.manager.countBy(jobEntity, { subject: row.id })).toBe(0)
    await control.putFacts([
      { ...PRINTED, kind: 'digital_normal', number: row.number ?? '', state: 'reversed' },
    ])
    ground.clock.advance(1.3 * DAY_MS)
    const taken = await Promise.all([enqueueRechecks(ground), enqueueRechecks(ground)])
    expect(taken.reduce((a, b) => a + b)).toBeGreaterThanOrEqual(1)
    expect(await ground.db.manager.countBy(jobEntity, { subject: row.id })).toBe(1)
    await later(1_000)
    await later(1_000)
    expect((await received(ground, row.id)).verificationStatus).toBe('reversed')
    expect((await attempts(row)).map(({ reason }) => reason)).toEqual(['person', 'recheck'])
    const [alarm] = await alarms()
    expect(alarm).toMatchObject({ kind: 'received_invoice_reversed', targetId: row.id })
    expect(alarm?.text).toContain(row.number)
    expect(alarm?.text).toMatch(/报销人：employee\d+/)
  })

  test('a good invoice that the tax side later has otherwise is good no more', async () => {
    const row = await known()
    await verify(row)
    await control.putFacts([
      { ...PRINTED, kind: 'digital_normal', number: row.number ?? '', totalFen: 20_000 },
    ])
    ground.clock.advance(1.3 * DAY_MS)
    await enqueueRechecks(ground)
    await later(1_000)
    expect((await received(ground, row.id)).verificationStatus).toBe('mismatch')
    expect(await alarms()).toMatchObject([{ kind: 'received_invoice_changed', targetId: row.id }])
  })

  test('what the tax side said holds for the values it was asked about only', async () => {
    const row = await known()
    const verified = await verify(row)
    const field = (value: string | number) => ({ value, confidence: 1, source: 'person' as const })
    const withField = (name: string, value: string | number) => ({
      ...verified.reading,
      fields: { ...verified.reading.fields, [name]: field(value) },
    })
    const status = async () => (await received(ground, row.id)).verificationStatus
    await reopenVerification(ground.db, verified, withField('remark', '客户招待'))
    expect(await status()).toBe('verified')
    await reopenVerification(ground.db, verified, withField('sellerName', '别家'))
    expect(await received(ground, row.id)).toMatchObject({
      verificationStatus: 'unverified',
      verifiedAt: null,
      recheckAt: null,
    })
    // Corrected while the answer was on its way: asked anew, whatever the answer to the old question was.
    const late = await known()
    await ask(late)
    const sent = verifiers()
    const jobs = verificationJobs(ground, (account) => ({
      pauseMs: 0,
      verify: async (question) => {
        await retype(late, { totalFen: 99_900 })
        return sent(account).verify(question)
      },
    }))
    await createWorker(ground, jobs).drain()
    expect((await attempts(late)).map(({ outcome }) => outcome)).toEqual(['found'])
    expect((await received(ground, late.id)).verificationStatus).toBe('unverified')
  })

  test('ten workers at once spend no more than five tries', async () => {
    const row = await build({ values: { issuedOn: '2026-10-01' } })
    const jobs = verificationJobs(ground, createVerifiers(ground, memoryTokens()))
    const workers = Array.from({ length: 4 }, () => createWorker(ground, jobs))
    for (let i = 0; i < 10; i++) {
      await ground.db.manager.update('received_invoice', { id: row.id }, { verificationStatus: 'unverified' })
      await ask(row)
    }
    for (let round = 0; round < 12; round++) {
      await Promise.all(workers.map((each) => each.drain()))
      await ground.db.manager.update('received_invoice', { id: row.id }, { verificationStatus: 'asking' })
      ground.clock.advance(6_000)
    }
    const spent = (await attempts(row)).filter(({ nth }) => nth !== null)
    expect(spent.map(({ nth }) => nth).sort()).toEqual([1, 2, 3, 4, 5])
  })
})

function memoryTokens(): TokenStore {
  const tokens = new Map<string, { token: string; expiresAt: number }>()
  return {
    get: async (key) => tokens.get(key),
    set: async (key, value) => {
      tokens.set(key, value)
    },
  }
}
