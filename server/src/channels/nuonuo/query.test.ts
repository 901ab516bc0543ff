import { describe, expect, test } from 'vitest'
import { readQuery } from './query'

const TAX_NUM = '91310000MA1FL5LQ05'
const SERIAL = 'PM0001'
const DONE = {
  serialNo: '26112218155903719044',
  orderNo: SERIAL,
  status: '2',
  statusMsg: '开票完成（最终状态）',
  salerTaxNum: TAX_NUM,
  invoiceTime: 1_764_000_000_000,
  allElectronicInvoiceNumber: '26312000000123456789',
  invoiceNo: '26312000000123456789',
  exTaxAmount: '100.00',
  taxAmount: '6.00',
  orderAmount: '106.00',
  pdfUrl: 'https://inv.example/x.pdf',
  ofdUrl: 'https://inv.example/x.ofd',
}

const read = (result: unknown, code = 'E0000') =>
  readQuery({ kind: 'answer', code, describe: '', result }, SERIAL, TAX_NUM)
const readOne = (change: Record<string, unknown>) => read([{ ...DONE, ...change }])

describe('an issued invoice', () => {
  test('is read with its amounts in fen', () => {
    expect(read([DONE])).toEqual({
      outcome: 'issued',
      result: {
        serial: SERIAL,
        channelSerial: '26112218155903719044',
        number: '26312000000123456789',
        issuedAt: 1_764_000_000_000,
        amountFen: 10_000,
        taxFen: 600,
        totalFen: 10_600,
        files: { pdf: 'https://inv.example/x.pdf', ofd: 'https://inv.example/x.ofd' },
      },
    })
  })

  test.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ['its number only in invoiceNo', { allElectronicInvoiceNumber: '' }, { number: '26312000000123456789' }],
    ['time as text', { invoiceTime: '1764000000000' }, { issuedAt: 1_764_000_000_000 }],
    [
      'amounts as numbers',
      { exTaxAmount: 100.1, taxAmount: 6, orderAmount: 106.1 },
      { amountFen: 10_010, taxFen: 600 },
    ],
    ['no tax', { taxAmount: '0.00' }, { taxFen: 0 }],
    [
      'addresses that are none',
      { pdfUrl: 'javascript:alert(1)', ofdUrl: '//x', xmlUrl: null },
      { files: {} },
    ],
    ['no files yet', { pdfUrl: undefined, ofdUrl: '' }, { files: {} }],
  ])('may come with %s', (_name, change, expected) => {
    expect(readOne(change)).toMatchObject({ outcome: 'issued', result: expected })
  })

  test.each<[string, Record<string, unknown>]>([
    ['without a number', { allElectronicInvoiceNumber: '', invoiceNo: '' }],
    ['with a number of 8 digits', { allElectronicInvoiceNumber: '12345678' }],
    [
      'with a number that lost its digits as a JSON number',
      { allElectronicInvoiceNumber: Number('26312000000123456789'), invoiceNo: null },
    ],
    ['without a time', { invoiceTime: null }],
    ['with a date in words', { invoiceTime: '2026-11-30 10:00:00' }],
    ['without a total', { orderAmount: undefined }],
    ['with a third decimal', { orderAmount: '106.001' }],
    ['with an amount in letters', { exTaxAmount: '***' }],
    ['with an amount in exponents', { exTaxAmount: 1e21 }],
    ['without the channel’s serial', { serialNo: '' }],
    ['of another taxpayer', { salerTaxNum: '91110000MA0000001L' }],
  ])('is not believed %s', (_name, change) => {
    expect(readOne(change)).toMatchObject({ outcome: 'unknown' })
  })
})

describe('states', () => {
  test.each([
    ['20', { outcome: 'processing' }],
    ['21', { outcome: 'processing' }],
    [20, { outcome: 'processing' }],
    ['31', { outcome: 'processing' }],
    ['24', { outcome: 'unsealed', channelSerial: '26112218155903719044' }],
    ['3', { outcome: 'refused', refusal: { channelCode: '3', correctableBy: 'none' } }],
    ['99', { outcome: 'unknown' }],
  ])('%s', (status, expected) => {
    expect(readOne({ status })).toMatchObject(expected)
  })

  test.each([
    ['购买方纳税人识别号不正确', { outcome: 'refused', refusal: { correctableBy: 'guest' } }],
    ['商品编码不存在', { outcome: 'refused', refusal: { correctableBy: 'merchant' } }],
    ['其他原因', { outcome: 'refused', refusal: { correctableBy: 'none', message: '其他原因' } }],
    ['可用授信额度不足', { outcome: 'waiting', cause: 'quota' }],
    ['请先进行实人认证', { outcome: 'waiting', cause: 'operator' }],
    ['电子税务局登录已失效，请重新登录', { outcome: 'waiting', cause: 'operator' }],
    ['税局系统维护中', { outcome: 'waiting', cause: 'channel' }],
  ])('22 with %s', (failCause, expected) => {
    expect(readOne({ status: '22', failCause })).toMatchObject(expected)
  })

  test('22 without a cause takes the words of the state', () => {
    expect(readOne({ status: '22', failCause: '', statusMsg: '开票失败' })).toMatchObject({
      outcome: 'refused',
      refusal: { message: '开票失败' },
    })
  })
})

describe('answers about other things', () => {
  test('are left aside for the one about ours', () => {
    const others = [
      { ...DONE, orderNo: 'A', status: '22' },
      { ...DONE, orderNo: 'B' },
    ]
    expect(read([...others, DONE])).toMatchObject({ outcome: 'issued' })
  })

  test.each<[string, unknown]>([
    ['only other orders', [{ ...DONE, orderNo: 'A' }]],
    ['nothing', []],
    [
      'several without a name',
      [
        { ...DONE, orderNo: '' },
        { ...DONE, orderNo: '' },
      ],
    ],
    ['several invoices under our serial (split by the channel)', [DONE, { ...DONE, serialNo: '2' }]],
    ['no list', 'ok'],
    ['null', null],
    ['an element without a state', [{ orderNo: SERIAL }]],
  ])('%s is unknown', (_name, result) => {
    expect(read(result)).toMatchObject({ outcome: 'unknown' })
  })

  test('a single object instead of a list is read', () => {
    expect(read(DONE)).toMatchObject({ outcome: 'issued' })
  })

  test('E9500 is absent, any other code is unknown', () => {
    expect(read(undefined, 'E9500')).toEqual({ outcome: 'absent' })
    expect(read([DONE], 'E9999')).toMatchObject({ outcome: 'unknown', cause: 'code E9999' })
  })

  test('being turned away at the gateway says nothing about the invoice', () => {
    const denied = readQuery({ kind: 'denied', code: '070601', message: '签名不匹配' }, SERIAL, TAX_NUM)
    expect(denied).toEqual({ outcome: 'unknown', cause: '签名不匹配 (070601)' })
  })
})
