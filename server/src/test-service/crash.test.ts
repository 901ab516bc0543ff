import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, type TestContext, test } from 'vitest'
import { mailboxMessageEntity } from '../capture/mailbox/entity'
import { deliveryEntity } from '../delivery/entity'
import { type Receiver, startReceiver } from '../delivery/webhooks/test-receiver'
import { invoiceFileEntity } from '../documents/entity'
import { invoiceEntity } from '../issuing/entity'
import { repositoryRoot } from '../pages/root'
import { startImapSimulator } from '../simulators/imap'
import { CRASH_POINTS as BUREAU_POINTS } from '../simulators/tax-bureau/crash'
import { describeOnDatabases, type OpenDatabase } from '../test/databases'
import { DINNER, EMPTY_DRAFT } from '../test/shop'
import { expectTakenIn, invoicesInZip, mailWith, upload } from './capture-scene'
import {
  type Attempt,
  expectExactlyOnce,
  expectLedger,
  finished,
  makeAttempts,
  type Outside,
  openScene,
  type Scene,
  startBureauProgram,
  startOutside,
  startServer,
  submit,
} from './crash-scene'
import { clientOf, http, newKey } from './http-client'
import { buildPrograms, eventually, type Program } from './programs'

/** One before and one after each arrow from the guest's click to the mail in his box. */
const POINTS = [
  'application.submit:before-commit',
  'application.submit:after-commit',
  'issuing.request:before-commit',
  'issuing.request:after-commit',
  'issuing.drive:before-mark',
  'issuing.drive:before-call',
  'issuing.drive:after-call',
  'issuing.drive:after-accept',
  'issuing.drive:after-query',
  'issuing.record:before-commit',
  'issuing.record:after-commit',
  'documents.fetch:before-fetch',
  'documents.fetch:after-fetch',
  'documents.fetch:after-store',
  'documents.fetch:after-note',
  'documents.fetch:before-plan',
  'documents.fetch:after-plan',
  'jobs.before-delete:documents.fetch',
  'delivery.before-send',
  'delivery.after-send',
  'delivery.complete:before-commit',
  'delivery.complete:after-commit',
] as const
const APPROVAL_POINTS = ['application.approve:before-commit', 'application.approve:after-commit'] as const
const MANUAL_POINTS = ['application.manual:before-commit', 'application.manual:after-commit'] as const
/** From an upload to the pool, by way of a zip. */
const CAPTURE_POINTS = [
  'capture.take-in:after-store',
  'capture.split:before-commit',
  'capture.split:after-commit',
  'capture.read:after-begin',
  'capture.read:after-reading',
  'capture.read:before-commit',
  'capture.read:after-commit',
] as const
const MAILBOX_POINTS = ['mailbox.take:before-commit', 'mailbox.take:after-commit'] as const
const WEBHOOK_POINTS = ['webhook.before-send', 'webhook.after-send'] as const

let outside: Outside
let receiver: Receiver
const running = new Map<Scene, Program[]>()
beforeAll(async () => {
  buildPrograms()
  outside = await startOutside()
  receiver = await startReceiver()
})
afterAll(async () => {
  await outside.close()
  await receiver.close()
})

async function serve(scene: Scene, crashAt = ''): Promise<Program> {
  const program = await startServer(scene, crashAt)
  running.set(scene, [...(running.get(scene) ?? []), program])
  return program
}

/** A scene whose programs end with its test. */
async function sceneOf(open: OpenDatabase, context: TestContext, world: Outside = outside): Promise<Scene> {
  const scene = await openScene(open, world)
  context.onTestFinished(async () => {
    for (const program of running.get(scene) ?? []) await program.kill()
    await scene.db.close()
  })
  return scene
}

