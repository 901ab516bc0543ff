import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeOnDatabases } from '../test/databases'
import { createTestGround, type TestGround } from '../test/ground'
import { buildMerchant, buildPerson, signInAs } from '../test/merchant'
import { outcome, tally } from '../test/outcome'
import { startTestServer, type TestServer } from '../test/server'
import { auditEntity, membershipEntity } from './entity'
import { mountMerchants } from './routes'

describeOnDatabases('members', (open) => {
  let ground: TestGround
  let server: TestServer

  beforeAll(async () => {
    ground = createTestGround(await open())
    server = await startTestServer(ground, (guard, limits) => mountMerchants(guard, ground, limits))
  })
  afterAll(() => server.close())

  const newMerchant = async () => {
    const merchant = await buildMerchant(ground)
    const { id: ownerMemberId } = await ground.db.manager.findOneByOrFail(membershipEntity, {
      userId: merchant.ownerId,
      merchantId: merchant.merchantId,
    })
    const token = await signInAs(ground, merchant.ownerId, merchant.merchantId)
    return { ...merchant, ownerMemberId, token, call: server.client(token) }
  }

  test('a person is added with a role and stores, and signs in with the password given', async () => {
    const { call, storeIds, merchantId } = await newMerchant()
    const [storeId = ''] = storeIds
    const body = {
      name: '小李',
      login: ' Li@Example.TEST ',
      password: 'li-password-1',
      role: 'cashier' as const,
      storeIds: [storeId, storeId],
    }
    const login = `li${merchantId.slice(-6)}@example.test`.toLowerCase()
    const member = await call('POST /api/v1/merchant/members', {
      body: { ...body, login: ` ${login.toUpperCase()} ` },
    })
    expect(member).toMatchObject({
      name: '小李',
      login,
      role: 'cashier',
      storeIds: [storeId],
      isActive: true,
    })
    const session = await server.client()('POST /api/v1/sessions', {
      body: { login, password: body.password },
    })
    expect(session.storeIds).toEqual([storeId])
    const again = call('POST /api/v1/merchant/members', { body: { ...body, login } })
    expect(await outcome(again)).toBe('resource.exists')
    const { items } = await call('GET /api/v1/merchant/members', {})
    expect(items).toHaveLength(2)
  })

  test('of ten parallel additions of one login one is made', async () => {
    const { call, merchantId } = await newMerchant()
    const login = `${merchantId.slice(-8)}@example.test`.toLowerCase()
    const add = () =>
      outcome(call('POST /api/v1/merchant/members', { body: { name: 'x', login, role: 'reviewer' } }))
    expect(tally(await Promise.all(Array.from({ length: 10 }, add)))).toEqual({ ok: 1, 'resource.exists': 9 })
  })

  test('a login is a phone number or an e-mail address', async () => {
    const { call } = await newMerchant()
    for (const login of ['admin', 'a@b', '12345', "x' OR '1'='1", '李四']) {
      const adding = call('POST /api/v1/merchant/members', { body: { name: 'x', login, role: 'cashier' } })
      await expect(adding).rejects.toMatchObject({
        problem: { code: 'request.invalid', fields: [{ path: 'login' }] },
      })
    }
    const phone = `139${String(Date.now()).slice(-8)}`
    const adding = call('POST /api/v1/merchant/members', {
      body: { name: 'x', login: phone, role: 'cashier' },
    })
    expect(await outcome(adding)).toBe('ok')
  })

  test('the last owner can neither step down nor shut himself out', async () => {
    const { call, ownerMemberId, merchantId } = await newMerchant()
    const change = (id: string, body: { role?: 'finance'; isActive?: boolean; name?: string }) =>
      outcome(call('PATCH /api/v1/merchant/members/:id', { params: { id }, body }))
    expect(await change(ownerMemberId, { role: 'finance' })).toBe('resource.conflict')
    expect(await change(ownerMemberId, { isActive: false })).toBe('resource.conflict')
    expect(await change(ownerMemberId, { name: '新名字' })).toBe('ok')
    // An owner who was shut out does not count.
    const second = await buildPerson(ground, merchantId, 'owner')
    expect(await change(second.memberId, { isActive: false })).toBe('ok')
    expect(await change(ownerMemberId, { role: 'finance' })).toBe('resource.conflict')
    expect(await change(second.memberId, { isActive: true })).toBe('ok')
    expect(await change(ownerMemberId, { role: 'finance' })).toBe('ok')
    // And now he may not change anybody any more.
    expect(await change(second.memberId, { role: 'finance' })).toBe('auth.forbidden')
  })

  test('two owners who demote each other at once leave one, ten times over', async () => {
    for (let round = 0; round < 10; round++) {
      const first = await newMerchant()
      const second = await buildPerson(ground, first.merchantId, 'owner')
      const outcomes = await Promise.all([
        outcome(
          first.call('PATCH /api/v1/merchant/members/:id', {
            params: { id: second.memberId },
            body: { role: 'cashier' },
          }),
        ),
        outcome(
          server.client(second.token)('PATCH /api/v1/merchant/members/:id', {
            params: { id: first.ownerMemberId },
            body: { isActive: false },
          }),
        ),
      ])
      expect(outcomes).toContain('ok')
      const owners = await ground.db.manager.countBy(membershipEntity, {
        merchantId: first.merchantId,
        role: 'owner',
        isActive: true,
      })
      expect(owners).toBe(1)
    }
  })

  test('a changed role counts from the next call on, and the history says who changed it', async () => {
    const { call, merchantId, ownerId } = await newMerchant()
    const person = await buildPerson(ground, merchantId, 'cashier')
    const settings = () => outcome(server.client(person.token)('GET /api/v1/merchant/settings', {}))
    expect(await settings()).toBe('auth.forbidden')
    const params = { id: person.memberId }
    await call('PATCH /api/v1/merchant/members/:id', { params, body: { role: 'reviewer' } })
    expect(await settings()).toBe('ok')
    const history = await ground.db.manager.findBy(auditEntity, { targetId: person.memberId })
    expect(history).toMatchObject([
      { actor: `user:${ownerId}`, action: 'member.change', detail: 'role', merchantId },
    ])
  })

  test('whoever belongs to other merchants too keeps his name', async () => {
    const { call, merchantId } = await newMerchant()
    const elsewhere = await newMerchant()
    const shared = await ground.db.manager.insert(membershipEntity, {
      id: ground.ids.ulid(),
      merchantId,
      userId: elsewhere.ownerId,
      role: 'finance',
      storeIds: null,
      isActive: true,
      createdAt: ground.clock.now(),
    })
    const id = String(shared.identifiers[0]?.id)
    const change = (body: { name?: string; role?: 'cashier' }) =>
      outcome(call('PATCH /api/v1/merchant/members/:id', { params: { id }, body }))
    expect(await change({ name: '改名' })).toBe('resource.conflict')
    expect(await change({ role: 'cashier' })).toBe('ok')
  })
})
