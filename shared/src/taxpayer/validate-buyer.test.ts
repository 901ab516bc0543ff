import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { BuyerTitle } from './title'
import { BUYER_ISSUES, normaliseBuyer, validateBuyer } from './validate-buyer'

// Ten thousand cases and more take a while on a busy machine.
const SLOW = { timeout: 120_000 }

const RUNS = { numRuns: 10_000 }
const company: BuyerTitle = {
  type: 'company',
  name: '上海青禾餐饮管理（集团）有限公司',
  taxpayerId: '91310000MA1K10010Y',
}
const whole: BuyerTitle = {
  ...company,
  address: '上海市浦东新区张江路88号',
  phone: '021-50801234转801',
  bankName: '中国工商银行张江支行',
  bankAccount: '1001 2345 0920 0123 456',
}
const person: BuyerTitle = { type: 'person', name: '个人' }
const found = (buyer: BuyerTitle, kind: 'normal' | 'special' = 'normal') =>
  validateBuyer(buyer, kind).map(({ path, code }) => `${path} ${code}`)

describe('validateBuyer', () => {
  test.each([
    ['a company with name and number', company],
    ['a company with everything', whole],
    ['an old number', { ...company, taxpayerId: '310115123456789' }],
    ['a wrong check digit, which only warns', { ...company, taxpayerId: '91310000MA1K10010X' }],
    ['a number in full-width characters', { ...company, taxpayerId: '９１３１００００MA1K10010Y' }],
    ['a foreign telephone', { ...company, phone: '+34 612 345 678' }],
    ['a name of exactly 100 characters', { ...company, name: '名'.repeat(100) }],
  ])('lets %s have either kind', (_what, buyer) => {
    expect(found(buyer as BuyerTitle)).toEqual([])
    expect(found(buyer as BuyerTitle, 'special')).toEqual([])
  })

  test.each([
    ['个人', person],
    ['a foreigner', { type: 'person', name: "María O'Neil-García" }],
    ['a person who gives his number', { type: 'person', name: '王小明', taxpayerId: '11010519491231002X' }],
  ])('lets %s have a 普票 and no 专票', (_what, buyer) => {
    expect(found(buyer as BuyerTitle)).toEqual([])
    expect(found(buyer as BuyerTitle, 'special')).toEqual(['kind buyer.special_to_person'])
  })

  test.each<[string, Partial<BuyerTitle>, string[]]>([
    ['no name', { name: ' \t' }, ['buyer.name buyer.name_required', 'buyer.name buyer.control_character']],
    ['a long name', { name: '名'.repeat(101) }, ['buyer.name buyer.name_too_long']],
    ['no number', { taxpayerId: undefined }, ['buyer.taxpayerId buyer.taxpayer_id_required']],
    ['a blank number', { taxpayerId: ' -\u200b' }, ['buyer.taxpayerId buyer.taxpayer_id_required']],
    ['a short number', { taxpayerId: '9131' }, ['buyer.taxpayerId buyer.taxpayer_id_length']],
    ['a letter O', { taxpayerId: '91310000MA1K1OO1OY' }, ['buyer.taxpayerId buyer.taxpayer_id_characters']],
    ['a long address', { address: '路'.repeat(101) }, ['buyer.address buyer.address_too_long']],
    ['a long phone', { phone: '1'.repeat(31) }, ['buyer.phone buyer.phone_too_long']],
    ['words as phone', { phone: 'call me' }, ['buyer.phone buyer.phone_form']],
    ['a long bank', { bankName: '行'.repeat(101) }, ['buyer.bankName buyer.bank_name_too_long']],
    ['a long account', { bankAccount: '1'.repeat(51) }, ['buyer.bankAccount buyer.bank_account_too_long']],
    ['words as account', { bankAccount: '工商银行' }, ['buyer.bankAccount buyer.bank_account_form']],
    ['an emoji', { name: '青禾🍜餐饮' }, ['buyer.name buyer.astral_character']],
    ['a rare character beyond 16 bits', { name: '𠮷野家' }, ['buyer.name buyer.astral_character']],
    ['half a character', { address: '张江路\ud83d' }, ['buyer.address buyer.astral_character']],
    ['a line break', { name: '青禾\r\nBcc: x' }, ['buyer.name buyer.control_character']],
    ['a null', { bankName: '工\u0000行' }, ['buyer.bankName buyer.control_character']],
    ['what a decoder could not read', { name: '青\ufffd' }, ['buyer.name buyer.control_character']],
    ['right-to-left tricks', { name: '青禾\u202e限有' }, ['buyer.name buyer.invisible_character']],
    ['a zero-width space', { name: '青\u200b禾' }, ['buyer.name buyer.invisible_character']],
    ['markup', { name: '<b>青禾</b>' }, ['buyer.name buyer.angle_brackets']],
  ])('points at %s', (_what, change, expected) => {
    expect(found({ ...company, ...change })).toEqual(expected)
  })

  test('tells everything at once', () => {
    const buyer: BuyerTitle = {
      type: 'person',
      name: '',
      taxpayerId: '12',
      phone: 'x',
      address: '<\ud83d',
      bankAccount: '号',
    }
    expect(found(buyer, 'special')).toEqual([
      'buyer.name buyer.name_required',
      'buyer.address buyer.astral_character',
      'buyer.address buyer.angle_brackets',
      'buyer.phone buyer.phone_form',
      'buyer.bankAccount buyer.bank_account_form',
      'buyer.taxpayerId buyer.taxpayer_id_length',
      'kind buyer.special_to_person',
    ])
  })

  const field = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 12, size: 'max' }),
    fc.string({ unit: 'grapheme', maxLength: 120, size: 'max' }),
    fc.constantFrom('', ' ', '青禾', '<', '\u202e', '91310000MA1K10010Y', '021-50801234', '𠮷'),
  )
  const anyBuyer: fc.Arbitrary<BuyerTitle> = fc.record(
    {
      type: fc.constantFrom('company' as const, 'person' as const),
      name: field,
      taxpayerId: field,
      address: field,
      phone: field,
      bankName: field,
      bankAccount: field,
    },
    { requiredKeys: ['type', 'name'] },
  )
  const kind = fc.constantFrom('normal' as const, 'special' as const)

  test(
    'never throws, keeps to its list, and passes nothing that would hurt a mail, a page or a PDF',
    SLOW,
    () => {
      fc.assert(
        fc.property(anyBuyer, kind, (buyer, wanted) => {
          const issues = validateBuyer(buyer, wanted)
          for (const { path, code } of issues) {
            expect(BUYER_ISSUES).toContain(code)
            expect(path).toMatch(/^(kind|buyer\.(name|taxpayerId|address|phone|bankName|bankAccount))$/)
          }
          expect(new Set(issues.map(({ path, code }) => path + code)).size).toBe(issues.length)
          if (issues.length > 0) return
          const { type, taxpayerId = '', ...texts } = buyer
          for (const char of Object.values(texts).join('')) {
            expect(char).not.toMatch(/[<>\u007f\u200b-\u200f\u202a-\u202e]/)
            expect(char >= ' ' && char.length === 1 && !/[\ud800-\udfff]/.test(char)).toBe(true)
          }
          expect(type === 'company' && !taxpayerId).toBe(false)
        }),
        RUNS,
      )
    },
  )

  test(
    'normalising is done after one pass, keeps what was right right, and leaves no empty field',
    SLOW,
    () => {
      const mostlyRight = fc
        .tuple(
          fc.constantFrom(company, whole, person),
          anyBuyer,
          fc.subarray(['name', 'address', 'phone', 'bankName', 'bankAccount'] as const),
        )
        .map(([base, other, fields]) => ({
          ...base,
          ...Object.fromEntries(fields.map((name) => [name, ` ${base[name] ?? other[name] ?? ''}　`])),
        }))
      let kept = 0
      fc.assert(
        fc.property(fc.oneof(anyBuyer, mostlyRight), kind, (buyer, wanted) => {
          const normal = normaliseBuyer(buyer)
          expect(normaliseBuyer(normal)).toEqual(normal)
          const { name, ...others } = normal
          expect(name).toBe(name.trim())
          expect(Object.values(others)).not.toContain('')
          if (found(buyer, wanted).length > 0) return
          kept++
          expect(found(normal, wanted)).toEqual([])
        }),
        RUNS,
      )
      expect(kept).toBeGreaterThan(1000)
    },
  )
})

