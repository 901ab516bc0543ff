import { spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ReceivedInvoiceRow } from '../capture/entity'
import { migrate } from '../db'
import { createWorker } from '../jobs'
import { verificationControl } from '../simulators/verification/client'
import { type RunningVerificationServices, startVerificationServices } from '../simulators/verification/start'
import { bundleProgram } from '../test/bundle-program'
import { describeOnDatabases } from '../test/databases'
import { createTestGround, type TestGround } from '../test/ground'
import { buildMerchant, buildPerson } from '../test/merchant'
import { ending } from '../test/program'
import { buildReceived, PRINTED, received } from '../test/received'
import { saveAccount } from './account'
import { verificationAttemptEntity } from './entity'
import { createVerifiers, verificationJobs } from './index'
import { requestVerification } from './request-verification'

const TOKEN = 'control'
const DAY_MS = 86_400_000
/** Past the lease of the dead worker's job and past the trust in its question. */
const LATER_MS = 3 * 60_000

let script: string
beforeAll(async () => {
  script = await bundleProgram(fileURLToPath(new URL('./crash-fixture.ts', import.meta.url)))
})
afterAll(() => rmSync(script, { force: true }))

describeOnDatabases('a worker killed while it asks the tax side', (open) => {
  let ground: TestGround
  let database: string
  let services: RunningVerificationServices
  let control: ReturnType<typeof verificationControl>
  let merchantId: string
  let actor: string
  let personId: string
  beforeAll(async () => {
    database = await open.emptyUrl()
    const db = await open.openUrl(database)
    await migrate(db)
    ground = createTestGround(db)
    services = await startVerificationServices({ controlToken: TOKEN, now: () => ground.clock.now() })
    control = verificationControl(services.url, TOKEN)
    await control.putSecrets({ id: 'secret' })
    ;({ merchantId } = await buildMerchant(ground))
    personId = (await buildPerson(ground, merchantId, 'employee')).userId
    actor = `user:${personId}`
    const account = { provider: 'tencent' as const, url: services.url, appKey: 'id', appSecret: 'secret' }
    await saveAccount(ground, { merchantId, actor }, account)
  })
  afterAll(() => services.close())

  /** An invoice that the tax side knows, and that somebody wants to be asked about. */
  async function asked(): Promise<ReceivedInvoiceRow> {
    const row = await buildReceived(ground, merchantId, { personId })
    await control.putFacts([{ ...PRINTED, kind: row.kind, number: row.number ?? '' }])
    await ground.db.transaction((tx) => requestVerification(ground, tx, { merchantId, id: row.id, actor }))
    return row
  }
  /** Asks what is due in a process that is killed on the way. */
  async function die(point: string): Promise<void> {
    const env = { DATABASE: database, CLOCK: String(ground.clock.now()), PIAOMA_CRASH_AT: point }
    const doomed = spawn(process.execPath, [script], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    expect(await ending(doomed)).toBe('SIGKILL')
  }
  /** A worker started anew, so much later. */
  function workLater(ms: number): Promise<void> {
    ground.clock.advance(ms)
    const tokens = { get: async () => undefined, set: async () => undefined }
    return createWorker(ground, verificationJobs(ground, createVerifiers(ground, tokens))).drain()
  }
  const tries = async (row: ReceivedInvoiceRow) => {
    const where = { merchantId, receivedInvoiceId: row.id }
    const attempts = await ground.db.manager.find(verificationAttemptEntity, { where, order: { id: 'ASC' } })
    return attempts.map(({ outcome, nth }) => [outcome, nth])
  }
  const questions = async () => (await control.calls()).tencent

  test.each([
    ['verification.before-call', 0],
    ['verification.after-call', 1],
  ])('at %s: the lost question stays, counts as one try, and the next gets the answer', async (point, sent) => {
    const row = await asked()
    const before = await questions()
    await die(point)
    expect(await questions()).toBe(before + sent)
    expect(await tries(row)).toEqual([[null, 1]])
    expect((await received(ground, row.id)).verificationStatus).toBe('asking')

    for (let start = 0; start < 2; start++) {
      await workLater(LATER_MS)
      expect(await tries(row)).toEqual([
        ['unknown', 1],
        ['found', 2],
      ])
      expect((await received(ground, row.id)).verificationStatus).toBe('verified')
      expect(await questions()).toBe(before + sent + 1)
    }
  })

  test('five lost questions, three of them with the process: nothing more is asked that day, and the next has the answer', async () => {
    const row = await asked()
    const before = await questions()
    await control.addFault({ kind: 'reset', times: 2 })
    for (let nth = 1; nth <= 2; nth++) await workLater(LATER_MS)
    for (const point of ['verification.after-call', 'verification.before-call', 'verification.after-call']) {
      ground.clock.advance(LATER_MS)
      await die(point)
    }
    const lost = [1, 2, 3, 4, 5].map((nth) => ['unknown', nth])
    await workLater(LATER_MS)
    expect(await tries(row)).toEqual(lost)
    expect(await questions()).toBe(before + 4)

    await workLater(DAY_MS)
    expect(await tries(row)).toEqual([...lost, ['found', 1]])
    expect((await received(ground, row.id)).verificationStatus).toBe('verified')
  })
})
