import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import type { CallOutput } from '@piaoma/shared/client'
import { expect, inject } from 'vitest'
import type { Database } from '../db'
import { migrate } from '../db'
import { createApiKey } from '../merchants/manage-keys'
import { bureauControl } from '../simulators/tax-bureau/client'
import type { OpenDatabase } from '../test/databases'
import { createTestClock, createTestGround, type TestGround } from '../test/ground'
import { signInAs } from '../test/merchant'
import { buildIssuingShop, type TestBureau } from '../test/pipeline'
import { applicationBody, DINNER } from '../test/shop'
import { clientOf, http, newKey } from './http-client'
import { eventually, freePort, type Program, startProgram } from './programs'

const CONTROL_TOKEN = 'control-of-the-crash-tests'
/** Of `createTestGround`, so that this process can make merchants for the spawned one. */
const DATA_KEY = '5e'.repeat(32)

/** The outside world in processes of its own. */
export interface Outside {
  bureau: TestBureau & { program: Program; data: string }
  mail: { smtpUrl: string; httpUrl: string }
  close(): Promise<void>
}

export async function startBureauProgram(data: string, env: Record<string, string> = {}) {
  const program = await startProgram('tax-bureau', {
    BUREAU_DATA: data,
    BUREAU_CONTROL_TOKEN: CONTROL_TOKEN,
    BUREAU_TOKEN_RATION: '10000',
    ...env,
  })
  const url = String(program.ready.url)
  const control = bureauControl({ controlUrl: `${url}/control`, controlToken: CONTROL_TOKEN })
  return { program, url, control, data, close: () => program.kill() }
}

export async function startOutside(): Promise<Outside> {
  const folder = mkdtempSync(join(inject('tempFolder'), 'outside-'))
  const [bureau, sink] = await Promise.all([
    startBureauProgram(join(folder, 'bureau')),
    startProgram('mail-sink', { MAIL_SINK_DATA: join(folder, 'mail') }),
  ])
  const mail = { smtpUrl: String(sink.ready.smtpUrl), httpUrl: String(sink.ready.httpUrl) }
  return { bureau, mail, close: async () => void (await Promise.all([bureau.close(), sink.kill()])) }
}

/** A merchant on a database of his own, and the settings of the server that will serve him. */
export interface Scene {
  outside: Outside
  db: Database
  ground: TestGround
  env: Record<string, string>
  baseUrl: string
  taxNum: string
  merchantId: string
  apiKey: string
  ownerToken: string
}

export async function openScene(open: OpenDatabase, outside: Outside): Promise<Scene> {
  const { url, env } = await open.forService()
  const db = await open.openUrl(url, { poolSize: 2 })
  await migrate(db)
  const ground = createTestGround(db, { clock: createTestClock(Date.now()) })
  const shop = await buildIssuingShop(ground, outside.bureau)
  const { merchantId, ownerId, taxNum } = shop
  const port = await freePort()
  const baseUrl = `http://127.0.0.1:${port}`
  return {
    outside,
    db,
    ground,
    taxNum,
    merchantId,
    baseUrl,
    apiKey: (await createApiKey(ground, { merchantId, actor: 'system' }, { name: 'till' })).key,
    ownerToken: await signInAs(ground, ownerId, merchantId),
    env: {
      ...env,
      PORT: String(port),
      HOST: '127.0.0.1',
      PUBLIC_URL: baseUrl,
      DATA_KEY,
      SMTP_URL: outside.mail.smtpUrl,
      RATE_LIMIT_FACTOR: '0',
      WORKER_LEASE_MS: '1000',
      CHANNEL_TIMEOUT_MS: '3000',
      DATABASE_POOL: '5',
      WEBHOOK_PRIVATE_HOSTS: 'on',
      LOG_LEVEL: 'fatal',
    },
  }
}

export function startServer(scene: Scene, crashAt = ''): Promise<Program> {
  return startProgram('main', { ...scene.env, PIAOMA_CRASH_AT: crashAt })
}

/** An application that may be sent as often as needed: its key and content never change. */
export interface Attempt {
  orderNo: string
  email: string
  key: string
  body: Record<string, unknown>
}

