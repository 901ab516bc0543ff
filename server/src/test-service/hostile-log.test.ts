import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeOnDatabases } from '../test/databases'
import { taxNumber } from '../test/shop'
import { clientOf, http, newKey } from './http-client'
import { eventually } from './programs'
import {
  makeOrderCode,
  makeProductCode,
  openShop,
  startTestService,
  type TestService,
  type TestShop,
  until,
} from './service-scene'

/** Planted where people and systems leave them; none may be found in the log. */
const PLANTED = {
  buyer: '种下的买方名称有限公司',
  taxpayerId: taxNumber(1_234_567),
  address: '种下的地址88号',
  phone: '0571-77778888',
  bankAccount: '6200999988887777',
  email: 'planted-guest@example.test',
  mobile: '13912345678',
  remark: '种下的备注',
  password: 'planted password 1',
  wrongPassword: 'planted wrong password',
  login: 'planted-login@example.test',
  webhookPath: 'planted-secret-path',
}

describeOnDatabases('the log', (open) => {
  let service: TestService
  let shop: TestShop
  const secrets: string[] = []
  beforeAll(async () => {
    service = await startTestService(open, { env: { LOG_LEVEL: 'debug' } })
    shop = await openShop(service, {
      owner: { name: '店主', login: PLANTED.login, password: PLANTED.password },
    })
    secrets.push(...Object.values(PLANTED), shop.apiKey, shop.ownerToken, 'secret-of-the-app')
  })
  afterAll(() => service.close())

  const application = (codes: string[], overrides: object = {}) => ({
    codes,
    kind: 'normal',
    buyer: {
      type: 'company',
      name: PLANTED.buyer,
      taxpayerId: PLANTED.taxpayerId,
      address: PLANTED.address,
      phone: PLANTED.phone,
      bankName: '示例银行',
      bankAccount: PLANTED.bankAccount,
    },
    email: PLANTED.email,
    mobile: PLANTED.mobile,
    remark: PLANTED.remark,
    ...overrides,
  })
  const submit = (body: unknown) => http(service.url, '/api/v1/applications', { key: newKey(), body })

  /** Lines in which something planted is found, shortened to it. */
  const leaks = () =>
    service.logLines.flatMap((line) =>
      secrets.filter((secret) => line.includes(secret)).map((secret) => `${secret}: ${line}`),
    )

  test('has a line for each request with its id and route, and nothing of anybody', async () => {
    const { code } = await makeOrderCode(shop)
    const sent = await submit(application([code]))
    const { token } = sent.json as { token: string }
    secrets.push(code, token)
    await until(service, token, ({ deliveries }) => deliveries[0]?.status === 'sent')
    await submit(application([code]))
    await submit(application([code], { email: `${PLANTED.email}\r\nBcc: x@y.test` }))
    await http(service.url, '/api/v1/applications', {
      raw: `{"name":"${PLANTED.buyer}`,
      headers: { 'content-type': 'application/json' },
    })
    await http(service.url, `/api/v1/applications/${token}?lang=en`)
    await http(service.url, `/api/v1/merchant/applications?search=${encodeURIComponent(PLANTED.buyer)}`, {
      token: shop.ownerToken,
    })
    const route = service.logLines.map((line) => JSON.parse(line) as Record<string, unknown>)
    const request = route.find((line) => line.route === '/api/v1/applications' && line.status === 201)
    expect(request).toMatchObject({ event: 'http.request', method: 'POST' })
    expect(request?.requestId).toBe(sent.headers.get('x-request-id'))
    expect(leaks()).toEqual([])
  })

  test('says nothing of passwords, sessions, links and keys', async () => {
    const signIn = (password: string) =>
      http(service.url, '/api/v1/sessions', { body: { login: PLANTED.login, password } })
    await signIn(PLANTED.wrongPassword)
    const session = await signIn(PLANTED.password)
    expect(session.status).toBe(201)
    secrets.push((session.json as { token: string }).token)
    const key = await shop.owner('POST /api/v1/merchant/api-keys', { body: { name: 'erp' } })
    const url = `http://127.0.0.1:9/${PLANTED.webhookPath}`
    const hook = await shop.owner('POST /api/v1/merchant/webhooks', { body: { url } })
    const { name, taxRate, taxCode } = {
      name: '餐费',
      taxRate: '0.06',
      taxCode: '3070401000000000000',
    } as const
    const till = await shop.owner('POST /api/v1/merchant/tills', {
      body: { name: '1', storeId: shop.storeIds[0] ?? '', line: { name, taxRate, taxCode } },
    })
    secrets.push(key.key, hook.secret, till.secret)
    await clientOf(service.url, key.key)('POST /open/v1/order-codes', {
      body: { orderNo: 'hooked', lines: [{ name, amountFen: 100, taxRate, taxCode }] },
      idempotencyKey: newKey(),
    })
    expect(leaks()).toEqual([])
  })

  test('says nothing of anybody when the outside fails', async () => {
    const { control } = service.bureau
    service.mail.faults.set([{ kind: 'refuse', to: PLANTED.email, times: 1 }])
    await control.addFault({
      kind: 'http_error',
      status: 500,
      method: 'queryInvoiceResult',
      taxNum: shop.taxNum,
      times: 2,
    })
    await control.addFault({
      kind: 'garbage',
      body: `<html>${PLANTED.buyer}`,
      method: 'queryInvoiceResult',
      taxNum: shop.taxNum,
      times: 1,
    })
    const { code } = await makeOrderCode(shop)
    const { token } = (await submit(application([code]))).json as { token: string }
    secrets.push(code, token)
    await until(service, token, ({ deliveries }) => deliveries[0]?.status === 'failed')
    service.mail.faults.set([])
    await control.removeFaults()
    const refused = {
      kind: 'refused',
      code: 'E9101',
      message: `抬头 ${PLANTED.buyer} 有误`,
      times: 1,
    } as const
    await control.addFault({ ...refused, taxNum: shop.taxNum })
    const second = (await submit(application([(await makeOrderCode(shop)).code]))).json as { token: string }
    await until(service, second.token, ({ status }) => status === 'refused')
    expect(leaks()).toEqual([])
  })

  test('tells of an error of ours by what failed, not by whom it concerned', async () => {
    const { manager } = service.service.ground.db
    const { code } = await makeProductCode(shop)
    await manager.query('ALTER TABLE `code_use` RENAME TO `code_use_away`')
    try {
      const answer = await submit(application([code], { amountFen: 100 }))
      expect([answer.status, (answer.json as { code: string }).code]).toEqual([500, 'server.error'])
      expect(answer.text).not.toMatch(/code_use|SQL|at \w+ \(/)
    } finally {
      await manager.query('ALTER TABLE `code_use_away` RENAME TO `code_use`')
    }
    await eventually('the line of the failure', async () =>
      service.logLines.some((line) => line.includes('http.failed') && line.includes('code_use')),
    )
    expect(leaks()).toEqual([])
    // Nothing of the half-made application stayed.
    const whole = await submit(application([code], { amountFen: 100 }))
    expect(whole.status).toBe(201)
  })
})
