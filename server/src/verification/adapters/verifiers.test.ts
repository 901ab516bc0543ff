import type { VerifyQuestion } from '@piaoma/shared/received-rules'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { verificationControl } from '../../simulators/verification/client'
import type { FactInput } from '../../simulators/verification/desk'
import {
  type RunningVerificationServices,
  startVerificationServices,
} from '../../simulators/verification/start'
import type { TokenStore, Verifier, VerifierSettings } from '../verifier'
import { createBaiduVerifier } from './baidu'
import { createTencentVerifier } from './tencent'

const NOW = Date.parse('2026-11-22T04:00:00Z')
const TOKEN = 'control'
const ID = 'simulated-id'
const SECRET = 'simulated-secret'
const base = {
  issuedOn: '2026-11-18',
  amountFen: 9_434,
  taxFen: 566,
  totalFen: 10_000,
  buyerName: '上海示例贸易有限公司',
  buyerTaxpayerId: '91310000MA1TEST01X',
  sellerName: '杭州示例科技有限公司',
  sellerTaxpayerId: '91330100MA2TEST02Y',
}
let services: RunningVerificationServices
let control: ReturnType<typeof verificationControl>
let serial = 0

beforeAll(async () => {
  services = await startVerificationServices({ controlToken: TOKEN, now: () => NOW })
  control = verificationControl(services.url, TOKEN)
  await control.putSecrets({ [ID]: SECRET })
})
beforeEach(() => control.clearFaults())
afterAll(() => services.close())

function memoryTokens(): TokenStore {
  const tokens = new Map<string, { token: string; expiresAt: number }>()
  return { get: async (key) => tokens.get(key), set: async (key, value) => void tokens.set(key, value) }
}
const settings = (change: Partial<VerifierSettings> = {}): VerifierSettings => ({
  url: services.url,
  appKey: ID,
  appSecret: SECRET,
  timeoutMs: 300,
  now: () => NOW,
  tokenStore: memoryTokens(),
  ...change,
})

/** A digital invoice that the tax side has, and the right question about it. */
async function digital(change: Partial<FactInput> = {}): Promise<VerifyQuestion> {
  serial += 1
  const number = `2531200000000${String(serial).padStart(7, '0')}`
  await control.putFacts([{ kind: 'digital_normal', number, ...base, ...change }])
  return {
    kind: 'digital_normal',
    number,
    issuedOn: change.issuedOn ?? base.issuedOn,
    totalFen: base.totalFen,
  }
}

