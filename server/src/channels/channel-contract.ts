import type { InvoiceLine } from '@piaoma/shared/invoice'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { FileFormat, IssueOrder, OperatorState, QueryOutcome, TaxChannel } from '../issuing/tax-channel'

/** Troubles that every channel must take in the same way; a harness maps them to its simulator. */
export type ContractFault =
  | { kind: 'timeout_before_acceptance' | 'timeout_after_acceptance' }
  | { kind: 'connection_reset' | 'http_error'; isAccepted: boolean }
  | { kind: 'garbage'; body: string }
  | { kind: 'duplicate_answer' | 'out_of_order' | 'token_expired' }
  | { kind: 'late_result'; ms: number; queries: number }
  | { kind: 'quota_exhausted' | 'operator_login_required' | 'operator_identity_required' }
  | { kind: 'other_amount'; deltaFen: number }
  | { kind: 'missing_file' | 'wrong_file'; format: FileFormat }

/** One channel opposite its simulator, over real sockets. */
export interface ChannelHarness {
  channel: TaxChannel
  /** The same channel with nobody at the other end. */
  deadChannel: TaxChannel
  /** The fault strikes `times` times at most. */
  fault(fault: ContractFault, times: number): Promise<void>
  clearFaults(): Promise<void>
  /** How many invoices the bureau has really issued under this serial, and for how much. */
  issued(serial: string): Promise<{ number: string; totalFen: number }[]>
  /** A valid order with a serial never used before. */
  order(change?: Partial<IssueOrder>): IssueOrder
  setOperator(state: OperatorState['state']): Promise<void>
  setQuotaFen(totalFen: number): Promise<void>
  /** The invoice number that a file says it is of. */
  numberIn(bytes: Uint8Array): string
  /** Words that must never show up in an outcome: secrets, tokens. */
  secrets: string[]
  end(): Promise<void>
}

/** A line of 106.00 yuan at 6 %. */
export const CONTRACT_LINE: InvoiceLine = {
  nature: 'plain',
  name: '*生产生活服务*餐饮服务',
  quantity: '1',
  unitPrice: '100',
  amountFen: 10_000,
  taxFen: 600,
  totalFen: 10_600,
  taxRate: '0.06',
  taxCode: '3070401000000000000',
}

/** What every `TaxChannel` promises, proved against its simulator. */
export function describeTaxChannel(name: string, makeHarness: () => Promise<ChannelHarness>): void {
  describe(`${name} as a tax channel`, () => {
    let harness: ChannelHarness
    const use = () => harness

    beforeAll(async () => {
      harness = await makeHarness()
    })
    afterEach(async () => {
      await harness.clearFaults()
      await harness.setOperator('ready')
    })
    afterAll(() => harness.end())

    describe('issues', () => describeIssuing(use))
    describe('keeps unknown what is unknown', () => describeUnknown(use))
    describe('reads results', () => describeResults(use))
    describe('waits', () => describeWaiting(use))
    describe('is refused', () => describeRefusals(use))
    describe('fetches files', () => describeFiles(use))
    describe('with nobody at the other end', () => describeDead(use))
  })
}

type Use = () => ChannelHarness

/** Asks until the bureau is done with it. */
async function settled(channel: TaxChannel, serial: string): Promise<QueryOutcome> {
  for (let round = 0; round < 100; round += 1) {
    const outcome = await channel.query(serial)
    if (outcome.outcome !== 'processing') return outcome
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error('still processing')
}

function describeIssuing(use: Use): void {
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

function describeUnknown(use: Use): void {
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

function describeResults(use: Use): void {
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

function describeWaiting(use: Use): void {
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

function describeRefusals(use: Use): void {
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

function describeFiles(use: Use): void {
  async function issuedFiles() {
    const { channel, order } = use()
    const asked = order()
    await channel.issue(asked)
    const outcome = await settled(channel, asked.serial)
    if (outcome.outcome !== 'issued') throw new Error(outcome.outcome)
    return outcome.result
  }

  test('in all formats, byte for byte the same each time', async () => {
    const { channel, numberIn } = use()
    const { files, number } = await issuedFiles()
    for (const url of [files.pdf, files.ofd, files.xml]) {
      const [first, again] = [await channel.fetchFile(url ?? ''), await channel.fetchFile(url ?? '')]
      if (first.outcome !== 'done' || again.outcome !== 'done') throw new Error('no file')
      expect(numberIn(first.bytes)).toBe(number)
      expect(Buffer.compare(first.bytes, again.bytes)).toBe(0)
    }
  })

  test('that are missing at first', async () => {
    const { channel, fault } = use()
    const { files } = await issuedFiles()
    await fault({ kind: 'missing_file', format: 'ofd' }, 2)
    expect(await channel.fetchFile(files.ofd ?? '')).toMatchObject({ outcome: 'missing' })
    expect(await channel.fetchFile(files.ofd ?? '')).toMatchObject({ outcome: 'missing' })
    expect(await channel.fetchFile(files.ofd ?? '')).toMatchObject({ outcome: 'done' })
  })

  test('that are those of another invoice, for the caller to see', async () => {
    const { channel, fault, numberIn } = use()
    const { files, number } = await issuedFiles()
    await fault({ kind: 'wrong_file', format: 'pdf' }, 1)
    const wrong = await channel.fetchFile(files.pdf ?? '')
    if (wrong.outcome !== 'done') throw new Error(wrong.outcome)
    expect(numberIn(wrong.bytes)).not.toBe(number)
    const right = await channel.fetchFile(files.pdf ?? '')
    expect(right.outcome === 'done' && numberIn(right.bytes)).toBe(number)
  })

  test.each([
    '',
    'not a url',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'data:text/plain,x',
  ])('only over http(s): %s is missing', async (url) => {
    expect(await use().channel.fetchFile(url)).toMatchObject({ outcome: 'missing' })
  })
}

function describeDead(use: Use): void {
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
