import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import Router from '@koa/router'
import Koa from 'koa'
import { createRateLimits } from '../../http'
import { createWorker } from '../../jobs'
import { EVENT_JOB, mountWechatEvents, wechatEventJob } from '../../merchants/wechat/events'
import { openProgramGround } from '../../test/program'
import { onAuthoriseInvoice } from './events'

/**
 * Run by the crash test in a process of its own: takes events on a free port, which it prints, and works on them when
 * WORK is on; or is killed on the way at PIAOMA_CRASH_AT.
 */
async function main(): Promise<void> {
  const ground = await openProgramGround()
  if (process.env.WORK === 'on') {
    const events = wechatEventJob(ground, {
      user_authorize_invoice: (merchantId, event) => onAuthoriseInvoice(ground, merchantId, event),
    })
    await createWorker(ground, { [EVENT_JOB]: events }).drain()
    await ground.db.close()
    return
  }
  const router = new Router()
  mountWechatEvents(router, ground, createRateLimits(0))
  const server = createServer(new Koa().use(router.routes()).callback())
  server.listen(0, '127.0.0.1', () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`))
}

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`)
  process.exitCode = 1
})
