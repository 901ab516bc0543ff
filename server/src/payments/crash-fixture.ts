import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import Router from '@koa/router'
import Koa from 'koa'
import { pino } from 'pino'
import { readConfig } from '../config'
import { openDatabase } from '../db'
import { entities } from '../entities'
import { type Ground, Signals } from '../ground'
import { createRateLimits } from '../http'
import { createIds } from '../ids'
import { createWorker, type JobKind } from '../jobs'
import { createSecretBox } from '../secret-box'
import { handlePayEvent } from './handle-event'
import { createPayAccesses } from './pay-access'
import { mountPayCallbacks } from './receive-callback'

/**
 * Run by the crash test in a process of its own: takes callbacks on a free port, which it prints, and works on them
 * when WORK is on; or is killed on the way at PIAOMA_CRASH_AT. CLOCK is the simulator's time.
 */
async function main(): Promise<void> {
  const { DATABASE = '', KEY = '', CLOCK = '0', WORK = 'off', PAY_URL = '' } = process.env
  const clock = { now: () => Number(CLOCK) }
  const ground: Ground = {
    config: readConfig({ RATE_LIMIT_FACTOR: '0', WECHAT_PAY_URLS: PAY_URL }),
    publicUrl: 'https://fp.example.test',
    db: await openDatabase({ url: DATABASE, entities }),
    log: pino({ level: 'silent' }),
    clock,
    ids: createIds(clock),
    secrets: createSecretBox(KEY),
    signals: new Signals(),
  }
  const accesses = createPayAccesses(ground)
  if (WORK === 'on') {
    const listeners = {
      onUserApplied: async () => ({ outcome: 'done' as const }),
      onFapiao: async () => undefined,
    }
    const kinds: Record<string, JobKind> = {
      'payments.event': { handle: (job) => handlePayEvent({ ground, accesses, listeners }, job) },
    }
    await createWorker(ground, kinds).drain()
    await ground.db.close()
    return
  }
  const router = new Router()
  mountPayCallbacks(router, ground, accesses, createRateLimits(0))
  const server = createServer(new Koa().use(router.routes()).callback())
  server.listen(0, '127.0.0.1', () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`))
}

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`)
  process.exitCode = 1
})
