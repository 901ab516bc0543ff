import { spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { codeEntity } from '../codes/entity'
import { migrate } from '../db'
import { bundleProgram } from '../test/bundle-program'
import { describeOnDatabases } from '../test/databases'
import { ending, portOf } from '../test/program'
import { startTestWechat, type TestWechat } from '../test/wechat-pay'
import { payEventEntity } from './entity'
import { buildPayScene } from './test-scene'

let script: string
let wechat: TestWechat
beforeAll(async () => {
  script = await bundleProgram(fileURLToPath(new URL('./crash-fixture.ts', import.meta.url)))
  wechat = await startTestWechat()
})
afterAll(async () => {
  rmSync(script, { force: true })
  await wechat.close()
})

describeOnDatabases('a process killed between storing a callback and working on it', (open) => {
  test('the event is worked on once, and the sender, who got no answer, changes nothing by sending again', async () => {
    const database = await open.emptyUrl()
    const db = await open.openUrl(database)
    await migrate(db)
    const scene = await buildPayScene(db, wechat)
    const env = { DATABASE: database, PAY_URL: wechat.payUrl }
    const start = (more: Record<string, string>) =>
      spawn(process.execPath, [script], {
        env: { ...process.env, ...env, CLOCK: String(wechat.clock.now()), ...more },
        stdio: ['ignore', 'pipe', 'inherit'],
      })
    const doomed = start({ PIAOMA_CRASH_AT: 'payments.event:after-store' })
    const ended = ending(doomed)
    const callback = (port: number) => `http://127.0.0.1:${port}${new URL(scene.callbackUrl).pathname}`
    await wechat.control.call('POST', '/pay/profile', { callbacks: { duplicates: 0 } })
    await scene.pay({ notifyUrl: callback(await portOf(doomed)) })
    expect(await ended).toBe('SIGKILL')
    const { merchantId } = scene
    expect(await db.manager.countBy(payEventEntity, { merchantId })).toBe(1)
    expect(await db.manager.countBy(codeEntity, { merchantId })).toBe(0)

    expect(await ending(start({ WORK: 'on' }))).toBe(0)
    expect(await db.manager.countBy(codeEntity, { merchantId })).toBe(1)

    // The same event again, where somebody listens now.
    await scene.pay({ outTradeNo: 'ANOTHER-ONE', notifyUrl: null })
    const event = await db.manager.findOneByOrFail(payEventEntity, { merchantId })
    expect(event.handledAt).not.toBeNull()
    await wechat.control.advance(15_000)
    await scene.worker.drain()
    expect(await db.manager.countBy(payEventEntity, { merchantId })).toBe(1)
    expect(await db.manager.countBy(codeEntity, { merchantId })).toBe(1)
  })
})