/** Order codes by the open API, as a till makes them, with the application that a guest will send for each. */
export async function makeAttempts(scene: Scene, count: number): Promise<Attempt[]> {
  const till = clientOf(scene.baseUrl, scene.apiKey)
  const attempts: Attempt[] = []
  for (let n = 0; n < count; n++) {
    const orderNo = `A${scene.ground.ids.ulid()}`
    const body = { orderNo, lines: [{ ...DINNER, amountFen: 10_000 + n }] }
    const code = await till('POST /open/v1/order-codes', { body, idempotencyKey: newKey() })
    const email = `${orderNo.toLowerCase()}@example.test`
    attempts.push({ orderNo, email, key: newKey(), body: applicationBody([code.code], { email }) })
  }
  return attempts
}

/** The token of the accepted application, or undefined when the connection broke: the guest knows nothing then. */
export async function submit(scene: Scene, attempt: Attempt): Promise<string | undefined> {
  try {
    const answer = await http(scene.baseUrl, '/api/v1/applications', { key: attempt.key, body: attempt.body })
    if (answer.status !== 201) throw new Error(`${answer.status} ${answer.text}`)
    return (answer.json as { token: string }).token
  } catch (error) {
    if (error instanceof TypeError) return undefined
    throw error
  }
}

type View = CallOutput<'GET /api/v1/applications/:token'>

/** Waits until an application is issued, filed and delivered, and nothing is left to do for it. */
export function finished(scene: Scene, token: string): Promise<View> {
  const guest = clientOf(scene.baseUrl)
  return eventually(`application ${token} at its end`, async () => {
    const view = await guest('GET /api/v1/applications/:token', { params: { token } })
    const hasFiles = view.invoices.every(({ files }) => files.pdf && files.ofd && files.xml)
    const isSent = view.deliveries.length > 0 && view.deliveries.every(({ status }) => status === 'sent')
    return view.status === 'issued' && hasFiles && isSent && view
  })
}

/** Exactly one of everything for each application: invoice, files, delivery, mail; the bureau's books agree. */
export async function expectExactlyOnce(scene: Scene, attempts: Attempt[], tokens: string[]): Promise<void> {
  const { outside, baseUrl } = scene
  const till = clientOf(baseUrl, scene.apiKey)
  const numbers: string[] = []
  expect(new Set(tokens).size).toBe(attempts.length)
  for (const [index, attempt] of attempts.entries()) {
    const view = await finished(scene, tokens[index] ?? '')
    expect(view.invoices).toHaveLength(1)
    expect(view.deliveries).toHaveLength(1)
    const [invoice] = view.invoices
    numbers.push(invoice?.number ?? '')
    for (const path of Object.values(invoice?.files ?? {})) {
      const file = await http(baseUrl, path ?? '')
      expect(file.status).toBe(200)
      expect(file.bytes.length).toBeGreaterThan(500)
    }
    const order = await till('GET /open/v1/order-codes/:orderNo', { params: { orderNo: attempt.orderNo } })
    expect(order.status).toBe('spent')
    expect(order.invoices.map(({ number }) => number)).toEqual([invoice?.number])
    expect(await messageIdsTo(outside, attempt.email)).toHaveLength(1)
  }
  await expectLedger(scene, numbers)
}

/** The Message-IDs that reached a mailbox: twins, which a mailbox drops, count once. */
async function messageIdsTo({ mail }: Outside, email: string): Promise<string[]> {
  const { json } = await http(mail.httpUrl, `/api/messages?to=${encodeURIComponent(email)}`)
  return [...new Set((json as { messageId: string }[]).map(({ messageId }) => messageId))]
}

/** The bureau issued these invoices for this seller and no other, each for one request. */
export async function expectLedger(scene: Scene, numbers: string[]): Promise<void> {
  const { invoices, audit } = await scene.outside.bureau.control.ledger({ taxNum: scene.taxNum })
  expect(invoices.map(({ number }) => number).sort()).toEqual([...numbers].sort())
  const { duplicateSerials, duplicateNumbers, issuedWithoutInvoice, invoicesWithoutRequest } = audit
  expect([duplicateSerials, duplicateNumbers, issuedWithoutInvoice, invoicesWithoutRequest]).toEqual([
    [],
    [],
    [],
    [],
  ])
}
