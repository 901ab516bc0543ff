import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { applicationInput } from '@piaoma/shared/contract'
import { inject } from 'vitest'
import { type ApplicationRow, applicationEntity } from '../applications/entity'
import { submitApplication } from '../applications/submit-application'
import { createChannels } from '../channels/channels'
import { fetchFiles } from '../documents/fetch-files'
import { createDocumentRenderer } from '../documents/render-pool'
import type { Ground } from '../ground'
import type { IssuingDeps } from '../issuing/deps'
import { driveRequest } from '../issuing/drive-request'
import { requestInvoice } from '../issuing/request-invoice'
import { createWorker, type Worker } from '../jobs'
import type { NewMerchant } from '../merchants'
import { type BureauControl, bureauControl } from '../simulators/tax-bureau/client'
import { startBureau } from '../simulators/tax-bureau/start'
import { createFolderStorage, type Storage } from '../storage'
import type { TestGround } from './ground'
import { applicationBody, buildOrderCode, buildShop, DINNER, taxNumber } from './shop'

export interface TestBureau {
  readonly url: string
  readonly control: BureauControl
  close(): Promise<void>
}

/** The tax bureau simulator in this process, over real sockets, issuing at once. */
export async function startTestBureau(): Promise<TestBureau> {
  const renderer = createDocumentRenderer()
  const dataFolder = mkdtempSync(join(inject('tempFolder'), 'bureau-'))
  const bureau = await startBureau({ dataFolder, renderer, tokenRation: 10_000 })
  return {
    url: bureau.url,
    control: bureauControl(bureau),
    async close() {
      await bureau.close()
      await renderer.close()
    },
  }
}

export interface Pipeline {
  readonly worker: Worker
  readonly storage: Storage
  readonly issuing: IssuingDeps
  /** Applications whose first delivery was planned, in order. */
  readonly ready: string[]
  /** Runs jobs, moving the clock on by small steps, until `isDone` or `ms` of its time have passed. */
  run(isDone: () => Promise<boolean>, ms?: number): Promise<void>
  /** Runs until the application is in one of the states. */
  until(id: string, ...statuses: ApplicationRow['status'][]): Promise<ApplicationRow>
}

/** Everything from an accepted application to its stored files, on a test ground. */
export function createPipeline(ground: TestGround): Pipeline {
  const ready: string[] = []
  const storage = createFolderStorage(mkdtempSync(join(inject('tempFolder'), 'files-')))
  const channelFor = createChannels(ground)
  const issuing: IssuingDeps = { ground, channelFor, callbackUrlFor: () => 'http://127.0.0.1:1/callback' }
  const files = {
    ground,
    storage,
    channelFor,
    onReady: async (_: unknown, application: ApplicationRow) => {
      ready.push(application.id)
    },
  }
  const worker = createWorker(ground, {
    'issuing.request': { handle: (job) => requestInvoice(issuing, job) },
    'issuing.drive': { handle: (job) => driveRequest(issuing, job) },
    'documents.fetch': { handle: (job) => fetchFiles(files, job) },
  })
  const run: Pipeline['run'] = async (isDone, ms = 120_000) => {
    const end = ground.clock.now() + ms
    for (;;) {
      await worker.drain()
      if (await isDone()) return
      if (ground.clock.now() >= end) throw new Error(`not done after ${ms} ms of the test's clock`)
      ground.clock.advance(250)
    }
  }
  const load = (id: string) => ground.db.manager.findOneByOrFail(applicationEntity, { id })
  return {
    worker,
    storage,
    issuing,
    ready,
    run,
    async until(id, ...statuses) {
      await run(async () => statuses.includes((await load(id)).status))
      return load(id)
    },
  }
}

/** A shop whose seller the bureau knows. */
export async function buildIssuingShop(
  ground: Ground,
  bureau: TestBureau,
  overrides: Partial<NewMerchant> = {},
) {
  const appKey = `app-${ground.ids.ulid()}`
  const channel = {
    gatewayUrl: `${bureau.url}/open/v1/services`,
    tokenUrl: `${bureau.url}/accessToken`,
    appKey,
    appSecret: 'secret-of-the-app',
  }
  const taxNum = taxNumber(Number.parseInt(ground.ids.ulid().slice(-8), 36) % 9_000_000)
  const taxpayer = {
    name: `测试餐饮${appKey.slice(-6)}有限公司`,
    taxpayerId: taxNum,
    drawer: '张三',
    channel,
  }
  const shop = await buildShop(ground, { ...overrides, taxpayer })
  await bureau.control.putTaxpayer({
    taxNum,
    name: taxpayer.name,
    nuonuo: { appKey, appSecret: channel.appSecret },
  })
  return { ...shop, taxNum }
}

/** An accepted application for a fresh order code of a shop. */
export async function buildApplication(
  ground: TestGround,
  shop: { merchantId: string },
  options: { body?: Record<string, unknown>; order?: Parameters<typeof buildOrderCode>[2] } = {},
) {
  const code = await buildOrderCode(ground, shop, { lines: [DINNER], ...options.order })
  const body = applicationInput.parse(applicationBody([code.token], options.body))
  const { answer } = await submitApplication(ground, body, `key-${ground.ids.ulid()}`)
  return { ...answer, code }
}