/** Sends every application; whoever got no answer sends the same again once the server is back. */
async function submitThroughCrash(scene: Scene, attempts: Attempt[], dying: Program): Promise<string[]> {
  const first = await Promise.all(attempts.map((attempt) => submit(scene, attempt)))
  expect(await dying.ended).toBe('SIGKILL')
  await serve(scene)
  const tokens = await submitAll(scene, attempts)
  // What was promised before the crash is promised still.
  for (const [index, token] of first.entries()) if (token) expect(tokens[index]).toBe(token)
  return tokens
}

/** Sends every application to a server that is up: each must be accepted, now or before. */
async function submitAll(scene: Scene, attempts: Attempt[]): Promise<string[]> {
  const tokens = await Promise.all(attempts.map((attempt) => submit(scene, attempt)))
  return tokens.map((token) => {
    if (token === undefined) throw new Error('a server that is up gave no answer')
    return token
  })
}

/** Rows, not views: no second invoice, file or delivery hides behind a page. */
async function countRows({ db }: Scene) {
  const [invoices, files, deliveries] = await Promise.all([
    db.manager.count(invoiceEntity),
    db.manager.countBy(invoiceFileEntity, { status: 'stored' }),
    db.manager.countBy(deliveryEntity, { status: 'sent' }),
  ])
  return { invoices, files, deliveries }
}

/** What each point loses by itself, in a life of its own. */
function killOnceEach(open: OpenDatabase): void {
  test.for(POINTS)('at %s does everything once', { timeout: 120_000 }, async (point, context) => {
    const scene = await sceneOf(open, context)
    const dying = await serve(scene, point)
    const attempts = await makeAttempts(scene, 3)
    const tokens = await submitThroughCrash(scene, attempts, dying)
    await expectExactlyOnce(scene, attempts, tokens)
    expect(await countRows(scene)).toEqual({ invoices: 3, files: 9, deliveries: 3 })
  })
}

/** The same points in two lives, each crash while the last one is being mended: half the starts, other mixtures. */
function killInTurn(open: OpenDatabase): void {
  const middle = POINTS.length / 2
  const lives = [
    ['up to the invoice', POINTS.slice(0, middle)],
    ['after the invoice', POINTS.slice(middle)],
  ] as const
  test.for(lives)(
    'at every point %s, one after the other, does everything once',
    { timeout: 180_000 },
    async ([, points], context) => {
      const scene = await sceneOf(open, context)
      const maker = await serve(scene)
      const attempts = await makeAttempts(scene, points.length)
      await maker.kill()
      const promised: (string | undefined)[] = []
      for (const [index, point] of points.entries()) {
        const victim = await serve(scene, point)
        const attempt = attempts[index]
        promised.push(attempt && (await submit(scene, attempt)))
        expect(await victim.ended).toBe('SIGKILL')
      }
      await serve(scene)
      const tokens = await submitAll(scene, attempts)
      for (const [index, token] of promised.entries()) if (token) expect(tokens[index]).toBe(token)
      await expectExactlyOnce(scene, attempts, tokens)
      const count = points.length
      expect(await countRows(scene)).toEqual({ invoices: count, files: 3 * count, deliveries: count })
    },
  )
}

