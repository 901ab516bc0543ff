import { afterAll, beforeAll, expect, test } from 'vitest'
import { AppError, createRateLimits } from '../http'
import { describeOnDatabases } from '../test/databases'
import { createTestGround, type TestGround } from '../test/ground'
import { buildMerchant, buildPerson } from '../test/merchant'
import { outcome, tally } from '../test/outcome'
import { startTestServer, type TestServer } from '../test/server'
import { LOCK_MS } from './attempts'
import { sessionEntity, userEntity } from './entity'
import { mountMerchants } from './routes'
import { SESSION_MS } from './session'
import { createSignIn } from './sign-in'

const PASSWORD = 'right-horse-battery'

describeOnDatabases('sign-in', (open) => {
  let ground: TestGround
  let server: TestServer
  let logins = 0

  beforeAll(async () => {
    ground = createTestGround(await open())
    server = await startTestServer(ground, (guard, limits) => mountMerchants(guard, ground, limits))
  })
  afterAll(() => server.close())

  const newOwner = async () => {
    logins += 1
    const login = `boss${logins}@example.test`
    return { ...(await buildMerchant(ground, { owner: { name: '老板', login, password: PASSWORD } })), login }
  }
  const signIn = (login: string, password: string) =>
    server.client()('POST /api/v1/sessions', { body: { login, password } })
  const attempts = (login: string, passwords: string[]) =>
    Promise.all(passwords.map((password) => outcome(signIn(login, password))))
  const wrong = (count: number) => Array.from({ length: count }, (_, index) => `wrong-password-${index}`)

  test('a session tells who is signed in and what he may do', async () => {
    const { login, merchantId, ownerId } = await newOwner()
    const session = await signIn(` ${login.toUpperCase()} `, PASSWORD)
    expect(session.token).toMatch(/^[\w-]{32}$/)
    expect(session).toMatchObject({
      role: 'owner',
      storeIds: null,
      merchant: { id: merchantId },
      user: { id: ownerId, login },
    })
    expect(session.permissions).toContain('members.write')
    expect(Date.parse(session.expiresAt)).toBe(ground.clock.now() + SESSION_MS)
    const current = await server.client(session.token)('GET /api/v1/sessions/current', {})
    expect(current).toEqual({ ...session, token: undefined })
  })

  test('a wrong password, an unknown login, and a person without password are refused alike', async () => {
    const { login, merchantId } = await newOwner()
    const person = await buildPerson(ground, merchantId, 'cashier')
    const { login: without } = await ground.db.manager.findOneByOrFail(userEntity, { id: person.userId })
    for (const [who, password] of [
      [login, 'wrong-password'],
      ['nobody@example.test', PASSWORD],
      [without, PASSWORD],
    ] as const) {
      const answer = await server.fetch('/api/v1/sessions', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ login: who, password }),
      })
      expect(answer.status).toBe(401)
      expect(await answer.json()).toMatchObject({ code: 'auth.failed', title: 'auth.failed' })
    }
  })

  test('of 20 parallel wrong passwords five get a look, then the right one is locked out too for 15 minutes', async () => {
    const { login } = await newOwner()
    expect(tally(await attempts(login, wrong(20)))).toEqual({ 'auth.failed': 5, 'auth.locked': 15 })
    expect(await outcome(signIn(login, PASSWORD))).toBe('auth.locked')
    ground.clock.advance(LOCK_MS - 1)
    expect(await outcome(signIn(login, PASSWORD))).toBe('auth.locked')
    ground.clock.advance(1)
    expect(await outcome(signIn(login, PASSWORD))).toBe('ok')
  })

  test('after a lock there are five fresh tries, also when they come at once', async () => {
    const { login } = await newOwner()
    await attempts(login, wrong(5))
    ground.clock.advance(LOCK_MS)
    expect(tally(await attempts(login, wrong(12)))).toEqual({ 'auth.failed': 5, 'auth.locked': 7 })
  })

  test('a right password forgets the wrong ones before it', async () => {
    const { login } = await newOwner()
    for (let round = 0; round < 3; round++) {
      expect(tally(await attempts(login, wrong(4)))).toEqual({ 'auth.failed': 4 })
      expect(await outcome(signIn(login, PASSWORD))).toBe('ok')
    }
  })

  test('an unknown login is locked as a known one is, so the lock tells nothing', async () => {
    const unknown = `ghost-${open.dialect}@example.test`
    expect(tally(await attempts(unknown, wrong(20)))).toEqual({ 'auth.failed': 5, 'auth.locked': 15 })
    ground.clock.advance(LOCK_MS)
    expect(tally(await attempts(unknown, wrong(6)))).toEqual({ 'auth.failed': 5, 'auth.locked': 1 })
  })

  test('a session ends after 30 days, when signed out, and when the person leaves', async () => {
    const { login, merchantId } = await newOwner()
    const read = (token: string) => outcome(server.client(token)('GET /api/v1/sessions/current', {}))
    const first = await signIn(login, PASSWORD)
    expect(await read(first.token)).toBe('ok')
    await server.client(first.token)('DELETE /api/v1/sessions/current', {})
    expect(await read(first.token)).toBe('auth.required')

    const second = await signIn(login, PASSWORD)
    ground.clock.advance(SESSION_MS - 1)
    expect(await read(second.token)).toBe('ok')
    ground.clock.advance(1)
    expect(await read(second.token)).toBe('auth.required')

    const cashier = await buildPerson(ground, merchantId, 'cashier')
    const owner = await signIn(login, PASSWORD)
    expect(await read(cashier.token)).toBe('ok')
    await server.client(owner.token)('PATCH /api/v1/merchant/members/:id', {
      params: { id: cashier.memberId },
      body: { isActive: false },
    })
    expect(await read(cashier.token)).toBe('auth.required')
    // Signing in swept the expired session away.
    expect(await ground.db.manager.countBy(sessionEntity, { merchantId })).toBe(1)
  })

  test('a new password ends all other sessions and needs the old one', async () => {
    const { login } = await newOwner()
    const here = await signIn(login, PASSWORD)
    const elsewhere = await signIn(login, PASSWORD)
    const change = (current: string) =>
      outcome(
        server.client(here.token)('PUT /api/v1/sessions/current/password', {
          body: { current, next: 'a-new-password' },
        }),
      )
    expect(await change('not-the-old-one')).toBe('auth.failed')
    expect(await change(PASSWORD)).toBe('ok')
    expect(await outcome(server.client(here.token)('GET /api/v1/sessions/current', {}))).toBe('ok')
    expect(await outcome(server.client(elsewhere.token)('GET /api/v1/sessions/current', {}))).toBe(
      'auth.required',
    )
    expect(await outcome(signIn(login, PASSWORD))).toBe('auth.failed')
    expect(await outcome(signIn(login, 'a-new-password'))).toBe('ok')
  })

  test('a stolen session is no way around the lock: guesses of the old password are counted too', async () => {
    const { login } = await newOwner()
    const { token } = await signIn(login, PASSWORD)
    const guesses = wrong(10).map((current) =>
      outcome(
        server.client(token)('PUT /api/v1/sessions/current/password', {
          body: { current, next: 'a-new-password' },
        }),
      ),
    )
    expect(tally(await Promise.all(guesses))).toEqual({ 'auth.failed': 5, 'auth.locked': 5 })
    expect(await outcome(signIn(login, PASSWORD))).toBe('auth.locked')
  })

  test('an owner of two merchants goes from one to the other, and nowhere else', async () => {
    const first = await newOwner()
    const second = await buildMerchant(ground, {
      owner: { name: '别名', login: first.login, password: 'other-password' },
    })
    const stranger = await newOwner()
    expect(second.ownerId).toBe(first.ownerId)
    const session = await signIn(first.login, PASSWORD)
    expect(session.merchants.map(({ id }) => id)).toEqual([first.merchantId, second.merchantId])
    const call = server.client(session.token)
    const moved = await call('PUT /api/v1/sessions/current/merchant', {
      body: { merchantId: second.merchantId },
    })
    expect(moved.merchant.id).toBe(second.merchantId)
    expect((await call('GET /api/v1/sessions/current', {})).merchant.id).toBe(second.merchantId)
    const astray = call('PUT /api/v1/sessions/current/merchant', {
      body: { merchantId: stranger.merchantId },
    })
    expect(await outcome(astray)).toBe('resource.not_found')
  })

  test('misses are limited by address and by login, whatever comes first', async () => {
    const { login } = await newOwner()
    const limited = createSignIn(ground, createRateLimits(1))
    const code = async (attempt: Promise<unknown>) => {
      try {
        await attempt
        return 'ok'
      } catch (error) {
        if (error instanceof AppError) return error.code
        throw error
      }
    }
    for (let index = 0; index < 20; index++) {
      expect(await code(limited({ linkToken: `no-such-link-token-${index}` }, '192.0.2.1'))).toBe(
        'auth.link_used',
      )
    }
    expect(await code(limited({ linkToken: 'no-such-link-token' }, '192.0.2.1'))).toBe('request.rate_limited')
    expect(await code(limited({ login, password: PASSWORD }, '192.0.2.1'))).toBe('request.rate_limited')
    expect(await code(limited({ login, password: PASSWORD }, '192.0.2.2'))).toBe('ok')

    // A net of many addresses guessing at one login.
    for (let index = 0; index < 20; index++) {
      const password = `wrong-password-${index}`
      expect(await code(limited({ login, password }, `198.51.100.${index}`))).toMatch(
        /^auth\.(failed|locked)$/,
      )
    }
    expect(await code(limited({ login, password: PASSWORD }, '203.0.113.9'))).toBe('request.rate_limited')
  })
})
