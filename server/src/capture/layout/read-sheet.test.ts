import { describe, expect, test } from 'vitest'
import {
  AIR_FORM,
  DIGITAL_FORM,
  FISCAL_FORM,
  type Placed,
  pageOf,
  RAIL_FORM,
  TAX_CONTROL_FORM,
} from '../test-samples/sample-pdf'
import { valuesOf } from '../test-samples/values'
import { readPageText, readSheet } from './read-sheet'

function draftOf(placed: readonly Placed[]) {
  const reading = readSheet(pageOf(placed), 'pdf')
  if (reading.outcome !== 'invoice') throw new Error(`read as ${reading.outcome}`)
  return reading.draft
}

const replaced = (form: readonly Placed[], from: string, to: string): Placed[] =>
  form.map(([x, y, text, size]) => [x, y, text === from ? to : text, size])

describe('the 税控 form', () => {
  test('every field stands where the form has it', () => {
    const draft = draftOf(TAX_CONTROL_FORM)
    expect(draft.kind).toBe('electronic_normal')
    expect(valuesOf(draft)).toEqual({
      code: '099002600111',
      number: '12345678',
      issuedOn: '2026-03-05',
      checkCode: '12345678901234567890',
      machineNumber: '661800000001',
      buyerName: '杭州示例科技有限责任公司',
      buyerTaxpayerId: '91310000MA1FGHJK2J',
      sellerName: '江南示例书店（个体工商户）',
      sellerTaxpayerId: '91440300MA5EK4A02K',
      amountFen: 15000,
      taxFen: 450,
      totalFen: 15450,
      totalCapitals: '壹佰伍拾肆圆伍角整',
      drawer: '张某',
      payee: '王某',
      reviewer: '李某',
      remark: '订单号:1234567890',
    })
  })

  test('wrapped names are put together and the discount row is a line of its own', () => {
    expect(draftOf(TAX_CONTROL_FORM).lines).toMatchObject([
      {
        name: '*印刷品*示例图书从入门到精通之第二版',
        specification: '无',
        unit: '本',
        quantity: '2',
        unitPrice: '100.00',
        amountFen: 20000,
        taxRate: '3%',
        taxFen: 600,
      },
      { name: '*印刷品*示例图书从入门到精通之第二版', amountFen: -5000, taxRate: '3%', taxFen: -150 },
    ])
    expect(draftOf(TAX_CONTROL_FORM).lines).toHaveLength(2)
  })

  test('a tax printed as *** is none, and values keep their place', () => {
    const exempt = replaced(replaced(TAX_CONTROL_FORM, '¥4.50', '***'), '¥154.50', '¥150.00')
    const { fields } = draftOf(exempt)
    expect(fields.taxFen?.value).toBe(0)
    expect(fields.totalFen?.place).toMatchObject({ page: 1 })
    expect(fields.totalFen?.place?.corners[0]?.[0]).toBeCloseTo(474, 0)
  })

  test('a code that ends in 12 is a toll invoice', () => {
    expect(draftOf(replaced(TAX_CONTROL_FORM, '099002600111', '099002600112')).kind).toBe('toll')
  })

  test('glyphs parted by blanks read the same', () => {
    const spaced = TAX_CONTROL_FORM.map(([x, y, text, size]): Placed => {
      const isCode = /^\d{8,12}$/.test(text)
      return [x, y, isCode ? Array.from(text).join(' ') : text, size]
    })
    expect(valuesOf(draftOf(spaced))).toEqual(valuesOf(draftOf(TAX_CONTROL_FORM)))
  })

  test('radicals stand for the characters that they look like', () => {
    expect(draftOf(replaced(TAX_CONTROL_FORM, '王某', '⽅某')).fields.payee?.value).toBe('方某')
  })
})

describe('the 数电 form', () => {
  test('parties are told by their side, a number on its own line and a name in two lines', () => {
    const draft = draftOf(DIGITAL_FORM)
    expect(draft).toMatchObject({ kind: 'digital_normal', specialBusiness: '成品油' })
    expect(valuesOf(draft)).toEqual({
      number: '26440000000012345678',
      issuedOn: '2026-03-05',
      buyerName: '杭州示例科技有限责任公司',
      buyerTaxpayerId: '91310000MA1FGHJK2J',
      sellerName: '江南示例石油销售股份有限公司示例省示例市第一分公司',
      sellerTaxpayerId: '91440300MA5EK4A02K',
      amountFen: 26549,
      taxFen: 3451,
      totalFen: 30000,
      totalCapitals: '叁佰圆整',
      drawer: '陈某',
      remark: '收款人：熊某;',
    })
  })

  test('a specification that touches the name is told by the column it begins in', () => {
    expect(draftOf(DIGITAL_FORM).lines).toMatchObject([
      {
        name: '*汽油*92号车用乙醇汽油(E10)',
        specification: '92号',
        unit: '升',
        quantity: '37.78337531',
        unitPrice: '7.02663533',
      },
    ])
  })

  test('two invoices on one sheet are read apart', () => {
    const second = replaced(DIGITAL_FORM, '26440000000012345678', '26440000000012345679').map(
      ([x, y, text, size]): Placed => [x, y + 410, text, size],
    )
    const readings = readPageText(pageOf([...DIGITAL_FORM, ...second], { width: 595, height: 842 }), 'pdf')
    const numbers = readings.map(
      (reading) => reading.outcome === 'invoice' && reading.draft.fields.number?.value,
    )
    expect(numbers).toEqual(['26440000000012345678', '26440000000012345679'])
    expect(
      readings.map((reading) => reading.outcome === 'invoice' && reading.draft.fields.totalFen?.value),
    ).toEqual([30000, 30000])
  })
})