describe.each<[string, (settings: VerifierSettings) => Verifier]>([
  ['Tencent', createTencentVerifier],
  ['Baidu', createBaiduVerifier],
])('%s', (name, create) => {
  test('an invoice that agrees is found, with the fields of the tax side and the answer for evidence', async () => {
    const answer = await create(settings()).verify(await digital())
    const { issuedOn: _, ...checked } = base
    expect(answer).toMatchObject({ outcome: 'found', checked })
    expect(answer.answer).toContain(base.sellerName)
    expect(JSON.stringify(answer)).not.toContain(SECRET)
  })

  test.each([
    ['electronic_special', { amountFen: 9_434 }, { amountFen: 9_435 }],
    ['electronic_normal', { checkCode: '567890' }, { checkCode: '567891' }],
  ] as const)('%s is compared by its own value', async (kind, right, wrong) => {
    serial += 1
    const identity = { kind, code: '031002600111', number: String(10_000_000 + serial) }
    await control.putFacts([{ ...identity, ...base, checkCode: '12345678901234567890' }])
    const question = { ...identity, issuedOn: base.issuedOn }
    expect(await create(settings()).verify({ ...question, ...right })).toMatchObject({ outcome: 'found' })
    expect(await create(settings()).verify({ ...question, ...wrong })).toMatchObject({ outcome: 'mismatch' })
  })

  test('mismatch, no record, voided, reversed, not yet, too old are separate answers', async () => {
    const outcome = async (question: VerifyQuestion) => (await create(settings()).verify(question)).outcome
    const good = await digital()
    expect(await outcome({ ...good, totalFen: 10_001 })).toBe('mismatch')
    expect(await outcome({ ...good, number: '2'.repeat(20) })).toBe('no_record')
    expect(await outcome(await digital({ state: 'voided' }))).toBe('voided')
    expect(await outcome(await digital({ state: 'reversed' }))).toBe('reversed')
    expect(await outcome(await digital({ state: 'partly_reversed' }))).toBe('reversed')
    expect(await outcome({ ...good, issuedOn: '2021-11-01' })).toBe('too_old')
    const today = {
      kind: 'toll',
      code: '031002600112',
      number: '00000001',
      issuedOn: '2026-11-22',
      checkCode: '123456',
    }
    expect(await outcome(today as VerifyQuestion)).toBe('not_yet')
  })

  test('the sixth question of a day is refused by the service', async () => {
    const question = await digital()
    const verifier = create(settings())
    const outcomes: string[] = []
    for (let nth = 1; nth <= 6; nth++)
      outcomes.push((await verifier.verify({ ...question, totalFen: nth })).outcome)
    expect(outcomes).toEqual([...Array(5).fill('mismatch'), 'limit'])
  })

  test.each([
    'silence_before',
    'silence_after',
    'reset',
    'page',
    'error_page',
  ] as const)('%s: nobody knows, nothing is thrown', async (kind) => {
    const question = await digital()
    const verifier = create(settings())
    await verifier.verify(question)
    await control.addFault({ kind })
    expect(await verifier.verify(question)).toMatchObject({ outcome: 'unknown' })
    expect(await verifier.verify(question)).toMatchObject({ outcome: 'found' })
  })

  test('busy is no try, and is told apart from the limit', async () => {
    const question = await digital()
    await control.addFault({ kind: 'busy' })
    expect(await create(settings()).verify(question)).toMatchObject({ outcome: 'busy' })
    await control.addFault({ kind: 'limit' })
    expect(await create(settings()).verify(question)).toMatchObject({ outcome: 'limit' })
  })

  test('wrong credentials are our fault, not the invoice’s', async () => {
    const question = await digital()
    for (const wrong of [{ appSecret: 'another' }, { appKey: 'nobody' }]) {
      expect(await create(settings(wrong)).verify(question)).toMatchObject({ outcome: 'denied' })
    }
  })

  test('an address where nobody listens is unknown or busy, never a verdict', async () => {
    const question = await digital()
    const answer = await create(settings({ url: 'http://127.0.0.1:9' })).verify(question)
    expect(answer.outcome).toBe(name === 'Baidu' ? 'busy' : 'unknown')
  })
})

test('Tencent: a body changed on its way, or a clock out of time, is refused by the signature', async () => {
  const question = await digital()
  const tamper: typeof fetch = (url, init) =>
    fetch(url, { ...init, body: String(init?.body).replace('2026', '2025') })
  const late = { now: () => NOW - 3_600_000 }
  for (const change of [{ fetch: tamper }, late]) {
    const answer = await createTencentVerifier(settings(change)).verify(question)
    expect(answer).toMatchObject({ outcome: 'denied', detail: expect.stringMatching(/^AuthFailure/) })
  }
})

test('Baidu: one token serves many questions; one that died is replaced once and the question asked again', async () => {
  const verifier = createBaiduVerifier(settings())
  const before = await control.calls()
  const question = await digital()
  await verifier.verify(question)
  await verifier.verify(question)
  expect((await control.calls()).token - before.token).toBe(1)
  await control.addFault({ kind: 'token_expired' })
  expect(await verifier.verify(question)).toMatchObject({ outcome: 'found' })
  expect((await control.calls()).token - before.token).toBe(2)
})

test('Baidu does not verify rail tickets and is not asked', async () => {
  const before = await control.calls()
  const rail: VerifyQuestion = { ...(await digital()), kind: 'rail' }
  expect(await createBaiduVerifier(settings()).verify(rail)).toMatchObject({ outcome: 'unsupported' })
  expect((await control.calls()).baidu).toBe(before.baidu)
})
