import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import Router from '@koa/router'
import Koa from 'koa'
import { createRateLimits } from '../http'
import { createWorker, type JobKind } from '../jobs'
import { openProgramGround } from '../test/program'
import { handlePayEvent } from './handle-event'
import { createPayAccesses } from './pay-access'
import { mountPayCallbacks } from './receive-callback'

/**
 * Run by the crash test in a process of its own: takes callbacks on a free port, which it prints, and works on them
 * when WORK is on; or is killed on the way at PIAOMA_CRASH_AT. CLOCK is the simulator's time.
 */
async function main(): Promise<void> {
  const { WORK = 'off', PAY_URL = '' } = process.env
  const ground = await openProgramGround({ WECHAT_PAY_URLS: PAY_URL })
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
