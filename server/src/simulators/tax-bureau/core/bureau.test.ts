import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openStore, type Store } from '../store'
import { type Bureau, createBureau } from './bureau'
import type { BureauOrder, Problem } from './types'

const TAX_NUM = '91310000MA1FL5LQ05'
const NOON = Date.UTC(2026, 10, 30, 4)

let store: Store
let bureau: Bureau
let now: number
let trouble: Problem | undefined
let isUnsealed: boolean

beforeEach(() => {
  store = openStore(':memory:')
  now = NOON
  trouble = undefined
  isUnsealed = false
  bureau = createBureau({
    store,
    now: () => now,
    crash: () => {},
    isTaxCode: () => true,
    printedName: (_code, name) => `*餐饮服务*${name}`,
    trouble: () => trouble,
    isUnsealed: () => isUnsealed,
  })
  register({})
})
afterEach(() => store.close())

function register(change: {
  quotaFen?: number
  operator?: 'ready' | 'login_required' | 'identity_required'
}) {
  bureau.register.register({
    taxNum: TAX_NUM,
    name: '示例餐饮',
    quotaFen: 1_000_000,
    operator: 'ready',
    kinds: ['normal', 'special'],
    ...change,
  })
}

function order(serial: string, change: Partial<BureauOrder> = {}): BureauOrder {
  return {
    taxNum: TAX_NUM,
    serial,
    kind: 'normal',
    seller: {},
    buyer: { name: '个人' },
    isNaturalPerson: true,
    lines: [
      {
        nature: 'plain',
        name: '餐费',
        amountFen: 10_000,
        taxFen: 600,
        totalFen: 10_600,
        taxRate: '0.06',
        taxCode: '3070401000000000000',
      },
    ],
    drawer: '李四',
    ...change,
  }
}

function issue(serial: string, change: Partial<BureauOrder> = {}) {
  bureau.submit(order(serial, change), { channelDigit: '2', delayMs: 0 })
  return bureau.settle(TAX_NUM, serial)
}

describe('an order', () => {
  test('is issued once, however often it is sent and settled', () => {
    const options = { channelDigit: '2', delayMs: 0 }
    expect(bureau.submit(order('A'), options).outcome).toBe('accepted')
    expect(bureau.submit(order('A', { buyer: { name: '另一人' } }), options).outcome).toBe('duplicate')
    for (let round = 0; round < 3; round += 1) expect(bureau.settle(TAX_NUM, 'A')?.state).toBe('issued')
    expect(bureau.submit(order('A'), options).outcome).toBe('duplicate')
    expect(bureau.ledger.all()).toHaveLength(1)
    expect(bureau.ledger.invoice(TAX_NUM, 'A')?.model.buyer.name).toBe('个人')
  })

  test('of the same serial is another order for another taxpayer', () => {
    bureau.register.register({
      taxNum: '91110000MA0000001L',
      name: 'B',
      quotaFen: 1_000_000,
      operator: 'ready',
      kinds: ['normal'],
    })
    issue('A')
    bureau.submit(order('A', { taxNum: '91110000MA0000001L' }), { channelDigit: '2', delayMs: 0 })
    bureau.settle('91110000MA0000001L', 'A')
    expect(bureau.ledger.all().map(({ number }) => number.slice(0, 5))).toEqual(
      expect.arrayContaining(['26312', '26112']),
    )
  })

  test('is not issued before it is due', () => {
    bureau.submit(order('A'), { channelDigit: '2', delayMs: 1000 })
    expect(bureau.settle(TAX_NUM, 'A')?.state).toBe('accepted')
    now += 1000
    expect(bureau.settle(TAX_NUM, 'A')?.state).toBe('issued')
  })

  test('is printed with the short name of its class', () => {
    issue('A')
    expect(bureau.ledger.invoice(TAX_NUM, 'A')?.model.lines[0]?.name).toBe('*餐饮服务*餐费')
  })

  test('never leaves half a trace when settling breaks off', () => {
    bureau.submit(order('A'), { channelDigit: '2', delayMs: 0 })
    const broken = createBureau({
      store,
      now: () => now,
      crash: () => {
        throw new Error('power cut')
      },
      isTaxCode: () => true,
      printedName: (_code, name) => name,
    })
    expect(() => broken.settle(TAX_NUM, 'A')).toThrow('power cut')
    expect(bureau.ledger.all()).toEqual([])
    expect(bureau.settle(TAX_NUM, 'A')?.state).toBe('issued')
    expect(bureau.ledger.invoice(TAX_NUM, 'A')?.number).toMatch(/0{14}1$/)
  })

  test.each<[Partial<BureauOrder>, string]>([
    [{ kind: 'special' }, 'special_buyer'],
    [{ kind: 'special', isNaturalPerson: false }, 'special_buyer'],
    [{ buyer: { name: '' } }, 'buyer_name'],
    [{ buyer: { name: '<b>' } }, 'buyer_name'],
    [{ buyer: { name: '某公司', taxpayerId: '91310000MA1FL5LQ06' }, isNaturalPerson: false }, 'buyer_tax_id'],
    [{ remark: '长'.repeat(451) }, 'line_text'],
  ])('%j fails with %s and stays failed', (change, code) => {
    expect(issue('A', change)).toMatchObject({ state: 'failed', problem: { code } })
    expect(bureau.ledger.all()).toEqual([])
  })

  test('of a kind that the seller may not issue fails', () => {
    bureau.register.register({
      taxNum: TAX_NUM,
      name: 'x',
      quotaFen: 1,
      operator: 'ready',
      kinds: ['special'],
    })
    expect(issue('A')).toMatchObject({ problem: { code: 'kind_not_allowed' } })
  })

  test('of a seller whose number has a wrong check digit cannot even be registered', () => {
    const seller = {
      taxNum: '91310000MA1FL5LQ06',
      name: 'x',
      quotaFen: 1,
      operator: 'ready' as const,
      kinds: [],
    }
    expect(() => bureau.register.register(seller)).toThrow(RangeError)
  })
})

