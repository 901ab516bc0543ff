import type { InvoiceLine } from '@piaoma/shared/invoice'
import { expect, test } from 'vitest'
import { CONTRACT_LINE, settled, type Use } from './harness'

/** One serial, one invoice, with the amounts that were asked. */
export function describeIssuing(use: Use): void {
  test('an order once, with the amounts that were asked', async () => {
    const { channel, order, issued } = use()
    const asked = order()
    const accepted = await channel.issue(asked)
    expect(accepted.outcome).toBe('accepted')
    const outcome = await settled(channel, asked.serial)
    if (outcome.outcome !== 'issued' || accepted.outcome !== 'accepted')
      throw new Error(JSON.stringify(outcome))
    const { amountFen, taxFen, totalFen, serial } = asked
    expect(outcome.result).toMatchObject({
      serial,
      amountFen,
      taxFen,
      totalFen,
      channelSerial: accepted.channelSerial,
    })
    expect(outcome.result.number).toMatch(/^\d{20}$/)
    expect(Math.abs(outcome.result.issuedAt - Date.now())).toBeLessThan(60_000)
    expect(await issued(serial)).toEqual([{ number: outcome.result.number, totalFen }])
  })

  test('special invoices, discounts, exempt and not-taxed lines to the fen', async () => {
    const { channel, order } = use()
    const discounted: InvoiceLine = { ...CONTRACT_LINE, nature: 'discounted' }
    const discount: InvoiceLine = {
      nature: 'discount',
      name: CONTRACT_LINE.name,
      amountFen: -943,
      taxFen: -57,
      totalFen: -1000,
      taxRate: '0.06',
      taxCode: CONTRACT_LINE.taxCode,
    }
    const untaxed = (taxRate: 'exempt' | 'not_taxed' | '0'): InvoiceLine => ({
      ...CONTRACT_LINE,
      taxRate,
      taxFen: 0,
      totalFen: 10_000,
    })
    const lines = [discounted, discount, untaxed('exempt'), untaxed('not_taxed'), untaxed('0')]
    const sum = { amountFen: 39_057, taxFen: 543, totalFen: 39_600 }
    const buyer = { name: '上海某某科技有限公司', taxpayerId: '91310000MA1FL5LQ05' }
    const asked = order({ kind: 'special', buyerType: 'company', buyer, lines, ...sum })
    expect(await channel.issue(asked)).toMatchObject({ outcome: 'accepted' })
    expect(await settled(channel, asked.serial)).toMatchObject({ outcome: 'issued', result: sum })
  })

  test('nothing it has never heard of', async () => {
    const { channel, order } = use()
    expect(await channel.query(order().serial)).toEqual({ outcome: 'absent' })
  })

  test('one invoice for one serial, however often and however close together it is sent', async () => {
    const { channel, order, issued } = use()
    const asked = order()
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => channel.issue(asked)))
    expect(outcomes.filter(({ outcome }) => outcome === 'accepted')).toHaveLength(1)
    expect(outcomes.filter(({ outcome }) => outcome === 'unknown')).toHaveLength(19)
    expect(await settled(channel, asked.serial)).toMatchObject({ outcome: 'issued' })
    expect(await channel.issue(asked)).toMatchObject({ outcome: 'unknown' })
    expect(await issued(asked.serial)).toHaveLength(1)
  })

  test('under a renewed token when the old one has died', async () => {
    const { channel, order, fault, issued } = use()
    const asked = order()
    await fault({ kind: 'token_expired' }, 1)
    expect(await channel.issue(asked)).toMatchObject({ outcome: 'accepted' })
    await settled(channel, asked.serial)
    expect(await issued(asked.serial)).toHaveLength(1)
  })

  test('says how much quota is left', async () => {
    const { channel, order, setQuotaFen } = use()
    await setQuotaFen(500_000_000)
    const before = await channel.quota()
    const asked = order()
    await channel.issue(asked)
    await settled(channel, asked.serial)
    const after = await channel.quota()
    if ('outcome' in before || 'outcome' in after) throw new Error('quota unknown')
    expect(after.totalFen).toBe(500_000_000)
    expect(after.usedFen - before.usedFen).toBe(asked.amountFen)
    expect(after.availableFen).toBe(after.totalFen - after.usedFen)
  })
}