describe.each([
  ['税控', TAX_CONTROL_FORM],
  ['数电', DIGITAL_FORM],
] as const)('the %s form as odd producers write it', (_, form) => {
  const whole = draftOf(form)

  test('in pieces of one character', () => {
    const pieces = form.flatMap(([x, y, text, size = 9]): Placed[] => {
      let at = x
      return Array.from(text).map((char): Placed => {
        const place = at
        at += char.charCodeAt(0) >= 0x2e80 ? size : size / 2
        return [place, y, char, size]
      })
    })
    const draft = draftOf(pieces)
    expect(valuesOf(draft)).toEqual(valuesOf(whole))
    expect(draft.lines.map(({ amountFen, taxFen, quantity }) => [amountFen, taxFen, quantity])).toEqual(
      whole.lines.map(({ amountFen, taxFen, quantity }) => [amountFen, taxFen, quantity]),
    )
  })

  test('in any order of painting', () => {
    expect(valuesOf(draftOf([...form].reverse()))).toEqual(valuesOf(whole))
    expect(draftOf([...form].sort((a, b) => a[0] - b[0])).lines).toEqual(whole.lines)
  })

  test('half a point up or down, and larger', () => {
    const shaken = form.map(
      ([x, y, text, size = 9], index): Placed => [x, y + ((index * 7) % 5) / 5 - 0.4, text, size],
    )
    expect(valuesOf(draftOf(shaken))).toEqual(valuesOf(whole))
  })

  test('without the letters at its sides', () => {
    const bare = form.filter(([, , text]) => !/^[购买销售方信息密码区]$/.test(text))
    const { remark: _, ...values } = valuesOf(draftOf(bare))
    const { remark: __, ...expected } = valuesOf(whole)
    expect(values).toEqual(expected)
  })

  test('without the words 合计 and 小写', () => {
    const bare = form.filter(([, , text]) => !/^[合计]$|^[（(]小写[)）]$/.test(text))
    expect(valuesOf(draftOf(bare))).toMatchObject({
      amountFen: whole.fields.amountFen?.value,
      taxFen: whole.fields.taxFen?.value,
      totalFen: whole.fields.totalFen?.value,
    })
  })
})

describe('other forms', () => {
  test('a rail ticket', () => {
    const draft = draftOf(RAIL_FORM)
    expect(draft.kind).toBe('rail')
    expect(valuesOf(draft)).toEqual({
      number: '26119110001234567890',
      issuedOn: '2026-03-05',
      totalFen: 66200,
      fareFen: 66200,
      fromPlace: '北京南',
      toPlace: '上海虹桥',
      vehicle: 'G101',
      travelOn: '2026-02-28',
      seat: '05车12F号',
      passenger: '张某某',
      ticketNumber: '1234567890123456789012345',
      buyerName: '杭州示例科技有限责任公司',
      buyerTaxpayerId: '91310000MA1FGHJK2J',
    })
  })

  test('an air itinerary', () => {
    const draft = draftOf(AIR_FORM)
    expect(draft.kind).toBe('air')
    expect(valuesOf(draft)).toEqual({
      number: '26440000081234567890',
      issuedOn: '2026-03-05',
      fareFen: 47706,
      fuelFen: 4587,
      taxFen: 4707,
      fundFen: 5000,
      totalFen: 62000,
      passenger: '张某某',
      vehicle: 'XX8866',
      travelOn: '2026-02-28',
      fromPlace: '合肥',
      toPlace: '广州',
      ticketNumber: '7841234567890',
      buyerName: '杭州示例科技有限责任公司',
      buyerTaxpayerId: '91310000MA1FGHJK2J',
      sellerName: '示例航空股份有限公司',
    })
  })

  test('a fiscal receipt', () => {
    const draft = draftOf(FISCAL_FORM)
    expect(draft.kind).toBe('fiscal')
    expect(valuesOf(draft)).toEqual({
      code: '33060126',
      number: '0012345678',
      checkCode: 'a1b2c3',
      issuedOn: '2026-03-05',
      buyerName: '张某某',
      sellerName: '示例市第一人民医院',
      reviewer: '李某',
      payee: '王某',
      totalFen: 13300,
      totalCapitals: '壹佰叁拾叁元整',
    })
  })

  test.each([
    ['示例银行 电子回单', 'bank_receipt'],
    ['電子發票證明聯 AB-12345678', 'not_mainland'],
    ['第二部分 监理大纲', 'not_invoice'],
  ])('%s is refused by name', (text, reason) => {
    const reading = readSheet(pageOf([[50, 50, text]]), 'pdf')
    expect(reading).toMatchObject({ outcome: 'none', refusal: { reason } })
  })
})
