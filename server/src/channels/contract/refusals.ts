import type { InvoiceLine } from '@piaoma/shared/invoice'
import { expect, test } from 'vitest'
import type { IssueOrder } from '../../issuing/tax-channel'
import { CONTRACT_LINE, settled, type Use } from './harness'

/** A definite no says who can mend it, and leaves nothing in the ledger. */
export function describeRefusals(use: Use): void {
  /** Refused at once or after the bureau has looked at it: both are definite. */
  async function refusalOf(asked: IssueOrder) {
    const { channel, issued } = use()
    const first = await channel.issue(asked)
    const outcome = first.outcome === 'accepted' ? await settled(channel, asked.serial) : first
    expect(await issued(asked.serial)).toEqual([])
    if (outcome.outcome !== 'refused') throw new Error(JSON.stringify(outcome))
    expect(outcome.refusal.message).not.toBe('')
    expect(outcome.refusal.channelCode).not.toBe('')
    return outcome.refusal
  }

  test.each<[string, Partial<IssueOrder>]>([
    [
      'a wrong check digit',
      { buyerType: 'company', buyer: { name: '某公司', taxpayerId: '91310000MA1FL5LQ06' } },
    ],
    ['a special invoice to a person', { kind: 'special', buyerType: 'person', buyer: { name: '张三' } }],
    [
      'a special invoice without a tax number',
      { kind: 'special', buyerType: 'company', buyer: { name: '某公司' } },
    ],
    ['a blank buyer', { buyer: { name: ' ' } }],
  ])('for %s: the guest can mend it', async (_name, change) => {
    expect(await refusalOf(use().order(change))).toMatchObject({ correctableBy: 'guest' })
  })

  test.each<[string, InvoiceLine[]]>([
    ['tax off by more than 0.06', [{ ...CONTRACT_LINE, taxFen: 607, totalFen: 10_607 }]],
    ['amounts that do not add up', [{ ...CONTRACT_LINE, totalFen: 10_601 }]],
    ['an unknown classification code', [{ ...CONTRACT_LINE, taxCode: '9999999999999999900' }]],
    ['a class that is no leaf', [{ ...CONTRACT_LINE, taxCode: '3070000000000000000' }]],
    ['a price that does not give the amount', [{ ...CONTRACT_LINE, unitPrice: '99' }]],
    [
      'a discount without its row',
      [{ ...CONTRACT_LINE, nature: 'discount', amountFen: -100, taxFen: -6, totalFen: -106 }],
    ],
    ['no lines', []],
  ])('for %s: the merchant can mend it', async (_name, lines) => {
    expect(await refusalOf(use().order({ lines }))).toMatchObject({ correctableBy: 'merchant' })
  })
}
