import { api, type Endpoint } from '@piaoma/shared/contract'
import { ERRORS } from '@piaoma/shared/errors'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeOnDatabases } from '../test/databases'
import { http } from './http-client'
import {
  apply,
  makeOrderCode,
  openShop,
  startTestService,
  type TestService,
  untilFiled,
} from './service-scene'

interface OpenApi {
  openapi: string
  paths: Record<string, Record<string, Operation>>
}
interface Operation {
  operationId: string
  security?: unknown[]
  parameters: { name: string; in: string; required: boolean }[]
  requestBody?: { content: Record<string, { schema: object }> }
  responses: Record<string, { description: string; content?: object }>
}

describeOnDatabases('the service to programs and operators', (open) => {
  let service: TestService
  beforeAll(async () => {
    service = await startTestService(open)
  })
  afterAll(() => service.close())
  const get = (path: string, headers: Record<string, string> = {}) => http(service.url, path, { headers })

  test('describes every endpoint of the contract in /openapi.json', async () => {
    const { json, headers } = await get('/openapi.json')
    expect(headers.get('content-type')).toContain('application/json')
    const document = json as OpenApi
    expect(document.openapi).toMatch(/^3\.1\./)
    const ids = new Set<string>()
    for (const [key, endpoint] of Object.entries(api) as [string, Endpoint][]) {
      const [method = '', path = ''] = key.split(' ')
      const operation = document.paths[path.replace(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()]
      if (!operation) throw new Error(`${key} is not described`)
      ids.add(operation.operationId)
      expect(operation.responses[endpoint.answer.status], key).toBeDefined()
      for (const code of endpoint.errors) {
        expect(operation.responses[ERRORS[code].status]?.description, `${key} ${code}`).toContain(code)
      }
      const inPath = operation.parameters.filter((each) => each.in === 'path').map(({ name }) => name)
      expect(inPath.sort(), key).toEqual([...path.matchAll(/:(\w+)/g)].map((match) => match[1]).sort())
      expect(operation.requestBody !== undefined, key).toBe(Boolean(endpoint.body ?? endpoint.upload))
      expect(operation.security !== undefined, key).toBe(endpoint.access !== 'public')
    }
    expect(ids.size).toBe(Object.keys(api).length)
    const references = JSON.stringify(document).match(/"\$ref":"([^"]+)"/g) ?? []
    for (const reference of references) expect(reference).toBe('"$ref":"#/components/schemas/Problem"')
  })

  test('has a page to read it, which loads nothing from elsewhere', async () => {
    const page = await get('/docs')
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
    const sources = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1] ?? '')
    expect(sources.length).toBeGreaterThan(2)
    for (const source of sources) {
      expect(source).toMatch(/^\//)
      expect((await get(source)).status).toBe(200)
    }
  })

  test('says how it is', async () => {
    expect((await get('/healthz')).json).toEqual({ status: 'ok' })
    expect((await get('/readyz')).json).toEqual({ status: 'ready' })
    const shop = await openShop(service)
    const { token } = await apply(service, [(await makeOrderCode(shop)).code])
    await untilFiled(service, token)
    const metrics = await get('/metrics')
    expect(metrics.headers.get('content-type')).toContain('text/plain')
    expect(metrics.text).toMatch(/^# HELP /m)
    // Routes, never addresses: codes and tokens are secrets.
    expect(metrics.text).toContain('/api/v1/applications/:token')
    expect(metrics.text).not.toContain(token)
  })

  test('answers what it does not know as a problem, in the reader’s language', async () => {
    const unknown = await get('/api/v1/nothing', { 'accept-language': 'en' })
    expect([unknown.status, unknown.headers.get('content-type')]).toEqual([404, 'application/problem+json'])
    expect(unknown.json).toMatchObject({
      code: 'resource.not_found',
      detail: ERRORS['resource.not_found'].en,
    })
    const method = await http(service.url, '/api/v1/applications', { method: 'PUT' })
    expect([method.status, method.json]).toMatchObject([405, { code: 'request.method_not_allowed' }])
    expect(method.json).toMatchObject({ detail: ERRORS['request.method_not_allowed'].zh })
    expect(method.headers.get('x-request-id')).toBe((method.json as { requestId: string }).requestId)
  })

  test('sends the headers that keep a browser careful', async () => {
    const { headers } = await get('/healthz')
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('strict-transport-security')).toContain('max-age')
    expect(headers.get('x-powered-by')).toBeNull()
  })
})
