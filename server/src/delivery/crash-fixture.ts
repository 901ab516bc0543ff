import { pino } from 'pino'
import { readConfig } from '../config'
import { openDatabase } from '../db'
import { entities } from '../entities'
import { type Ground, Signals } from '../ground'
import { createIds } from '../ids'
import { createWorker } from '../jobs'
import { createSmtpMailer } from '../mail'
import { createSecretBox } from '../secret-box'
import { createSms } from '../sms'
import { smsEnv } from '../test/sms'
import { deliveryJobs } from './jobs'
import { buildContent, readerOf } from './test-deliveries'

/**
 * Run by the crash test in a process of its own: does every job that is due and ends, or is killed on the way at
 * PIAOMA_CRASH_AT. CLOCK_AHEAD_MS moves its clock, so that the lease of a dead process is over.
 */
async function main(): Promise<void> {
  const { DATABASE = '', SMTP = '', SMS = '', KEY = '', CLOCK_AHEAD_MS = '0' } = process.env
  const clock = { now: () => Date.now() + Number(CLOCK_AHEAD_MS) }
  const ground: Ground = {
    config: readConfig({ WEBHOOK_PRIVATE_HOSTS: 'on', ...smsEnv(SMS) }),
    publicUrl: 'https://fp.example.test',
    db: await openDatabase({ url: DATABASE, entities }),
    log: pino({ level: 'silent' }),
    clock,
    ids: createIds(clock),
    secrets: createSecretBox(KEY),
    signals: new Signals(),
  }
  const mailer = createSmtpMailer({ url: SMTP, from: 'invoice@fp.example.test' })
  await createWorker(
    ground,
    deliveryJobs({
      ground,
      mailer,
      sms: createSms(ground.config, clock.now),
      invoices: readerOf(buildContent()),
    }),
  ).drain()
  mailer.close()
  await ground.db.close()
}

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`)
  process.exitCode = 1
})
