import { api, type Endpoint, type EndpointKey, ROLES, type Role } from '@piaoma/shared/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createRateLimits, type Guard } from '../http'
import { describeOnDatabases } from '../test/databases'
import { createTestGround, type TestGround } from '../test/ground'
import { buildMerchant, buildPerson } from '../test/merchant'
import { startTestServer, type TestServer } from '../test/server'
import type { CreatedMerchant } from './create-merchant'
import { createApiKey } from './manage-keys'
import { assertStore, PERMISSIONS, permissionsOf, storeScope } from './policy'
import { mountMerchants } from './routes'
import { createSignInLink } from './sign-in-link'

/** What the product owner wrote down, in other words than the table: who may call which endpoint. */
const EVERYBODY: readonly Role[] = ROLES
const READERS: readonly Role[] = ['owner', 'reviewer', 'cashier', 'finance']
const SELLERS: readonly Role[] = ['owner', 'reviewer', 'cashier']
const OFFICE: readonly Role[] = ['owner', 'reviewer', 'finance']
const BOOKS: readonly Role[] = ['owner', 'finance']
const OWNER: readonly Role[] = ['owner']
const MAY_CALL: Partial<Record<EndpointKey, readonly Role[]>> = {
  'GET /api/v1/sessions/current': EVERYBODY,
  'PUT /api/v1/sessions/current/merchant': EVERYBODY,
  'PUT /api/v1/sessions/current/password': EVERYBODY,
  'DELETE /api/v1/sessions/current': EVERYBODY,
  'GET /api/v1/merchant/settings': OFFICE,
  'PATCH /api/v1/merchant/settings': OWNER,
  'GET /api/v1/merchant/stores': READERS,
  'POST /api/v1/merchant/stores': OWNER,
  'PATCH /api/v1/merchant/stores/:id': OWNER,
  'GET /api/v1/merchant/taxpayers': OFFICE,
  'PATCH /api/v1/merchant/taxpayers/:id': OWNER,
  'GET /api/v1/merchant/titles': READERS,
  'GET /api/v1/merchant/history': BOOKS,
  'GET /api/v1/merchant/goods': READERS,
  'POST /api/v1/merchant/goods': SELLERS,
  'PATCH /api/v1/merchant/goods/:id': SELLERS,
  'DELETE /api/v1/merchant/goods/:id': SELLERS,
  'GET /api/v1/merchant/tax-codes': READERS,
  'GET /api/v1/merchant/members': BOOKS,
  'POST /api/v1/merchant/members': OWNER,
  'PATCH /api/v1/merchant/members/:id': OWNER,
  'GET /api/v1/merchant/api-keys': BOOKS,
  'POST /api/v1/merchant/api-keys': OWNER,
  'DELETE /api/v1/merchant/api-keys/:id': OWNER,
  'GET /api/v1/merchant/tills': BOOKS,
  'POST /api/v1/merchant/tills': OWNER,
  'DELETE /api/v1/merchant/tills/:id': OWNER,
  'GET /api/v1/merchant/alarms': READERS,
  'POST /api/v1/merchant/alarms/:id/resolve': ['owner', 'reviewer'],
}

const endpoints: Record<string, Endpoint> = api

/** The keys that a mount function mounts. */
function mountedKeys(ground: TestGround): EndpointKey[] {
  const keys: EndpointKey[] = []
  const recorder: Guard = (key) => {
    keys.push(key)
  }
  mountMerchants(recorder, ground, createRateLimits(0))
  return keys
}

