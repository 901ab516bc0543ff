import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import type { CallOutput, Client } from '@piaoma/shared/client'
import { inject } from 'vitest'
import { type Service, startService } from '../compose'
import { readConfig } from '../config'
import type { Clock } from '../ground'
import type { CreatedMerchant, NewMerchant } from '../merchants'
import { createApiKey } from '../merchants/manage-keys'
import { type MailSink, startMailSink } from '../simulators/mail'
import type { OpenDatabase } from '../test/databases'
import { signInAs } from '../test/merchant'
import { buildIssuingShop, startTestBureau, type TestBureau } from '../test/pipeline'
import { applicationBody, DINNER } from '../test/shop'
import { clientOf, newKey } from './http-client'
import { eventually } from './programs'

/** The whole service as `npm run serve` starts it, with the bureau and a mail server to talk to, over real sockets. */
export interface TestService {
  readonly service: Service
  readonly url: string
  readonly bureau: TestBureau
  readonly mail: MailSink
  /** What it logged so far, a line of JSON each. */
  readonly logLines: readonly string[]
  close(): Promise<void>
}

export async function startTestService(
  open: OpenDatabase,
  options: { env?: Record<string, string>; clock?: Clock } = {},
): Promise<TestService> {
  const bureau = await startTestBureau()
  const mail = await startMailSink({ data: mkdtempSync(join(inject('tempFolder'), 'mail-')) })
  const { env } = await open.forService()
  const logLines: string[] = []
  const config = readConfig({
    ...env,
    PORT: '0',
    HOST: '127.0.0.1',
    PUBLIC_URL: 'https://fp.example.test',
    SMTP_URL: mail.smtpUrl,
    RATE_LIMIT_FACTOR: '0',
    CHANNEL_TIMEOUT_MS: '3000',
    WEBHOOK_PRIVATE_HOSTS: 'on',
    // Nobody listens there: a test that speaks with WeChat says where its simulator is.
    WECHAT_API_URL: 'http://127.0.0.1:2',
    WECHAT_PAY_URLS: 'http://127.0.0.1:2',
    LOG_LEVEL: 'debug',
    ...options.env,
  })
  const logTo = { write: (line: string) => void logLines.push(line) }
  const service = await startService(config, { logTo, ...(options.clock ? { clock: options.clock } : {}) })
  return {
    service,
    url: service.url,
    bureau,
    mail,
    logLines,
    async close() {
      await service.close()
      await bureau.close()
      await mail.close()
    },
  }
}

/** A merchant of the service that issues at the bureau, with a till's key and its owner signed in. */
export interface TestShop extends CreatedMerchant {
  taxNum: string
  apiKey: string
  ownerToken: string
  owner: Client
  till: Client
}

export async function openShop(test: TestService, overrides: Partial<NewMerchant> = {}): Promise<TestShop> {
  const { ground } = test.service
  const shop = await buildIssuingShop(ground, test.bureau, overrides)
  const { merchantId, ownerId } = shop
  const { key: apiKey } = await createApiKey(ground, { merchantId, actor: 'system' }, { name: 'till' })
  const ownerToken = await signInAs(ground, ownerId, merchantId)
  const [owner, till] = [clientOf(test.url, ownerToken), clientOf(test.url, apiKey)]
  return { ...shop, apiKey, ownerToken, owner, till }
}

let orders = 0

/** An order code as a till makes it: one dinner of 128.00 yuan. */
export function makeOrderCode(
  shop: Pick<TestShop, 'till'>,
  overrides: Record<string, unknown> = {},
): Promise<CallOutput<'POST /open/v1/order-codes'>> {
  orders += 1
  const body = { orderNo: `A${process.pid}-${orders}`, lines: [DINNER], ...overrides }
  return shop.till('POST /open/v1/order-codes', { body, idempotencyKey: newKey() })
}

/** A product code: the guest types the amount, the merchant reviews. */
export function makeProductCode(
  shop: Pick<TestShop, 'owner'>,
  overrides: Record<string, unknown> = {},
): Promise<CallOutput<'POST /api/v1/merchant/product-codes'>> {
  const { name, taxRate, taxCode } = DINNER
  const body = { title: '堂食餐费', line: { name, taxRate, taxCode }, ...overrides }
  return shop.owner('POST /api/v1/merchant/product-codes', { body, idempotencyKey: newKey() })
}

/** A company's accepted application. */
export function apply(
  test: TestService,
  codes: string[],
  overrides: Record<string, unknown> = {},
): Promise<CallOutput<'POST /api/v1/applications'>> {
  const body = applicationBody(codes, overrides)
  return clientOf(test.url)('POST /api/v1/applications', { body, idempotencyKey: newKey() })
}

export type GuestView = CallOutput<'GET /api/v1/applications/:token'>

export function view(test: TestService, token: string): Promise<GuestView> {
  return clientOf(test.url)('GET /api/v1/applications/:token', { params: { token } })
}

/** Waits until the guest's view is as wished. */
export function until(
  test: TestService,
  token: string,
  isThere: (view: GuestView) => boolean,
): Promise<GuestView> {
  return eventually(
    'the application',
    async () => {
      const now = await view(test, token)
      return isThere(now) && now
    },
    20_000,
  )
}

/** Waits until it is issued and its three originals can be fetched. */
export const untilFiled = (test: TestService, token: string): Promise<GuestView> =>
  until(
    test,
    token,
    ({ status, invoices }) =>
      status === 'issued' && invoices.every(({ files }) => files.pdf && files.ofd && files.xml),
  )
