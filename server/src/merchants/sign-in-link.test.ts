import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeOnDatabases } from '../test/databases'
import { createTestGround, type TestGround } from '../test/ground'
import { buildMerchant, buildPerson } from '../test/merchant'
import { outcome, tally } from '../test/outcome'
import { startTestServer, type TestServer } from '../test/server'
import type { CreatedMerchant } from './create-merchant'
import { membershipEntity } from './entity'
import { mountMerchants } from './routes'
import { createSignInLink, linkHolder } from './sign-in-link'

const MINUTE = 60_000

describeOnDatabases('one-time sign-in link', (open) => {
  let ground: TestGround
  let server: TestServer
  let merchant: CreatedMerchant

  beforeAll(async () => {
    ground = createTestGround(await open())
    server = await startTestServer(ground, (guard, limits) => mountMerchants(guard, ground, limits))
    merchant = await buildMerchant(ground)
  })
  afterAll(() => server.close())

  const newLink = (userId = merchant.ownerId) =>
    createSignInLink(ground, { userId, merchantId: merchant.merchantId, ttlMs: 10 * MINUTE })
  const use = (linkToken: string) => server.client()('POST /api/v1/sessions', { body: { linkToken } })

  test('of 20 parallel uses exactly one opens a session, ten times over', async () => {
    for (let round = 0; round < 10; round++) {
      const link = await newLink()
      const outcomes = await Promise.all(Array.from({ length: 20 }, () => outcome(use(link))))
      expect(tally(outcomes)).toEqual({ ok: 1, 'auth.link_used': 19 })
    }
  })

  test('an expired, an unknown and a used link are refused alike', async () => {
    const link = await newLink()
    ground.clock.advance(10 * MINUTE)
    expect(await outcome(use(link))).toBe('auth.link_used')
    expect(await outcome(use('never-made-by-anybody-at-all'))).toBe('auth.link_used')
    const other = await newLink()
    await use(other)
    expect(await outcome(use(other))).toBe('auth.link_used')
  })

  test('a link is no session, and a session is no link', async () => {
    const link = await newLink()
    expect(await outcome(server.client(link)('GET /api/v1/sessions/current', {}))).toBe('auth.required')
    const { token } = await use(link)
    expect(await outcome(use(token))).toBe('auth.link_used')
    expect(await outcome(server.client(token)('GET /api/v1/sessions/current', {}))).toBe('ok')
  })

  test('a link of somebody who left opens nothing, and is spent', async () => {
    const person = await buildPerson(ground, merchant.merchantId, 'cashier')
    const link = await newLink(person.userId)
    await ground.db.manager.update(membershipEntity, { id: person.memberId }, { isActive: false })
    expect(await outcome(use(link))).toBe('auth.link_used')
    await ground.db.manager.update(membershipEntity, { id: person.memberId }, { isActive: true })
    expect(await outcome(use(link))).toBe('auth.link_used')
  })

  test('whoever came by a link and has no password sets one', async () => {
    const person = await buildPerson(ground, merchant.merchantId, 'cashier')
    const { token, user } = await use(await newLink(person.userId))
    expect(user.hasPassword).toBe(false)
    const change = (body: { current?: string; next: string }) =>
      server.client(token)('PUT /api/v1/sessions/current/password', { body })
    await change({ next: 'my-first-password' })
    // From now on the old one is asked for.
    expect(await outcome(change({ next: 'my-second-password' }))).toBe('request.invalid')
    expect((await server.client(token)('GET /api/v1/sessions/current', {})).user.hasPassword).toBe(true)
    const again = server.client()('POST /api/v1/sessions', {
      body: { login: user.login, password: 'my-first-password' },
    })
    expect(await outcome(again)).toBe('ok')
  })

  test('a second link is made for a login, however it is typed; nobody else gets one', async () => {
    const { user } = await use(await newLink())
    const holder = await linkHolder(ground, ` ${user.login.toUpperCase()} `)
    expect(holder).toEqual({ userId: merchant.ownerId, merchantId: merchant.merchantId })
    await expect(linkHolder(ground, 'nobody@example.test')).rejects.toThrow('nobody@example.test')
  })
})
