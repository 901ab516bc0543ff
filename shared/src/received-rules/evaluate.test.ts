import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ruleHitMessage, ruleName } from '../messages'
import { RECEIVED_KINDS } from '../received/model'
import { VERIFICATION_STATUSES } from '../states'
import { evaluateRules, isBlocked, type RuleSubject } from './evaluate'
import { DEFAULT_RULES, RULE_LEVELS, RULES, type RuleName, type RuleSettings } from './settings'

const OURS = { name: '上海示例贸易有限公司', taxpayerId: '91310000MA1TEST01X' }
const all = (level: 'warn' | 'block' | 'off') =>
  Object.fromEntries(RULES.map((rule) => [rule, level])) as RuleSettings['levels']
const settings: RuleSettings = { ...DEFAULT_RULES, levels: all('warn'), titles: [OURS] }
const good: RuleSubject = {
  kind: 'digital_special',
  number: '25312000000000000101',
  issuedOn: '2026-11-18',
  totalFen: 50_000,
  buyerName: OURS.name,
  buyerTaxpayerId: OURS.taxpayerId,
  sellerName: '杭州示例科技有限公司',
  sellerTaxpayerId: '91330100MA2TEST02Y',
  lineNames: ['*信息技术服务*软件服务费'],
  verification: 'verified',
}
const around = { today: '2026-11-22', neighbours: [] }
const hits = (change: Partial<RuleSubject>, over: Partial<RuleSettings> = {}, where = around) =>
  evaluateRules({ ...good, ...change }, { ...settings, ...over }, where).map(({ rule }) => rule)

test('a good invoice meets no rule', () => {
  expect(hits({})).toEqual([])
})

test.each<[RuleName, Partial<RuleSubject>, Partial<RuleSettings>]>([
  ['buyer_title', { buyerName: '上海别家有限公司' }, {}],
  ['buyer_taxpayer_id', { buyerTaxpayerId: '91310000MA1TEST99X' }, {}],
  ['personal_title', { buyerName: '个人', buyerTaxpayerId: undefined }, {}],
  ['seller_blacklist', {}, { blacklist: ['杭州示例科技有限公司'] }],
  ['seller_blacklist', {}, { blacklist: ['91330100MA2TEST02Y'] }],
  ['not_verified', { verification: 'no_record' }, {}],
  ['not_valid', { verification: 'reversed' }, {}],
  ['seal_changed', { seal: 'changed' }, {}],
  ['age', { issuedOn: '2025-11-21' }, {}],
  ['over_amount', { totalFen: 1_000_001 }, {}],
  ['weekend', { issuedOn: '2026-11-21' }, {}],
  ['sensitive_goods', { lineNames: ['*酒*白酒'] }, {}],
  ['special_missing', { kind: 'digital_normal' }, {}],
])('%s is met', (rule, change, over) => {
  expect(hits(change, over)).toEqual([rule])
})

test('brackets and blanks of another width are the same title', () => {
  const titles = [{ ...OURS, name: '上海示例（集团）有限公司' }]
  expect(hits({ buyerName: '上海示例(集团) 有限公司' }, { titles })).toEqual([])
})

test('a title of ours with the tax number of another company of ours is told', () => {
  const other = { name: '上海示例物流有限公司', taxpayerId: '91310000MA1TEST03Z' }
  expect(hits({ buyerTaxpayerId: other.taxpayerId }, { titles: [OURS, other] })).toEqual([
    'buyer_taxpayer_id',
  ])
})

test('a company buyer that names nobody is no buyer of ours; taxis, and trains without a buyer, need none', () => {
  expect(hits({ buyerName: undefined, buyerTaxpayerId: undefined })).toEqual([
    'buyer_title',
    'buyer_taxpayer_id',
  ])
  for (const kind of ['taxi', 'rail'] as const) {
    expect(hits({ kind, buyerName: undefined, buyerTaxpayerId: undefined })).toEqual([])
  }
})

