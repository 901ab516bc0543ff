import { signOfflineCode } from '@piaoma/shared/codes'
import type { EntitySchema } from 'typeorm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { entities } from '../entities'
import { describeOnDatabases } from '../test/databases'
import { createTestGround, type TestGround } from '../test/ground'
import { buildMerchant } from '../test/merchant'
import { outcome } from '../test/outcome'
import { startTestServer, type TestServer } from '../test/server'
import { taxpayerEntity, tillEntity } from './entity'
import { mountMerchants } from './routes'
import { createSignInLink } from './sign-in-link'

const PASSWORD = 'planted-password-1'
const NEXT_PASSWORD = 'planted-password-2'
const MEMBER_PASSWORD = 'planted-password-3'
const CHANNEL_SECRET = 'planted-channel-secret'
const NEXT_CHANNEL_SECRET = 'planted-next-channel-secret'
const LOGIN = 'planted-login@example.test'
const LINE = { name: '餐饮服务', taxRate: '0.06', taxCode: '3070401000000000000' } as const

describeOnDatabases('secrets', (open) => {
  let ground: TestGround
  let server: TestServer
  /** Every answer, and which secrets that answer itself may show once. */
  const answers: { path: string; text: string }[] = []

  beforeAll(async () => {
    ground = createTestGround(await open())
    server = await startTestServer(ground, (guard, limits) => mountMerchants(guard, ground, limits))
  })
  afterAll(() => server.close())

  async function call<T>(token: string, method: string, path: string, body?: unknown): Promise<T> {
    const answer = await server.fetch(path, {
      method,
      headers: {
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: body === undefined ? null : JSON.stringify(body),
    })
    const text = await answer.text()
    answers.push({ path: `${method} ${path}`, text })
    return (text ? JSON.parse(text) : undefined) as T
  }

  test('are shown once, where they are made, and stand in no other answer, no log line and no table', async () => {
    const { merchantId, ownerId, taxpayerId, storeIds } = await buildMerchant(ground, {
      owner: { name: '老板', login: LOGIN, password: PASSWORD },
      taxpayer: {
        name: '测试公司',
        taxpayerId: '91330106MA2CFG3K9J',
        drawer: '王测试',
        channel: {
          gatewayUrl: 'https://gateway.example.test/x',
          tokenUrl: 'https://gateway.example.test/t',
          appKey: 'the-app-key',
          appSecret: CHANNEL_SECRET,
        },
      },
    })
    const linkToken = await createSignInLink(ground, { userId: ownerId, merchantId, ttlMs: 60_000 })

    const first = await call<{ token: string }>('', 'POST', '/api/v1/sessions', {
      login: LOGIN,
      password: PASSWORD,
    })
    const byLink = await call<{ token: string }>('', 'POST', '/api/v1/sessions', { linkToken })
    await call('', 'POST', '/api/v1/sessions', { linkToken })
    await call('', 'POST', '/api/v1/sessions', { login: LOGIN, password: `${PASSWORD}x` })
    await call('', 'POST', '/api/v1/sessions', { login: LOGIN, password: PASSWORD, extra: linkToken })
    const { token } = first
    const apiKey = await call<{ key: string }>(token, 'POST', '/api/v1/merchant/api-keys', { name: 'erp' })
    const till = await call<{ secret: string; keyId: string }>(token, 'POST', '/api/v1/merchant/tills', {
      name: '1',
      storeId: storeIds[0],
      line: LINE,
    })
    await call(token, 'POST', '/api/v1/merchant/members', {
      name: '小李',
      login: '13800138000',
      password: MEMBER_PASSWORD,
      role: 'cashier',
    })
    await call(token, 'PATCH', `/api/v1/merchant/taxpayers/${taxpayerId}`, {
      channel: {
        gatewayUrl: 'https://gateway.example.test/y',
        tokenUrl: 'https://gateway.example.test/t',
        appKey: 'the-next-app-key',
        appSecret: NEXT_CHANNEL_SECRET,
      },
    })
    await call(token, 'PUT', '/api/v1/sessions/current/password', { current: PASSWORD, next: NEXT_PASSWORD })
    for (const path of [
      'settings',
      'stores',
      'taxpayers',
      'goods',
      'members',
      'api-keys',
      'tills',
      'alarms',
    ]) {
      await call(token, 'GET', `/api/v1/merchant/${path}`)
    }
    await call(token, 'GET', '/api/v1/sessions/current')
    await call(token, 'PATCH', '/api/v1/merchant/settings', { surprise: PASSWORD })

    const planted = [PASSWORD, NEXT_PASSWORD, MEMBER_PASSWORD, CHANNEL_SECRET, NEXT_CHANNEL_SECRET]
    const bearers = [linkToken, token, byLink.token, apiKey.key, till.secret]
    const shownOnce: Record<string, string[]> = {
      'POST /api/v1/sessions': [token, byLink.token],
      'POST /api/v1/merchant/api-keys': [apiKey.key],
      'POST /api/v1/merchant/tills': [till.secret],
    }
    for (const secret of [...planted, ...bearers]) {
      expect(secret.length).toBeGreaterThan(15)
      for (const { path, text } of answers) {
        if (!shownOnce[path]?.includes(secret))
          expect(`${path}: ${text.includes(secret)}`).toBe(`${path}: false`)
      }
    }
    // Once each: the answer that made it.
    for (const secret of bearers.slice(1))
      expect(answers.filter(({ text }) => text.includes(secret))).toHaveLength(1)

    const rows = JSON.stringify(
      await Promise.all(entities.map((entity) => ground.db.manager.find(entity as EntitySchema<object>))),
    )
    const logged = ground.logLines.join('\n')
    expect(logged).toContain('auth.signed_in')
    for (const secret of [...planted, ...bearers]) {
      expect(rows).not.toContain(secret)
      expect(logged).not.toContain(secret)
    }
    // Personal data is not for the log either.
    for (const text of [LOGIN, '13800138000', '老板', '小李', '91330106MA2CFG3K9J'])
      expect(logged).not.toContain(text)

    // Sealed, not lost: the server itself can still use them.
    const taxpayer = await ground.db.manager.findOneByOrFail(taxpayerEntity, { id: taxpayerId })
    expect(ground.secrets.open(taxpayer.appSecret)).toBe(NEXT_CHANNEL_SECRET)
    const stored = await ground.db.manager.findOneByOrFail(tillEntity, { keyId: till.keyId })
    expect(ground.secrets.open(stored.secret)).toBe(till.secret)
    const order = { keyId: till.keyId, till: '1', orderNo: 'A-1', at: 1_795_400_000, amountFen: 8800 }
    expect(signOfflineCode(order, Buffer.from(till.secret, 'base64url'))).toMatch(/^T1\./)
  })

  test('a fault of ours tells the caller nothing of what was asked', async () => {
    const broken = await startTestServer(ground, (guard) => {
      guard('POST /api/v1/sessions', 'signIn', async () => {
        throw new Error(`cannot reach mysql://root:${PASSWORD}@db`)
      })
    })
    const body = { login: LOGIN, password: PASSWORD }
    expect(await outcome(broken.client()('POST /api/v1/sessions', { body }))).toBe('server.error')
    const answer = await broken.fetch('/api/v1/sessions', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    expect(await answer.text()).not.toContain(PASSWORD)
    await broken.close()
  })
})
