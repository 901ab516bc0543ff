import { expect, test } from 'vitest'
import { settled, type Use } from './harness'

/** Late, overtaking, mixed and wrong results. */
export function describeResults(use: Use): void {
  test('that come late: under way, then issued', async () => {
    const { channel, order, fault } = use()
    const asked = order()
    await fault({ kind: 'late_result', ms: 0, queries: 3 }, 1)
    await channel.issue(asked)
    await new Promise((resolve) => setTimeout(resolve, 50))
    for (let round = 0; round < 3; round += 1) {
      expect(await channel.query(asked.serial)).toEqual({ outcome: 'processing' })
    }
    expect(await channel.query(asked.serial)).toMatchObject({ outcome: 'issued' })
  })

  test('that overtake each other', async () => {
    const { channel, order, fault } = use()
    const [first, second] = [order(), order()]
    await fault({ kind: 'late_result', ms: 300, queries: 0 }, 1)
    await channel.issue(first)
    await channel.issue(second)
    expect(await settled(channel, second.serial)).toMatchObject({
      outcome: 'issued',
      result: { serial: second.serial },
    })
    expect(await channel.query(first.serial)).toEqual({ outcome: 'processing' })
    expect(await settled(channel, first.serial)).toMatchObject({
      outcome: 'issued',
      result: { serial: first.serial },
    })
  })

  test('among those of other orders', async () => {
    const { channel, order, fault, issued } = use()
    const [other, asked] = [order(), order()]
    await channel.issue(other)
    await channel.issue(asked)
    await settled(channel, other.serial)
    await settled(channel, asked.serial)
    await fault({ kind: 'out_of_order' }, 1)
    const outcome = await channel.query(asked.serial)
    if (outcome.outcome !== 'issued') throw new Error(outcome.outcome)
    expect(await issued(asked.serial)).toMatchObject([{ number: outcome.result.number }])
  })

  test('with another amount than asked: tells what the channel says, for the caller to compare', async () => {
    const { channel, order, fault } = use()
    const asked = order()
    await channel.issue(asked)
    await settled(channel, asked.serial)
    await fault({ kind: 'other_amount', deltaFen: 1 }, 1)
    expect(await channel.query(asked.serial)).toMatchObject({
      outcome: 'issued',
      result: { totalFen: asked.totalFen + 1, amountFen: asked.amountFen + 1 },
    })
  })
}