test('meals on a normal invoice miss no special one', () => {
  expect(hits({ kind: 'digital_normal', lineNames: ['*生产生活服务*餐饮服务'] })).toEqual([])
})

test('numbers are consecutive only with the same seller and the same code', () => {
  const near = { number: '25312000000000000103', sellerTaxpayerId: good.sellerTaxpayerId }
  const close = (neighbour: object) =>
    hits({}, {}, { ...around, neighbours: [{ ...near, ...neighbour }] as never })
  expect(close({})).toEqual(['consecutive'])
  expect(close({ number: '25312000000000000104' })).toEqual(['consecutive'])
  for (const far of [
    { number: '25312000000000000105' },
    { number: good.number },
    { sellerTaxpayerId: '91330100MA2TEST99Y' },
    { code: '031002600111' },
    { number: '00000103' },
  ]) {
    expect(close(far)).toEqual([])
  }
})

const date = fc
  .date({ min: new Date('2000-01-01'), max: new Date('2030-12-31'), noInvalidDate: true })
  .map((day) => day.toISOString().slice(0, 10))
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined })
const subject: fc.Arbitrary<RuleSubject> = fc.record({
  kind: fc.constantFrom(...RECEIVED_KINDS),
  code: maybe(fc.string({ maxLength: 12 })),
  number: fc.string({ maxLength: 20 }),
  issuedOn: maybe(date),
  totalFen: maybe(fc.integer({ min: -1_000_000, max: 100_000_000 })),
  buyerName: maybe(fc.string({ maxLength: 20 })),
  buyerTaxpayerId: maybe(fc.string({ maxLength: 20 })),
  sellerName: maybe(fc.string({ maxLength: 20 })),
  sellerTaxpayerId: maybe(fc.string({ maxLength: 20 })),
  lineNames: fc.array(fc.string({ maxLength: 10 }), { maxLength: 3 }),
  seal: maybe(fc.constantFrom('good', 'changed', 'unsigned', 'unknown_root')),
  verification: fc.constantFrom(...VERIFICATION_STATUSES),
})
const levels = fc.record(
  Object.fromEntries(RULES.map((rule) => [rule, fc.constantFrom(...RULE_LEVELS)])),
) as unknown as fc.Arbitrary<RuleSettings['levels']>

test('whatever the invoice: only rules that are on hit, each once, at their level, and every hit has words', () => {
  fc.assert(
    fc.property(subject, levels, date, (invoice, set, today) => {
      const found = evaluateRules(invoice, { ...settings, levels: set }, { today, neighbours: [invoice] })
      expect(new Set(found.map(({ rule }) => rule)).size).toBe(found.length)
      for (const hit of found) {
        expect(hit.level).toBe(set[hit.rule])
        for (const language of ['zh-CN', 'en'] as const) {
          const words = ruleHitMessage({ ...hit, values: {} }, language)
          expect(words.length).toBeGreaterThan(5)
          // Every place for a value has its value.
          const asked = new Set<string>()
          const values = new Proxy(hit.values, { get: (_, name) => asked.add(String(name)) && '' })
          ruleHitMessage({ ...hit, values }, language)
          for (const name of asked) expect(hit.values).toHaveProperty(name)
          expect(ruleName(hit.rule, language).length).toBeGreaterThan(2)
        }
      }
      expect(isBlocked(found)).toBe(found.some(({ level }) => level === 'block'))
    }),
    { numRuns: 1_000 },
  )
})

test('turning a rule off only ever removes its own hit', () => {
  fc.assert(
    fc.property(subject, fc.constantFrom(...RULES), date, (invoice, rule, today) => {
      const where = { today, neighbours: [] }
      const before = evaluateRules(invoice, settings, where)
      const levelsWithout = { ...settings.levels, [rule]: 'off' as const }
      const after = evaluateRules(invoice, { ...settings, levels: levelsWithout }, where)
      expect(after).toEqual(before.filter((hit) => hit.rule !== rule))
    }),
  )
})
