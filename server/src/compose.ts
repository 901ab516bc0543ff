import { mkdirSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import Router from '@koa/router'
import type Koa from 'koa'
import type { DestinationStream } from 'pino'
import { applyFromBill } from './applications/apply-from-bill'
import { mountManual } from './applications/manual-routes'
import type { OnSubmitted } from './applications/submit-application'
import { mountReceipts } from './archive'
import { DAYTIME, NIGHT, startAtHours } from './at-hours'
import { captureJobs, createFileReader, mountCapture, type ReceivedFileReader } from './capture'
import { mountWalletPicks, walletPickJobs } from './capture/wallet'
import { mountCallbacks } from './channels/callbacks'
import { createChannels } from './channels/channels'
import { databaseTokenStore } from './channels/token-store'
import { mountCodes } from './codes/routes'
import { createWechat, lookAtQuotas, tellApplication, tellLowQuota, type WechatParts } from './compose-wechat'
import type { Config } from './config'
import { learnCustomer, mountCustomers } from './customers'
import { migrate, openDatabase } from './db'
import { deliveryJobs, mountDelivery, planDelivery, publishEvent } from './delivery'
import { onFapiaoEvent, sweepWallet } from './delivery/wallet'
import { mountPrints } from './documents/code-prints'
import { fetchFiles } from './documents/fetch-files'
import { createDocumentRenderer, type DocumentRenderer } from './documents/render-pool'
import { entities } from './entities'
import { type Clock, type Ground, Signals } from './ground'
import { startHousekeeping } from './housekeeping'
import { createGuard, createRateLimits } from './http'
import { createApp } from './http/app'
import { mountHealth } from './http/health'
import { createMetrics } from './http/metrics'
import { createIds } from './ids'
import type { IssuingDeps } from './issuing/deps'
import { driveRequest } from './issuing/drive-request'
import { createQuotaWatch, type QuotaWatch } from './issuing/quota-watch'
import { requestInvoice } from './issuing/request-invoice'
import { createWorker, enqueue, type JobKind, type Worker } from './jobs'
import { createLogger } from './log'
import { createSmtpMailer, type Mailer, unconfiguredMailer } from './mail'
import { createCallers, mountMerchants } from './merchants'
import { mountGuestPages } from './pages/guest-page'
import { mountStatic } from './pages/static'
import {
  createPayAccesses,
  handlePayEvent,
  mountPayCallbacks,
  mountPayments,
  type PayAccess,
  type PayAccesses,
  sweepPayments,
} from './payments'
import { claimJobs } from './pool/claims/drive-claim'
import { poolJobs } from './pool/judge-received'
import { mountPool } from './pool/routes'
import { createSecretBox, dataKey } from './secret-box'
import { createSms, type SmsSender } from './sms'
import { countInvoice, mountStatistics } from './statistics'
import { createStorage, type Storage } from './storage'
import { createVerifiers, startRechecks, verificationJobs } from './verification'
import { applicationEvent, invoiceEvent } from './views/event-data'
import { mountGuest } from './views/guest-routes'
import { createInvoiceReader } from './views/invoice-reader'
import { mountInvoices } from './views/invoice-routes'
import { mountReview } from './views/merchant-routes'
import { mountOverview } from './views/overview'
import type { MpClient } from './wechat/mp'

/** A running service: answers HTTP and, unless WORKER is off, does the jobs. */
export interface Service {
  readonly ground: Ground
  /** Where it listens, by loopback. */
  readonly url: string
  readonly worker: Worker
  close(): Promise<void>
}

export interface ServiceOptions {
  clock?: Clock
  mailer?: Mailer
  /** Where the log lines go; stdout. */
  logTo?: DestinationStream
}

/** Opens and migrates the database and wires every part. The only place that knows them all. */
export async function startService(config: Config, options: ServiceOptions = {}): Promise<Service> {
  const ground = await createGround(config, options)
  const storage = createStorage(config, ground.clock.now)
  const renderer = createDocumentRenderer({
    onUnprintable: (characters) =>
      ground.log.warn({ event: 'documents.unprintable', count: characters.length }),
  })
  const mailer = options.mailer ?? createMailer(config)
  const sms = createSms(config, () => ground.clock.now())
  const channelFor = createChannels(ground)
  const issuing: IssuingDeps = {
    ground,
    channelFor,
    callbackUrlFor: (seller) => `${ground.publicUrl}/callbacks/nuonuo/${seller.callbackKey}`,
    onEvent: async (tx, event, application, invoice) => {
      const data = invoice ? invoiceEvent(invoice) : applicationEvent(application)
      await publishEvent(ground, tx, { merchantId: application.merchantId, event, data })
      await tellApplication(ground, tx, application, event)
      if (invoice && event === 'invoice.issued') {
        const payload = { invoiceId: invoice.id }
        await enqueue(ground, tx, 'customers.learn', payload, { subject: invoice.id })
        await enqueue(ground, tx, 'statistics.count', payload, { subject: invoice.id })
      }
    },
  }
  const payments = createPayAccesses(ground)
  const wechat = createWechat({ ground, storage, mailer, sms, payments })
  const reader = createFileReader({
    engine: config.OCR_ENGINE,
    ...(config.OCR_MODEL_DIR ? { modelDir: config.OCR_MODEL_DIR } : {}),
  })
  const parts = { ground, storage, issuing, payments, reader, mp: wechat.mp }
  const jobs = { ...jobKinds({ ...parts, mailer, sms }), ...wechat.jobs }
  const worker = createWorker(ground, jobs)
  const quotas = createQuotaWatch(ground, channelFor, tellLowQuota(ground))
  const app = mountAll({ ...parts, renderer, wechat, quotas })
  const server = await listen(app, config)
  if (config.WORKER) worker.start()
  const endings = [
    startHousekeeping(ground),
    startAtHours(ground, NIGHT, 'wallet.sweep_failed', () => sweepWallet(ground)),
    startAtHours(ground, NIGHT, 'payments.sweep_failed', () => sweepPayments(ground, payments)),
    startAtHours(ground, DAYTIME, 'quota.look_failed', () => lookAtQuotas(ground, quotas)),
    startRechecks(ground),
  ]
  return {
    ground,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    worker,
    async close() {
      ground.signals.send('shutdown')
      for (const end of endings) end()
      await closeServer(server)
      await worker.stop()
      mailer.close()
      await renderer.close()
      await reader.close()
      await ground.db.close()
    },
  }
}

async function createGround(config: Config, options: ServiceOptions): Promise<Ground> {
  const clock = options.clock ?? { now: Date.now }
  // Invoices, keys and tax numbers lie here: nobody else on this machine may read them.
  mkdirSync(config.PIAOMA_DATA, { recursive: true, mode: 0o700 })
  const url = config.DATABASE_URL ?? join(config.PIAOMA_DATA, 'piaoma.sqlite')
  const db = await openDatabase({ url, entities, poolSize: config.DATABASE_POOL })
  await migrate(db, clock.now)
  return {
    config,
    publicUrl: config.PUBLIC_URL ?? `http://localhost:${config.PORT}`,
    db,
    log: createLogger(config.LOG_LEVEL, options.logTo),
    clock,
    ids: createIds(clock),
    secrets: createSecretBox(config.DATA_KEY ?? dataKey(config.PIAOMA_DATA)),
    signals: new Signals(),
  }
}

function createMailer(config: Config): Mailer {
  return config.SMTP_URL
    ? createSmtpMailer({ url: config.SMTP_URL, from: config.MAIL_FROM })
    : unconfiguredMailer
}

interface Parts {
  ground: Ground
  storage: Storage
  reader: ReceivedFileReader
  mp: MpClient
  issuing: IssuingDeps
  payments: PayAccesses
}

/** Every arrow of the house as a job. */
function jobKinds({
  ground,
  storage,
  mailer,
  sms,
  issuing,
  payments,
  reader,
  mp,
}: Parts & { mailer: Mailer; sms: SmsSender }): Record<string, JobKind> {
  const listeners = {
    onUserApplied: (access: PayAccess, transactionId: string) =>
      applyFromBill(ground, access, transactionId, submittedEvent(ground)),
    onFapiao: (access: PayAccess, applyId: string) => onFapiaoEvent(ground, access, applyId),
  }
  const files = {
    ground,
    storage,
    channelFor: issuing.channelFor,
    onReady: planFirstDelivery(ground),
  }
  return {
    'issuing.request': { handle: (job) => requestInvoice(issuing, job) },
    'issuing.drive': { handle: (job) => driveRequest(issuing, job) },
    'documents.fetch': { handle: (job) => fetchFiles(files, job), maxDelayMs: 3_600_000 },
    'payments.event': { handle: (job) => handlePayEvent({ ground, accesses: payments, listeners }, job) },
    'customers.learn': { handle: (job) => learnCustomer(ground, job) },
    'statistics.count': { handle: (job) => countInvoice(ground, job) },
    ...captureJobs({ ground, storage, reader }),
    ...verificationJobs(ground, createVerifiers(ground, databaseTokenStore(ground))),
    ...walletPickJobs({ ground, storage, reader }),
    ...poolJobs(ground),
    ...claimJobs({ ground, mp }),
    ...deliveryJobs({ ground, mailer, sms, invoices: createInvoiceReader(ground, storage) }),
  }
}

/** A guest who left an address gets his mail without asking. */
function planFirstDelivery(ground: Ground) {
  return async (
    tx: Parameters<typeof planDelivery>[1],
    application: { id: string; merchantId: string; email: string | null },
  ) => {
    if (application.email === null) return
    const { id: applicationId, merchantId, email } = application
    await planDelivery(ground, tx, { merchantId, applicationId, channel: 'email', target: email })
  }
}

/** Tells webhooks and members of a new application. */
function submittedEvent(ground: Ground): OnSubmitted {
  return async (tx, application) => {
    const { merchantId } = application
    const data = applicationEvent(application)
    await publishEvent(ground, tx, { merchantId, event: 'application.submitted', data })
    await tellApplication(ground, tx, application, 'application.submitted')
  }
}

function mountAll(
  parts: Parts & { renderer: DocumentRenderer; wechat: WechatParts; quotas: QuotaWatch },
): Koa {
  const { ground, storage, renderer, issuing, wechat, quotas } = parts
  const metrics = createMetrics(ground.db, () => ground.clock.now())
  const app = createApp(ground, metrics)
  const router = new Router()
  const limits = createRateLimits(ground.config.RATE_LIMIT_FACTOR)
  const guard = createGuard(router, limits, createCallers(ground))
  const { publicUrl } = ground
  // Literal paths come before `/:code` and `/:id` of the same shape.
  mountPrints(guard, ground, limits)
  mountCodes(guard, ground, limits)
  const onSubmitted = submittedEvent(ground)
  mountGuest(guard, { ground, limits, storage, renderer, onSubmitted })
  mountManual(guard, ground, onSubmitted)
  mountCustomers(guard, ground)
  mountStatistics(guard, ground)
  mountReview(guard, {
    ground,
    issuing,
    renderer,
    onDecided: async (tx, application, event) => {
      const { merchantId } = application
      await publishEvent(ground, tx, { merchantId, event, data: applicationEvent(application) })
      await tellApplication(ground, tx, application, event)
    },
  })
  mountInvoices(guard, { ground, storage })
  mountOverview(guard, { ground, quotas })
  mountMerchants(guard, ground, limits)
  mountDelivery(guard, ground)
  wechat.mount(guard, router, limits)
  mountPayments(guard, { ground, accesses: parts.payments })
  mountPayCallbacks(router, ground, parts.payments, limits)
  mountCapture(guard, parts)
  mountWalletPicks(guard, parts)
  mountPool(guard, ground)
  mountReceipts(guard, { ground, storage })
  mountCallbacks(router, ground, limits)
  mountHealth(router, ground, metrics)
  mountGuestPages(router, ground, limits)
  mountStatic(router, publicUrl)
  app.use(router.routes())
  app.use(router.allowedMethods({ throw: false }))
  return app
}

async function listen(app: Koa, config: Config): Promise<Server> {
  const server = createServer(app.callback())
  // Slow or silent clients are let go; event streams write often enough to stay.
  server.headersTimeout = 20_000
  server.requestTimeout = 60_000
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(config.PORT, config.HOST, resolve)
  })
  return server
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeIdleConnections()
    // Whoever is still waiting after a moment is cut off; the database has what was accepted.
    setTimeout(() => server.closeAllConnections(), 2_000).unref()
  })
}