describeOnDatabases('roles at every mounted route', (open) => {
  let ground: TestGround
  let server: TestServer
  let merchant: CreatedMerchant
  let keys: EndpointKey[]

  beforeAll(async () => {
    ground = createTestGround(await open())
    server = await startTestServer(ground, (guard, limits) => mountMerchants(guard, ground, limits))
    merchant = await buildMerchant(ground)
    keys = mountedKeys(ground).filter((key) => endpoints[key]?.access === 'session')
  })
  afterAll(() => server.close())

  /** Calls with nobody's id and an empty form: whoever gets past the role is told so by 404, 422 or a list. */
  const statusOf = async (key: EndpointKey, token?: string) => {
    const [method = '', path = ''] = key.split(' ')
    const hasBody = endpoints[key]?.body !== undefined
    const answer = await server.fetch(path.replace(':id', ground.ids.ulid()), {
      method,
      headers: {
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(hasBody ? { 'content-type': 'application/json' } : {}),
      },
      body: hasBody ? '{}' : null,
    })
    await answer.text()
    return answer.status
  }

  test('each role may call exactly what is written down', async () => {
    expect(keys.toSorted()).toEqual(Object.keys(MAY_CALL).toSorted())
    for (const role of ROLES) {
      const { token } = await buildPerson(ground, merchant.merchantId, role)
      // Signing out comes last: it ends the session that the others need.
      for (const key of keys.toSorted((a, b) => Number(isSignOut(a)) - Number(isSignOut(b)))) {
        const status = await statusOf(key, token)
        const expected = MAY_CALL[key]?.includes(role) ? 'allowed' : 'forbidden'
        expect(`${role} ${key}: ${status === 403 ? 'forbidden' : 'allowed'}`).toBe(
          `${role} ${key}: ${expected}`,
        )
        expect([200, 201, 204, 403, 404, 422]).toContain(status)
      }
    }
  })

  test('without a session every route asks for one, whatever else is shown', async () => {
    const { key: apiKey } = await createApiKey(
      ground,
      { merchantId: merchant.merchantId, actor: 'system' },
      { name: 'till' },
    )
    const link = await createSignInLink(ground, {
      userId: merchant.ownerId,
      merchantId: merchant.merchantId,
      ttlMs: 60_000,
    })
    for (const token of [undefined, apiKey, link, 'x'.repeat(32), `${link}'--`]) {
      for (const key of keys) expect(`${key}: ${await statusOf(key, token)}`).toBe(`${key}: 401`)
    }
  })
})

const isSignOut = (key: EndpointKey): boolean => key === 'DELETE /api/v1/sessions/current'

describe('policy', () => {
  test('every permission of the contract is one that somebody can hold', () => {
    const asked = Object.values(endpoints).flatMap(({ permission }) => (permission ? [permission] : []))
    expect([...new Set(asked)].toSorted()).toEqual([...PERMISSIONS].toSorted())
  })

  test('every endpoint of the merchant’s console asks for a permission', () => {
    for (const [key, endpoint] of Object.entries(endpoints)) {
      if (!key.includes('/api/v1/merchant/')) continue
      expect(`${key}: ${endpoint.access}`).toBe(`${key}: session`)
      expect(`${key}: ${endpoint.permission ?? 'none'}`).not.toBe(`${key}: none`)
    }
  })

  test('an employee hands in what is his, finance changes nothing', () => {
    expect(permissionsOf('employee')).toEqual(['received.capture'])
    expect(permissionsOf('finance').filter((name) => /\.(write|review)$/.test(name))).toEqual([])
    expect(permissionsOf('owner')).toEqual(PERMISSIONS)
  })

  test('stores limit whom they are given to, never the owner', () => {
    expect(storeScope({ role: 'cashier', storeIds: ['A'] })).toEqual(['A'])
    expect(storeScope({ role: 'cashier', storeIds: null })).toBeNull()
    expect(storeScope({ role: 'owner', storeIds: ['A'] })).toBeNull()
    expect(() => assertStore({ role: 'cashier', storeIds: ['A'] }, 'A')).not.toThrow()
    expect(() => assertStore({ role: 'cashier', storeIds: ['A'] }, 'B')).toThrow('resource.not_found')
    expect(() => assertStore({ role: 'cashier', storeIds: [] }, 'A')).toThrow('resource.not_found')
    expect(() => assertStore({ role: 'reviewer', storeIds: null }, 'B')).not.toThrow()
  })
})