describe('numbers', () => {
  test('have 20 digits, never repeat and start anew each year', () => {
    for (let index = 0; index < 50; index += 1) issue(`A${index}`)
    now = Date.UTC(2026, 11, 31, 15, 59, 59)
    issue('LAST')
    now = Date.UTC(2026, 11, 31, 16)
    issue('FIRST')
    const numbers = bureau.ledger.all().map(({ number }) => number)
    expect(new Set(numbers).size).toBe(52)
    expect(numbers.every((number) => /^2[67]312\d{15}$/.test(number))).toBe(true)
    expect(numbers.at(-2)).toBe('26312000000000000051')
    expect(numbers.at(-1)).toBe('27312000000000000001')
  })

  test('of receipts have 20 digits', () => {
    const receipts = ['A', 'B'].map((serial) => issue(serial)?.receipt)
    expect(receipts).toEqual(['26113012000000000001', '26113012000000000002'])
    expect(bureau.requests.findByReceipt('26113012000000000002')?.serial).toBe('B')
  })
})

describe('quota', () => {
  test('is used to the fen, without tax, and fresh at the month’s start in Shanghai', () => {
    register({ quotaFen: 20_000 })
    expect(issue('A')?.state).toBe('issued')
    expect(issue('B')?.state).toBe('issued')
    expect(bureau.register.quota(TAX_NUM)).toEqual({ totalFen: 20_000, usedFen: 20_000, availableFen: 0 })
    expect(issue('C')).toMatchObject({ state: 'failed', problem: { code: 'quota' } })
    now = Date.UTC(2026, 10, 30, 15, 59, 59)
    expect(bureau.register.quota(TAX_NUM)?.availableFen).toBe(0)
    now += 1000
    expect(bureau.register.quota(TAX_NUM)?.availableFen).toBe(20_000)
  })

  test('of a stranger is unknown', () => {
    expect(bureau.register.quota('91110000MA0000001L')).toBeUndefined()
  })
})

describe('trying again', () => {
  test('issues what failed for a passing cause, once', () => {
    register({ operator: 'identity_required' })
    const failed = issue('A')
    expect(failed?.problem?.code).toBe('operator_identity')
    if (failed === undefined) throw new Error('no order')
    register({})
    expect(bureau.requests.retry(failed)).toBe('retrying')
    expect(bureau.requests.retry(failed)).toBe('under_way')
    expect(bureau.settle(TAX_NUM, 'A')?.state).toBe('issued')
    expect(bureau.requests.retry(failed)).toBe('issued')
    expect(bureau.ledger.all()).toHaveLength(1)
  })

  test('seals what was issued without a seal, and issues nothing', () => {
    isUnsealed = true
    const unsealed = issue('A')
    expect(unsealed).toMatchObject({ state: 'issued', isSealed: false })
    if (unsealed === undefined) throw new Error('no order')
    expect(bureau.requests.retry(unsealed)).toBe('retrying')
    expect(bureau.requests.find(TAX_NUM, 'A')).toMatchObject({ state: 'issued', isSealed: true })
    expect(bureau.ledger.all()).toHaveLength(1)
  })

  test('is allowed 20 times a day', () => {
    trouble = { code: 'refused', message: '风险纳税人' }
    const failed = issue('A')
    if (failed === undefined) throw new Error('no order')
    const again = () => {
      const answer = bureau.requests.retry(failed)
      bureau.settle(TAX_NUM, 'A')
      return answer
    }
    expect(Array.from({ length: 21 }, again)).toEqual([...Array(20).fill('retrying'), 'used_up'])
    now = Date.UTC(2026, 10, 30, 16)
    expect(again()).toBe('retrying')
  })
})
