import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { memoryTokenStore, parseNuonuoCallback } from '../../channels/nuonuo'
import { createNuonuoChannel } from '../../channels/nuonuo/channel'
import { APP, eventually, SELLER, sampleOrder } from '../../channels/nuonuo/simulator-harness'
import { bureauControl } from './client'
import { CRASH_POINTS } from './crash'

const CONTROL_TOKEN = 'crash-test-control'
const root = fileURLToPath(new URL('../../../..', import.meta.url))
// Beside the packages that it leaves outside the bundle.
const program = join(root, 'node_modules/.cache/piaoma-test', `bureau-${process.pid}.mjs`)

let dataFolder: string
const children: ChildProcess[] = []
const heard: string[] = []
const ear = createServer((request, response) => {
  let body = ''
  request.setEncoding('utf8').on('data', (part: string) => {
    body += part
  })
  request.on('end', () => {
    heard.push(parseNuonuoCallback(body)?.serial ?? '')
    response.end('{"status":"0000"}')
  })
})

beforeAll(async () => {
  await new Promise<void>((resolve) => ear.listen(0, '127.0.0.1', resolve))
  await build({
    entryPoints: [fileURLToPath(new URL('./main.ts', import.meta.url))],
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    alias: { '@piaoma/shared': join(root, 'shared/src') },
    outfile: program,
  })
  dataFolder = await mkdtemp(join(tmpdir(), 'piaoma-crash-'))
})
afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  heard.length = 0
})
afterAll(async () => {
  ear.close()
  await rm(dataFolder, { recursive: true, force: true })
  await rm(program, { force: true })
})

async function start(name: string, env: Record<string, string> = {}) {
  const child = fork(program, {
    env: { ...process.env, BUREAU_DATA: join(dataFolder, name), BUREAU_CONTROL_TOKEN: CONTROL_TOKEN, ...env },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  children.push(child)
  const [line] = await once(child.stdout ?? child, 'data')
  const ready = JSON.parse(String(line)) as { ready: boolean; port: number; url: string }
  const control = bureauControl({ controlUrl: `${ready.url}/control`, controlToken: CONTROL_TOKEN })
  const channel = createNuonuoChannel({
    gatewayUrl: `${ready.url}/open/v1/services`,
    tokenUrl: `${ready.url}/accessToken`,
    ...APP,
    taxNum: SELLER.taxNum,
    tokenStore: memoryTokenStore(),
    timeoutMs: 3000,
  })
  return { child, ready, control, channel, exited: once(child, 'exit') }
}

function order(serial: string) {
  const { port } = ear.address() as AddressInfo
  return { ...sampleOrder(serial), callbackUrl: `http://127.0.0.1:${port}/callback` }
}

describe('a bureau killed', () => {
  test.each(CRASH_POINTS)('at %s has lost and doubled nothing', async (point) => {
    const first = await start(point)
    await first.control.putTaxpayer({ ...SELLER, nuonuo: APP })
    expect(await first.channel.issue(sampleOrder('BEFORE'))).toMatchObject({ outcome: 'accepted' })
    await eventually(async () => (await first.channel.query('BEFORE')).outcome === 'issued' || undefined)
    first.child.kill('SIGKILL')
    await first.exited

    const dying = await start(point, { BUREAU_CRASH_AT: point })
    const outcome = await dying.channel.issue(order('DURING'))
    expect(['accepted', 'unknown']).toContain(outcome.outcome)
    expect(await dying.exited).toEqual([null, 'SIGKILL'])

    const after = await start(point)
    const issued = await eventually(async () => {
      const found = await after.channel.query('DURING')
      return found.outcome === 'issued' ? found.result : undefined
    })
    expect(await after.channel.issue(order('DURING'))).toMatchObject({
      outcome: 'unknown',
      cause: 'duplicate serial',
    })
    const { invoices, audit } = await after.control.ledger()
    expect(invoices.map(({ serial }) => serial)).toEqual(['BEFORE', 'DURING'])
    expect(invoices[1]?.number).toBe(issued.number)
    expect(audit).toMatchObject({
      duplicateSerials: [],
      duplicateNumbers: [],
      issuedWithoutInvoice: [],
      invoicesWithoutRequest: [],
    })
    await eventually(() => heard.includes('DURING') || undefined)
  })

  test('under load has kept every order it said it had accepted', async () => {
    const first = await start('load')
    await first.control.putTaxpayer({ ...SELLER, nuonuo: APP })
    const accepted: string[] = []
    const sending = Array.from({ length: 8 }, async (_, lane) => {
      for (let index = 0; index < 200; index += 1) {
        const serial = `L${lane}-${index}`
        const outcome = await first.channel.issue(sampleOrder(serial))
        if (outcome.outcome !== 'accepted') return
        accepted.push(serial)
      }
    })
    await eventually(() => accepted.length > 100 || undefined)
    first.child.kill('SIGKILL')
    await Promise.all(sending)

    const after = await start('load')
    const invoices = await eventually(async () => {
      const { invoices: found } = await after.control.ledger()
      const orders = await after.control.orders()
      return orders.every(({ state }) => state === 'issued') ? found : undefined
    })
    const serials = invoices.map(({ serial }) => serial)
    expect(new Set(serials).size).toBe(serials.length)
    expect(new Set(invoices.map(({ number }) => number)).size).toBe(serials.length)
    expect(serials).toEqual(expect.arrayContaining(accepted))
  })
})

describe('the program', () => {
  test.each([
    'SIGTERM',
    'SIGINT',
  ] as const)('ends cleanly on %s and comes back at the same address', async (signal) => {
    const first = await start(signal)
    first.child.kill(signal)
    expect(await first.exited).toEqual([0, null])
    const second = await start(signal)
    expect(second.ready.port).toBe(first.ready.port)
  })

  test('ends when its parent lets go', async () => {
    const { child, exited } = await start('orphan')
    child.disconnect()
    expect(await exited).toEqual([0, null])
  })

  test.each([
    [{ BUREAU_DATA: '' }, /BUREAU_DATA/],
    [{ BUREAU_PORT: 'x' }, /BUREAU_PORT/],
    [{ BUREAU_CRASH_AT: 'nowhere' }, /BUREAU_CRASH_AT/],
  ])('refuses to start with %j', async (env, words) => {
    const child = fork(program, {
      env: { ...process.env, BUREAU_DATA: join(dataFolder, 'bad'), ...env },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    let errors = ''
    child.stderr?.on('data', (part) => {
      errors += String(part)
    })
    expect(await once(child, 'exit')).toEqual([1, null])
    expect(errors).toMatch(words)
  })
})
