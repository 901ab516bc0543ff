import { expect, test } from 'vitest'
import { type ContractFault, settled, type Use } from './harness'

/** Quota, operator and channel troubles pass, and the same serial goes on. */
export function describeWaiting(use: Use): void {
  test.each<[string, ContractFault['kind'], 'quota' | 'operator']>([
    ['the quota is used up', 'quota_exhausted', 'quota'],
    ['the operator must log in', 'operator_login_required', 'operator'],
    ['the operator must confirm his identity', 'operator_identity_required', 'operator'],
  ])('while %s, and goes on under the same serial', async (_name, kind, cause) => {
    const { channel, order, fault, clearFaults, issued } = use()
    const asked = order()
    await fault({ kind } as ContractFault, 100)
    const accepted = await channel.issue(asked)
    if (accepted.outcome !== 'accepted') throw new Error(JSON.stringify(accepted))
    const outcome = await settled(channel, asked.serial)
    expect(outcome).toMatchObject({ outcome: 'waiting', cause })
    expect(await issued(asked.serial)).toEqual([])
    await clearFaults()
    expect(await channel.reissue(accepted.channelSerial)).toMatchObject({ outcome: 'accepted' })
    expect(await settled(channel, asked.serial)).toMatchObject({ outcome: 'issued' })
    expect(await issued(asked.serial)).toHaveLength(1)
  })

  test('and goes on by our own serial when the channel’s was lost with its answer', async () => {
    const { channel, order, setQuotaFen, fault } = use()
    await setQuotaFen(1)
    const asked = order()
    await fault({ kind: 'timeout_after_acceptance' }, 1)
    expect(await channel.issue(asked)).toMatchObject({ outcome: 'unknown' })
    expect(await settled(channel, asked.serial)).toMatchObject({ outcome: 'waiting', cause: 'quota' })
    await setQuotaFen(500_000_000)
    expect(await channel.reissue(asked.serial)).toMatchObject({ outcome: 'accepted' })
    expect(await settled(channel, asked.serial)).toMatchObject({ outcome: 'issued' })
  })

  test('and sending the same order again is asking again, not a second invoice', async () => {
    const { channel, order, setOperator, issued } = use()
    await setOperator('identity_required')
    const asked = order()
    await channel.issue(asked)
    expect(await settled(channel, asked.serial)).toMatchObject({ outcome: 'waiting', cause: 'operator' })
    expect(await channel.issue(asked)).toMatchObject({ outcome: 'accepted' })
    expect(await settled(channel, asked.serial)).toMatchObject({ outcome: 'waiting' })
    await setOperator('ready')
    expect(await channel.issue(asked)).toMatchObject({ outcome: 'accepted' })
    expect(await settled(channel, asked.serial)).toMatchObject({ outcome: 'issued' })
    expect(await issued(asked.serial)).toHaveLength(1)
  })

  test('and asking again for what is issued changes nothing', async () => {
    const { channel, order, issued } = use()
    const asked = order()
    const accepted = await channel.issue(asked)
    if (accepted.outcome !== 'accepted') throw new Error(accepted.outcome)
    await settled(channel, asked.serial)
    expect(await channel.reissue(accepted.channelSerial)).toMatchObject({ outcome: 'unknown' })
    expect(await channel.query(asked.serial)).toMatchObject({ outcome: 'issued' })
    expect(await issued(asked.serial)).toHaveLength(1)
  })

  test.each([
    'ready',
    'login_required',
    'identity_required',
  ] as const)('tells the operator state %s', async (state) => {
    const { channel, setOperator } = use()
    await setOperator(state)
    expect(await channel.operatorState()).toMatchObject({ state })
  })
}
