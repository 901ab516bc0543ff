import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from '../../db'
import { describeOnDatabases } from '../../test/databases'
import { createTestClock, createTestGround } from '../../test/ground'
import { startTestWechat, type TestWechat } from '../../test/wechat'
import { setUrl } from './api'
import { createMpClient } from './client'
import { wechatTokenEntity } from './entity'
import type { MpApp } from './tokens'

const START = Date.parse('2026-11-23T04:00:00Z')

describeOnDatabases('the token service of several processes', (open) => {
  let wechat: TestWechat
  let processes: Database[]
  const clock = createTestClock(START)
  const app: MpApp = { purpose: 'serviceAccount', appId: 'wxtokens000001', secret: 'planted-token-secret' }
  beforeAll(async () => {
    wechat = await startTestWechat({ startAt: START })
    const { appId: appid, secret } = app
    await wechat.putAccount({ appid, secret, type: 'service', powers: ['invoice', 'platform'] })
    processes = [await open(), await open(), await open()]
  })
  afterAll(() => wechat.close())

  const clients = (timeoutMs = 2_000) =>
    processes.map((db) =>
      createMpClient(createTestGround(db, { clock }), { baseUrl: wechat.mpUrl, timeoutMs }),
    )
  /** 12 calls at once from three processes; answers the outcomes and how often a token was asked for. */
  async function burst() {
    await wechat.control.clearJournal()
    const calls = Array.from({ length: 4 }, () => clients().map((mp) => setUrl(mp, app))).flat()
    const outcomes = (await Promise.all(calls)).map(({ outcome }) => outcome)
    const { entries } = await wechat.control.journal()
    return {
      outcomes: new Set(outcomes),
      asked: entries.filter(({ path }) => path.endsWith('stable_token')).length,
    }
  }

  test('one of them renews, the others take what it got', async () => {
    expect(await burst()).toEqual({ outcomes: new Set(['done']), asked: 1 })
    expect(await burst()).toEqual({ outcomes: new Set(['done']), asked: 0 })
  })

  test('a token that WeChat ended is replaced once, and the call repeated', async () => {
    await wechat.control.call('POST', '/mp/expire-tokens')
    await wechat.control.expectRefusal({ code: '40001', times: 20 })
    const { outcomes, asked } = await burst()
    expect(outcomes).toEqual(new Set(['done']))
    expect(asked).toBe(1)
  })

  test('it is renewed before its end', async () => {
    await wechat.control.advance(7_000_000)
    clock.advance(7_000_000)
    expect((await burst()).asked).toBe(1)
    expect((await wechat.control.journal()).unexpected).toEqual([])
  })

  test('a wrong secret is told and asked for no more than once a call', async () => {
    const [mp] = clients()
    const wrong = { ...app, appId: 'wxnobody00000', secret: 'wrong' }
    await wechat.control.expectRefusal({ path: '/stable_token', code: '40013' })
    expect(await mp?.ticket(wrong, 'jsapi')).toMatchObject({ outcome: 'refused', errcode: 40_013 })
  })

  test.each([
    ['time-out', { kind: 'timeout' as const, times: 1 }],
    ['HTML page', { kind: 'http_error' as const, times: 1 }],
    ['redirect', { kind: 'redirect' as const, to: 'http://127.0.0.1:1/', times: 1 }],
    ['garbage', { kind: 'garbage' as const, times: 1 }],
    ['reset', { kind: 'reset_mid_body' as const, times: 1 }],
  ])('%s: nobody knows, and nothing is thrown', async (_, fault) => {
    await wechat.control.addFault({ ...fault, path: '/seturl' })
    const [mp] = clients(400)
    expect(await (mp && setUrl(mp, app))).toMatchObject({
      outcome: 'unknown',
      cause: expect.stringMatching(/^\/card\/invoice\/seturl: /),
    })
  })

  test('what is stored is sealed', async () => {
    const rows = await processes[0]?.manager.find(wechatTokenEntity)
    expect(rows?.length).toBeGreaterThan(0)
    for (const { value } of rows ?? []) expect(value ?? '').not.toMatch(/^\d\d_[0-9a-f]{120}$/)
  })
})
