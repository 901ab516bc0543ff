import { describe, expect, test } from 'vitest'
import { nuonuoSettings } from './config'
import type { Gateway, GatewayAnswer } from './gateway'
import { readOperatorState } from './operator'
import { createQuotaReader } from './quota'

function opposite(answers: Record<string, GatewayAnswer>) {
  let now = 1_764_000_000_000
  const asked: unknown[] = []
  const gateway: Gateway = {
    call: async (method, content) => {
      asked.push(content)
      const queryType = String(Reflect.get(Object(content), 'queryType'))
      return answers[`${method.split('.').at(-1)}/${queryType}`] ?? { kind: 'unknown', cause: 'ECONNRESET' }
    },
  }
  const settings = nuonuoSettings({
    gatewayUrl: 'https://gateway.invalid/open/v1/services',
    tokenUrl: 'https://gateway.invalid/accessToken',
    appKey: 'K',
    appSecret: 'S',
    taxNum: 'T',
    extensionNumber: '923',
    departmentId: 'D1',
    clerkId: 'C1',
    now: () => now,
  })
  return { gateway, settings, asked, pass: (ms: number) => (now += ms) }
}

const ok = (result?: unknown): GatewayAnswer => ({ kind: 'answer', code: 'E0000', describe: '', result })

describe('quota', () => {
  const full = {
    requestStatus: '1',
    totalCreditLine: '10000.24',
    usedCreditLine: '1000.12',
    availableCreditLine: 9000.12,
  }

  test('is read in fen, for the operator that is configured', async () => {
    const { gateway, settings, asked } = opposite({ 'getCreditLine/1': ok(full) })
    expect(await createQuotaReader(gateway, settings)()).toEqual({
      totalFen: 1_000_024,
      usedFen: 100_012,
      availableFen: 900_012,
    })
    expect(asked).toEqual([{ queryType: '1', extensionNumber: '923', deptId: 'D1', clerkId: 'C1' }])
  })

  test('that NuoNuo does not know yet is asked of the bureau, but not again and again', async () => {
    const empty = ok({ requestStatus: '0', availableCreditLine: null })
    const { gateway, settings, asked, pass } = opposite({ 'getCreditLine/1': empty, 'getCreditLine/0': ok() })
    const quota = createQuotaReader(gateway, settings)
    const types = () => asked.map((content) => Reflect.get(Object(content), 'queryType')).join('')
    expect(await quota()).toMatchObject({ outcome: 'unknown' })
    expect(await quota()).toMatchObject({ outcome: 'unknown' })
    expect(types()).toBe('101')
    pass(80 * 60_000)
    await quota()
    expect(types()).toBe('10110')
  })

  test.each<[string, GatewayAnswer]>([
    ['a code', { kind: 'answer', code: 'E9999', describe: '', result: undefined }],
    ['a denial', { kind: 'denied', code: '070302', message: 'x' }],
    ['silence', { kind: 'unknown', cause: 'time-out' }],
    ['amounts that are none', ok({ ...full, totalCreditLine: 'viel' })],
    ['another shape', ok('x')],
  ])('is unknown after %s', async (_name, answer) => {
    const { gateway, settings } = opposite({ 'getCreditLine/1': answer })
    expect(await createQuotaReader(gateway, settings)()).toMatchObject({ outcome: 'unknown' })
  })
})

describe('operator', () => {
  const state = (certificationStatus: unknown) => ok({ certificationStatus })

  test.each([
    ['0', '1', 'login_required'],
    ['1', '2', 'identity_required'],
    ['1', '1', 'ready'],
    [1, 1, 'ready'],
    ['1', '0', 'ready'],
    ['1', '3', 'ready'],
  ])('logged in %s and identity %s: %s', async (login, identity, expected) => {
    const { gateway, settings } = opposite({
      'getCertificationStatus/2': state(login),
      'getCertificationStatus/1': state(identity),
    })
    expect(await readOperatorState(gateway, settings)).toMatchObject({ state: expected })
  })

  test('may come as a list of accounts', async () => {
    const { gateway, settings } = opposite({
      'getCertificationStatus/2': ok([{ certificationStatus: '1' }]),
      'getCertificationStatus/1': ok([{ certificationStatus: '2' }]),
    })
    expect(await readOperatorState(gateway, settings)).toMatchObject({ state: 'identity_required' })
  })

  test.each<[string, GatewayAnswer]>([
    ['a code', { kind: 'answer', code: 'E9999', describe: '系统繁忙', result: undefined }],
    ['a denial', { kind: 'denied', code: '070302', message: 'x' }],
    ['another shape', ok({ status: 1 })],
    ['an empty list', ok([])],
  ])('is unknown after %s', async (_name, answer) => {
    const { gateway, settings } = opposite({ 'getCertificationStatus/2': answer })
    expect(await readOperatorState(gateway, settings)).toMatchObject({ outcome: 'unknown' })
  })
})
