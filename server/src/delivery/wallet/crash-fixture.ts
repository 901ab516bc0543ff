import { pino } from 'pino'
import { readConfig } from '../../config'
import { openDatabase } from '../../db'
import { entities } from '../../entities'
import { type Ground, Signals } from '../../ground'
import { createIds } from '../../ids'
import { createWorker } from '../../jobs'
import { wechatEventJob } from '../../merchants/wechat'
import { createSecretBox } from '../../secret-box'
import { createFolderStorage } from '../../storage'
import { createMpClient } from '../../wechat/mp'
import { createServiceAccountRoute, onAuthoriseInvoice, walletJobs } from '.'

/**
 * Run by the crash test in a process of its own: does every wallet job that is due, or is killed on the way at
 * PIAOMA_CRASH_AT. CLOCK_AHEAD_MS moves its clock, so that the lease of a dead process is over.
 */
async function main(): Promise<void> {
  const { DATABASE = '', FILES = '', WECHAT = '', KEY = '', CLOCK_AHEAD_MS = '0' } = process.env
  const clock = { now: () => Date.now() + Number(CLOCK_AHEAD_MS) }
  const ground: Ground = {
    config: readConfig({ WECHAT_API_URL: WECHAT }),
    publicUrl: 'https://fp.example.test',
    db: await openDatabase({ url: DATABASE, entities }),
    log: pino({ level: 'silent' }),
    clock,
    ids: createIds(clock),
    secrets: createSecretBox(KEY),
    signals: new Signals(),
  }
  const mp = createMpClient(ground, { baseUrl: WECHAT, timeoutMs: 3_000 })
  const wallet = {
    ground,
    storage: createFolderStorage(FILES),
    routes: [createServiceAccountRoute(ground, mp)],
  }
  const events = wechatEventJob(ground, {
    user_authorize_invoice: (merchantId, event) => onAuthoriseInvoice(ground, merchantId, event),
  })
  await createWorker(ground, { ...walletJobs(wallet), 'wechat.event': events }).drain()
  await ground.db.close()
}

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`)
  process.exitCode = 1
})