describe.concurrent('killed', () => {
  describeOnDatabases('a server killed', (open) => {
    if (open.dialect === 'sqlite') killOnceEach(open)
    else killInTurn(open)

    test.for(APPROVAL_POINTS)(
      'at %s issues what was approved, once',
      { timeout: 120_000 },
      async (point, context) => {
        const scene = await sceneOf(open, context)
        const dying = await serve(scene, point)
        const owner = clientOf(scene.baseUrl, scene.ownerToken)
        const { name, taxRate, taxCode } = DINNER
        const body = { title: '堂食', line: { name, taxRate, taxCode } }
        const product = await owner('POST /api/v1/merchant/product-codes', { body, idempotencyKey: newKey() })
        const [email, key] = [`${newKey()}@example.test`, newKey()]
        const application = {
          codes: [product.code],
          buyer: { type: 'person', name: '王小明' },
          kind: 'normal',
          email,
          amountFen: 5_000,
        }
        const sent = await http(scene.baseUrl, '/api/v1/applications', { key, body: application })
        expect(sent.json).toMatchObject({ status: 'reviewing' })
        const { id, token } = sent.json as { id: string; token: string }
        const approve = () =>
          http(scene.baseUrl, `/api/v1/merchant/applications/${id}/approve`, {
            token: scene.ownerToken,
            body: { version: 1 },
          })
        await expect(approve()).rejects.toThrow(TypeError)
        expect(await dying.ended).toBe('SIGKILL')
        await serve(scene)
        // Before the commit nothing had happened; after it the second click is too late to do anything.
        expect((await approve()).status).toBe(point.endsWith('before-commit') ? 200 : 409)
        const view = await finished(scene, token)
        await expectLedger(
          scene,
          view.invoices.map(({ number }) => number),
        )
        expect(await countRows(scene)).toEqual({ invoices: 1, files: 3, deliveries: 1 })
      },
    )

    test.for(MANUAL_POINTS)(
      'at %s issues a manual invoice once, whatever is sent again',
      { timeout: 120_000 },
      async (point, context) => {
        const scene = await sceneOf(open, context)
        const dying = await serve(scene, point)
        const owner = clientOf(scene.baseUrl, scene.ownerToken)
        const { items } = await owner('GET /api/v1/merchant/stores', {})
        const storeId = items[0]?.id ?? ''
        const form = { ...EMPTY_DRAFT, storeId }
        const draft = await owner('POST /api/v1/merchant/invoice-drafts', {
          body: { form },
          idempotencyKey: newKey(),
        })
        const body = {
          storeId,
          draftId: draft.id,
          kind: 'normal',
          buyer: { type: 'person', name: '王小明' },
          lines: [DINNER],
          email: `${newKey()}@example.test`,
        }
        const send = (key: string) =>
          http(scene.baseUrl, '/api/v1/merchant/manual-invoices', { token: scene.ownerToken, key, body })
        const key = newKey()
        await expect(send(key)).rejects.toThrow(TypeError)
        expect(await dying.ended).toBe('SIGKILL')
        await serve(scene)
        // The same key gets the answer that was lost; another one finds no draft any more.
        expect((await send(key)).status).toBe(201)
        expect((await send(newKey())).status).toBe(409)
        await eventually('the mail', async () => (await countRows(scene)).deliveries === 1)
        const invoices = await scene.db.manager.find(invoiceEntity)
        await expectLedger(
          scene,
          invoices.map(({ number }) => number),
        )
        expect(await countRows(scene)).toEqual({ invoices: 1, files: 3, deliveries: 1 })
      },
    )

    // Every point on one database; on the other the one between a reading and its commit.
    const isFirst = open.dialect === 'sqlite'
    test.for(isFirst ? CAPTURE_POINTS : (['capture.read:before-commit'] as const))(
      'at %s takes in each invoice of a zip once',
      { timeout: 120_000 },
      async (point, context) => {
        const scene = await sceneOf(open, context)
        const dying = await serve(scene, point)
        const zip = invoicesInZip()
        const key = newKey()
        const send = () => upload({ url: scene.baseUrl }, scene.ownerToken, [zip], { key })
        await send().catch(() => undefined)
        expect(await dying.ended).toBe('SIGKILL')
        await serve(scene)
        // Sent again under the same key: it is the same upload.
        expect((await send()).status).toBe(202)
        await expectTakenIn(scene, 3)
      },
    )

    test.for(isFirst ? MAILBOX_POINTS : (['mailbox.take:before-commit'] as const))(
      'at %s takes each mail once',
      { timeout: 120_000 },
      async (point, context) => {
        const scene = await sceneOf(open, context)
        const imap = await startImapSimulator({ login: 'in', password: 'secret' })
        context.onTestFinished(() => imap.close())
        imap.deliver(mailWith(invoicesInZip()))
        const dying = await serve(scene, point)
        const body = { host: '127.0.0.1', port: imap.port, security: 'none', login: 'in', password: 'secret' }
        await http(scene.baseUrl, '/api/v1/merchant/mailboxes', { token: scene.ownerToken, body }).catch(
          () => undefined,
        )
        expect(await dying.ended).toBe('SIGKILL')
        await serve(scene)
        await expectTakenIn(scene, 3)
        expect(await scene.db.manager.count(mailboxMessageEntity)).toBe(1)
      },
    )

    test.for(WEBHOOK_POINTS)(
      'at %s tells each event under one id',
      { timeout: 120_000 },
      async (point, context) => {
        const scene = await sceneOf(open, context)
        const path = `/${point}/${open.dialect}`
        const dying = await serve(scene, point)
        const owner = clientOf(scene.baseUrl, scene.ownerToken)
        await owner('POST /api/v1/merchant/webhooks', { body: { url: receiver.url + path } })
        const attempts = await makeAttempts(scene, 1)
        const tokens = await submitThroughCrash(scene, attempts, dying)
        await expectExactlyOnce(scene, attempts, tokens)
        const told = await eventually('both events', async () => {
          const mine = receiver.received.filter((each) => each.path === path)
          const events = new Map(
            mine.map(({ headers, body }) => [String(headers['webhook-id']), JSON.parse(body).type as string]),
          )
          return events.size >= 2 && [...events.values()].sort()
        })
        expect(told).toEqual(['application.submitted', 'invoice.issued'])
      },
    )

    test('at any moment, three times over, does everything once', async (context) => {
      const scene = await sceneOf(open, context)
      const attempts: Attempt[] = []
      for (const pauseMs of [150, 400, 900]) {
        const victim = await serve(scene)
        const fresh = await makeAttempts(scene, 6)
        attempts.push(...fresh)
        const sending = Promise.all(fresh.map((attempt) => submit(scene, attempt)))
        await new Promise((resolve) => setTimeout(resolve, pauseMs))
        await victim.kill()
        await sending
      }
      await serve(scene)
      await expectExactlyOnce(scene, attempts, await submitAll(scene, attempts))
      expect(await countRows(scene)).toEqual({ invoices: 18, files: 54, deliveries: 18 })
    }, 120_000)
  })

  describeOnDatabases('a bureau killed', (open) => {
    test.for(BUREAU_POINTS)(
      'at %s has issued one invoice an application',
      { timeout: 120_000 },
      async (point, context) => {
        const data = mkdtempSync(join(inject('tempFolder'), 'bureau-'))
        const first = await startBureauProgram(data)
        const scene = await sceneOf(open, context, { ...outside, bureau: first })
        await first.program.kill()
        // The same data and so the same port: the merchant's settings still lead there.
        const dying = await startBureauProgram(data, { BUREAU_CRASH_AT: point })
        expect(dying.url).toBe(first.url)
        await serve(scene)
        const attempts = await makeAttempts(scene, 3)
        const tokens = await submitAll(scene, attempts)
        expect(await dying.program.ended).toBe('SIGKILL')
        const back = await startBureauProgram(data)
        context.onTestFinished(() => back.program.kill())
        await expectExactlyOnce(scene, attempts, tokens)
        expect(await countRows(scene)).toEqual({ invoices: 3, files: 9, deliveries: 3 })
      },
    )
  })
})

describe('the crash tests', () => {
  // Each test demands that its process was killed, so a point that the code has no more fails there.
  test('name every point that the code has', () => {
    const folder = join(repositoryRoot, 'server/src')
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    const sourceOf = (ending: string, pattern: RegExp) =>
      files
        .filter((file) => file.endsWith(ending))
        .flatMap((file) => [...readFileSync(join(folder, file), 'utf8').matchAll(pattern)])
        .map((match) => match[1])
    const points = sourceOf('.ts', /crashPoint\('([^']+)'\)/g)
    const tested = new Set(sourceOf('crash.test.ts', /'([^'\n]+)'/g))
    expect(points.length).toBeGreaterThan(40)
    expect(points.filter((point) => !tested.has(point))).toEqual([])
  })
})
