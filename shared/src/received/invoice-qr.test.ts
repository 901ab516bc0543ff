import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { buildQrPayload, crc16Hex } from '../invoice/qr-payload'
import { MAX_FEN } from '../money/fen'
import { parseInvoiceDate, parseInvoiceQr } from './invoice-qr'

const NUMBER = '26440000000012345678'
const withCrc = (head: string) => head + crc16Hex(head)

describe('the QR payload of an invoice', () => {
  test('what this service prints is read back', () => {
    const model = fc.record({
      number: fc.stringMatching(/^2\d{19}$/),
      kind: fc.constantFrom('normal' as const, 'special' as const),
      totalFen: fc.integer({ min: -MAX_FEN, max: MAX_FEN }),
      issuedAt: fc.integer({ min: Date.UTC(2021, 0), max: Date.UTC(2099, 0) }),
    })
    fc.assert(
      fc.property(model, (invoice) => {
        expect(parseInvoiceQr(buildQrPayload(invoice))).toMatchObject({
          outcome: 'invoice',
          kind: invoice.kind === 'special' ? 'digital_special' : 'digital_normal',
          number: invoice.number,
          amountFen: invoice.totalFen,
          amountIs: 'total',
          crc: 'match',
        })
      }),
      { numRuns: 3000 },
    )
  })

  test('never throws, whatever a code holds', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ maxLength: 300 }),
          fc.string().map((text) => `01,32,${text}`),
        ),
        (text) => {
          expect(['invoice', 'other']).toContain(parseInvoiceQr(text).outcome)
        },
      ),
      { numRuns: 3000 },
    )
  })

  const base = `01,32,,${NUMBER},120.50,20260305,,`
  test.each([
    ['a trailing comma', `${withCrc(base)},`],
    ['blanks for empty fields', withCrc(`01,32, ,${NUMBER},120.50,20260305, ,`)],
    ['a lower-case CRC', withCrc(base).toLowerCase()],
    ['full-width commas', withCrc(base).replaceAll(',', '，')],
    ['a dashed date and no CRC', `01,32,,${NUMBER},120.50,2026-03-05,,`],
    ['an amount with one decimal', `01,32,,${NUMBER},120.5,20260305,,`],
  ])('reads %s', (_, payload) => {
    expect(parseInvoiceQr(payload)).toMatchObject({
      kind: 'digital_normal',
      number: NUMBER,
      amountFen: 12050,
      issuedOn: '2026-03-05',
    })
  })

  test('says of the CRC whether it matches, in every spelling', () => {
    const head = '01,10,099001900112,12345678,19.07,20201223,02207351441062018008,'
    const crcOf = (payload: string) => {
      const read = parseInvoiceQr(payload)
      return read.outcome === 'invoice' ? read.crc : read.what
    }
    expect(crcOf(withCrc(head))).toBe('match')
    expect(crcOf(`${head}${crc16Hex(head.slice(0, -1))},`)).toBe('match')
    expect(crcOf(`${head}${Number.parseInt(crc16Hex(head), 16).toString(16)}`)).toBe('match')
    expect(crcOf(head.slice(0, -1))).toBe('absent')
    expect(crcOf(`${head}XYZ`)).toBe('mismatch')
    expect(crcOf(`${head}41758`)).toBe('mismatch')
  })

  test('knows the amount of each family and the kinds that share a type', () => {
    const tax = '01,10,099001900112,12345678,19.07,20201223,02207351441062018008,FFFF'
    expect(parseInvoiceQr(tax)).toMatchObject({ kind: 'toll', amountIs: 'excluding_tax' })
    expect(parseInvoiceQr(tax.replace('0112,', '0111,'))).toMatchObject({ kind: 'electronic_normal' })
    expect(parseInvoiceQr('01,20,099001900113,12345678,19.07,20201223,,FFFF')).toMatchObject({
      kind: 'electronic_special',
    })
    expect(parseInvoiceQr('01,10,22119230671000000099,45.28,20220317,6026')).toMatchObject({
      kind: 'rail',
      number: '22119230671000000099',
      amountFen: 4528,
      amountIs: 'excluding_tax',
      issuedOn: '2022-03-17',
    })
    expect(parseInvoiceQr('CZ-EI-00,1.1.0,11010120,0012345678,a1b2c3,20251105,88.00')).toMatchObject({
      kind: 'fiscal',
      code: '11010120',
      number: '0012345678',
      checkCode: 'a1b2c3',
    })
    expect(parseInvoiceQr('https://bc.example/x?hash=0a1b2c3d&bill_num=01234567')).toMatchObject({
      kind: 'other',
    })
  })

  test.each([
    ['https://qr.example/pay/123', 'link'],
    ['AB12345678112120512340000006400000064', 'taiwan'],
    ['**:好茶:1:50', 'taiwan'],
    ['7'.repeat(144), 'train_ticket'],
    ['QRCODE_GEN_ERROR', 'unknown'],
    ['01,99,,1,2,3,4', 'unknown'],
  ])('names what is no invoice: %s', (payload, what) => {
    expect(parseInvoiceQr(payload)).toEqual({ outcome: 'other', what })
  })
})

test.each([
  ['20260305', '2026-03-05'],
  ['2026年03月05日', '2026-03-05'],
  ['2026-3-5', '2026-03-05'],
  ['2026 年 03 月 05 日', '2026-03-05'],
  ['2026-03-05 10:20:30', '2026-03-05'],
  ['20260227172851000', '2026-02-27'],
  ['2 0 2 6 年 0 3 月 0 5 日', '2026-03-05'],
  ['2026-02-30', undefined],
  ['20261305', undefined],
  ['五月', undefined],
])('the day %s', (text, day) => {
  expect(parseInvoiceDate(text)).toBe(day)
})