describe('normaliseBuyer', () => {
  test('trims, collapses white space, folds widths in numbers and drops empty fields', () => {
    expect(
      normaliseBuyer({
        type: 'company',
        name: '\ufeff ACME\u3000 \u200b(Shanghai)\n Ltd \u200b',
        taxpayerId: ' ９１３１００００ ma1k-10010y ',
        address: '  ',
        phone: '（０２１）５０８０\u202d１２３４',
        bankName: '工商银行\t张江支行',
        bankAccount: '１００１ ２３４５',
      }),
    ).toEqual({
      type: 'company',
      name: 'ACME (Shanghai) Ltd',
      taxpayerId: '91310000MA1K10010Y',
      phone: '(021)50801234',
      bankName: '工商银行 张江支行',
      bankAccount: '1001 2345',
    })
  })

  test('leaves the full-width brackets of a registered name, and what is hidden inside it for the check', () => {
    const name = '上海青禾（集团）有限公司'
    expect(normaliseBuyer({ type: 'company', name }).name).toBe(name)
    expect(normaliseBuyer({ type: 'person', name: '青\u200b禾\ufeff' }).name).toBe('青\u200b禾')
    // A byte order mark counts as white space in JavaScript, and must not become a space in a name.
    expect(normaliseBuyer({ type: 'person', name: '青\ufeff禾' }).name).toBe('青\ufeff禾')
  })
})
