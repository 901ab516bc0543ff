import { expect, test } from 'vitest'
import { type ContractFault, settled, type Use } from './harness'

/** Whatever may have reached the other end is unknown until a query tells. */
export function describeUnknown(use: Use): void {
  test.each<[string, ContractFault]>([
    ['a time-out', { kind: 'timeout_before_acceptance' }],
    ['a reset', { kind: 'connection_reset', isAccepted: false }],
    ['an error page', { kind: 'http_error', isAccepted: false }],
    ['an answer that is no answer', { kind: 'garbage', body: '<html>ok</html>' }],
    ['JSON that is no answer', { kind: 'garbage', body: '[1,2,3]' }],
  ])('after %s before acceptance: absent, and the same serial may go again', async (_name, trouble) => {
    const { channel, order, fault, issued } = use()
    const asked = order()
    await fault(trouble, 1)
    expect(await channel.issue(asked)).toMatchObject({ outcome: 'unknown' })
    expect(await channel.query(asked.serial)).toEqual({ outcome: 'absent' })
    expect(await channel.issue(asked)).toMatchObject({ outcome: 'accepted' })
    expect(await settled(channel, asked.serial)).toMatchObject({ outcome: 'issued' })
    expect(await issued(asked.serial)).toHaveLength(1)
  })

  test.each<[string, ContractFault]>([
    ['a time-out', { kind: 'timeout_after_acceptance' }],
    ['a reset', { kind: 'connection_reset', isAccepted: true }],
    ['an error page', { kind: 'http_error', isAccepted: true }],
    ['a duplicate answer', { kind: 'duplicate_answer' }],
  ])('after %s although it was accepted: the query finds the one invoice', async (_name, trouble) => {
    const { channel, order, fault, issued } = use()
    const asked = order()
    await fault(trouble, 1)
    expect(await channel.issue(asked)).toMatchObject({ outcome: 'unknown' })
    expect(await settled(channel, asked.serial)).toMatchObject({ outcome: 'issued' })
    expect(await channel.issue(asked)).toMatchObject({ outcome: 'unknown' })
    expect(await issued(asked.serial)).toHaveLength(1)
  })

  test.each<[string, ContractFault]>([
    ['reset', { kind: 'connection_reset', isAccepted: false }],
    ['answered with an error page', { kind: 'http_error', isAccepted: false }],
    ['answered with nonsense', { kind: 'garbage', body: 'null' }],
  ])('when a query is %s', async (_name, trouble) => {
    const { channel, order, fault } = use()
    const asked = order()
    await channel.issue(asked)
    await fault(trouble, 1)
    expect(await channel.query(asked.serial)).toMatchObject({ outcome: 'unknown' })
    expect(await settled(channel, asked.serial)).toMatchObject({ outcome: 'issued' })
  })
}

/** Nobody at the other end: every method still settles. */
export function describeDead(use: Use): void {
  test('every method settles as unknown and gives no secret away', async () => {
    const { deadChannel: channel, order, secrets } = use()
    const asked = order()
    const outcomes = await Promise.all([
      channel.issue(asked),
      channel.query(asked.serial),
      channel.reissue('1'),
      channel.quota(),
      channel.operatorState(),
      channel.fetchFile('http://127.0.0.1:1/x.pdf'),
    ])
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({ outcome: 'unknown', cause: expect.stringMatching(/\S/) })
      const words = JSON.stringify(outcome)
      for (const secret of [...secrets, asked.buyer.name]) expect(words).not.toContain(secret)
    }
  })
}
