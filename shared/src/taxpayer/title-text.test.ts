import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { foldWidth } from './fold'
import { usccCheckDigit } from './id'
import { full, titleCases } from './title-cases'
import { parseTitleText } from './title-text'

// Ten thousand cases and more take a while on a busy machine.
const SLOW = { timeout: 120_000 }

describe('parseTitleText', () => {
  test.each(titleCases)('reads %s', (_name, text, expected) => {
    expect(parseTitleText(text)).toEqual(expected)
  })

  const pick = <T>(...values: T[]) => fc.constantFrom(...values)
  const char = pick(...'青禾云岭江岸明远和顺德兴安泰瑞丰')
  const word = fc.string({ unit: char, minLength: 2, maxLength: 6, size: 'max' })
  const digits = (length: number) =>
    fc
      .array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length, size: 'max' })
      .map((list) => list.join(''))
  const lot = fc.integer({ min: 1, max: 9999 })
  const company = fc
    .tuple(
      pick('上海', '北京', '深圳市', '杭州'),
      word,
      pick('餐饮管理', '科技', '贸易', '酒店'),
      pick('有限公司', '股份有限公司', '（集团）有限公司'),
    )
    .map((parts) => parts.join(''))
  const taxpayerId = digits(5).map((tail) => {
    const first17 = `91310000MA1K${tail}`
    return first17 + usccCheckDigit(first17)
  })
  const place = fc
    .tuple(
      pick('上海市浦东新区', '北京市海淀区', '广东省深圳市南山区'),
      word,
      pick('路', '街', '大道'),
      lot,
      pick('号', '弄'),
      lot,
    )
    .map(([city, name, road, no, unit, room]) => `${city}${name}${road}${no}${unit}${room}室`)
  const telephone = fc.oneof(
    fc.tuple(pick('021', '010', '0755'), digits(7)).map(([area, rest]) => `${area}-8${rest}`),
    fc.tuple(pick('13', '15', '18'), digits(9)).map((parts) => parts.join('')),
  )
  const bank = fc
    .tuple(
      pick('中国工商银行', '招商银行', '中国农业银行股份有限公司'),
      word,
      pick('支行', '分行', '支行营业部'),
    )
    .map((parts) => parts.join(''))
  const account = fc.tuple(pick('6', '1'), digits(15), pick('', '123')).map((parts) => parts.join(''))
  const title = fc.record({
    name: company,
    taxpayerId,
    address: place,
    phone: telephone,
    bankName: bank,
    bankAccount: account,
  })
  const labels: Record<string, string[]> = {
    name: ['名称', '公司名称', '单位名称', '抬头', '发票抬头', '购买方名称', 'Company name'],
    taxpayerId: ['税号', '纳税人识别号', '统一社会信用代码', '企业税号', 'Tax ID'],
    address: ['地址', '注册地址', '单位地址', '公司地址', 'Address'],
    phone: ['电话', '联系电话', '公司电话', '电话号码', 'Phone'],
    bankName: ['开户行', '开户银行', '开户行名称', 'Bank name'],
    bankAccount: ['账号', '银行账号', '银行账户', '帐号', 'Account'],
  }
  const runs = { numRuns: 10_000 }

  test('reads generated titles in any order, wording and glue', SLOW, () => {
    const colon = pick('：', ':', ': ', ' ： ', '\t')
    const glue = pick('\n', '\r\n', ' \n', '\n\n', '；\n', '，\n')
    fc.assert(
      fc.property(title, fc.infiniteStream(fc.nat()), colon, glue, (values, numbers, sign, end) => {
        const next = (below: number) => (numbers.next().value ?? 0) % below
        const lines = Object.entries(values).map(([field, value]) => {
          const wordings = labels[field] ?? []
          return { rank: next(1000), line: `${wordings[next(wordings.length)]}${sign}${value}` }
        })
        lines.sort((a, b) => a.rank - b.rank)
        expect(parseTitleText(lines.map(({ line }) => line).join(end))).toEqual({
          type: 'company',
          ...values,
        })
      }),
      runs,
    )
  })

  test('reads generated titles in the order of the invoice without labels', SLOW, () => {
    fc.assert(
      fc.property(
        title,
        pick('\n', ' ', '\t', '，', ' / ', '\n\n'),
        pick(' ', '\n', ''),
        (v, glue, inner) => {
          const text = [v.name, v.taxpayerId, v.address + inner + v.phone, v.bankName + inner + v.bankAccount]
          expect(parseTitleText(text.join(glue))).toEqual({ type: 'company', ...v })
        },
      ),
      runs,
    )
  })

  const fragment = fc.oneof(
    pick(
      ...Object.values(labels).flat(),
      '地址电话',
      '开户行及账号',
      '：',
      ':',
      ' ',
      '\n',
      '\t',
      '|',
      '（',
      '）',
      '1、',
    ),
    company,
    taxpayerId,
    place,
    telephone,
    bank,
    account,
    fc.string({ unit: 'binary', maxLength: 12, size: 'max' }),
    fc.string({ unit: 'grapheme', maxLength: 12, size: 'max' }),
  )
  const soup = fc.oneof(
    fc.array(fragment, { maxLength: 24, size: 'max' }).map((parts) => parts.join('')),
    fc.string({ unit: 'binary', maxLength: 200, size: 'max' }),
  )

  test('never throws and never invents a character', SLOW, () => {
    const fold = (text: string) =>
      foldWidth(text)
        .toUpperCase()
        .replace(/[‐-―−]/g, '-')
        .replace(/\s/g, ' ')
    fc.assert(
      fc.property(soup, (text) => {
        const { type, ...values } = parseTitleText(text)
        const source = fold(text)
        expect([undefined, 'company', 'person']).toContain(type)
        for (const value of Object.values(values)) {
          expect(value).not.toBe('')
          // Each value is a subsequence of the text: nothing added, nothing reordered.
          let from = 0
          for (const unit of fold(value)) if (from >= 0) from = source.indexOf(unit, from) + 1 || -1
          expect(from, value).toBeGreaterThan(0)
        }
      }),
      runs,
    )
  })

  test('takes hostile input in bounded time', SLOW, () => {
    const parts = [
      '公司',
      '有限公司地址',
      '名称',
      '1-',
      '0 ',
      '(',
      '银行账号',
      'tax id ',
      '138 ',
      '\n',
      '路1号',
      'A',
      '１',
      '（x',
      '021-',
    ]
    for (const one of parts)
      for (const other of parts) {
        const text = (one + other).repeat(3000)
        const start = performance.now()
        parseTitleText(text)
        expect(performance.now() - start, JSON.stringify(one + other)).toBeLessThan(1000)
      }
  })

  test('leaves a number in the middle of an address where it is', () => {
    expect(parseTitleText('名称：青禾有限公司\n地址电话：张江路50801234号301室')).toEqual({
      type: 'company',
      name: '青禾有限公司',
      address: '张江路50801234号301室',
    })
  })

  test('takes no groups of digits for a tax number unless the check digit passes', () => {
    expect(parseTitleText('青禾有限公司\n9131 0000 MA1K 1001 0X').taxpayerId).toBeUndefined()
    expect(parseTitleText('青禾有限公司\n9131 0000 MA1K 1001 0Y').taxpayerId).toBe('91310000MA1K10010Y')
  })

  test('takes no part of an account in groups for a telephone', () => {
    for (const account of ['6222 0210 0111 2345 678', '6222 0210 0111 2345']) {
      const title = parseTitleText(`青禾有限公司\n招商银行张江支行 ${account}`)
      expect(title).toMatchObject({ bankName: '招商银行张江支行', bankAccount: account.replace(/ /g, '') })
      expect(title).not.toHaveProperty('phone')
    }
  })

  test('reads any order of labelled lines', SLOW, () => {
    const lines = [
      `名称：${full.name}`,
      `税号：${full.taxpayerId}`,
      `地址：${full.address}`,
      `电话：${full.phone}`,
      `开户行：${full.bankName}`,
      `账号：${full.bankAccount}`,
    ]
    fc.assert(
      fc.property(
        fc.shuffledSubarray(lines, { minLength: 6 }),
        fc.constantFrom('\n', '\r\n', ' ', '；', '，', '\t', ' | ', '\n\n'),
        (order, glue) => {
          expect(parseTitleText(order.join(glue))).toEqual(full)
        },
      ),
      { numRuns: 10_000 },
    )
  })
})
