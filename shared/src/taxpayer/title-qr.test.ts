import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toBase64, utf8Bytes } from '../codes/bytes'
import type { BuyerTitle } from './title'
import { buildTitleQr, crc16, type GbkCodec, parseTitleQr } from './title-qr'

// Ten thousand cases and more take a while on a busy machine.
const SLOW = { timeout: 120_000 }

const RUNS = { numRuns: 10_000 }
const full: BuyerTitle = {
  type: 'company',
  name: '上海青禾餐饮管理有限公司',
  taxpayerId: '91310000MA1K10010Y',
  address: '上海市浦东新区张江路88号',
  phone: '021-50801234',
  bankName: '中国工商银行张江支行',
  bankAccount: '1001234509200123456',
}
const qr = (content: string | Uint8Array) =>
  `$01${toBase64(typeof content === 'string' ? utf8Bytes(content) : content)}$`

// The table the platform has, turned round: what a server can hand in.
const decoder = new TextDecoder('gbk')
const table = new Map<string, number[]>()
for (let high = 0x81; high <= 0xfe; high++)
  for (let low = 0x40; low <= 0xfe; low++) {
    const char = decoder.decode(Uint8Array.of(high, low))
    if (char.length === 1 && char !== '\ufffd' && !table.has(char)) table.set(char, [high, low])
  }
const gbk: GbkCodec = {
  decode: (bytes) => decoder.decode(bytes),
  encode: (text) => {
    const bytes = Array.from(text, (char) => (char < '\u0080' ? [char.charCodeAt(0)] : table.get(char)))
    return bytes.includes(undefined) ? undefined : Uint8Array.from(bytes.flatMap((part) => part ?? []))
  },
}

describe('crc16', () => {
  test('gives the catalogue value of CRC-16/UMTS', () => {
    expect(crc16(utf8Bytes('123456789'))).toBe(0xfee8)
    expect(crc16([])).toBe(0)
  })
})

describe('parseTitleQr', () => {
  test('reads the form of the application note', () => {
    const content = `${full.name}</>${full.taxpayerId}</>${full.address}|${full.phone}</>${full.bankName}|${full.bankAccount}</>`
    const crc = crc16(gbk.encode?.(content) ?? [])
      .toString(16)
      .toUpperCase()
      .padStart(4, '0')
    expect(parseTitleQr(qr(content + crc), gbk)).toEqual({ title: full, crc: 'right' })
    expect(parseTitleQr(qr(content + crc))).toEqual({ title: full, crc: 'unchecked' })
    expect(parseTitleQr(qr(`${content}0001`), gbk)).toEqual({ title: full, crc: 'wrong' })
    expect(parseTitleQr(qr(content), gbk)).toEqual({ title: full, crc: 'absent' })
    expect(parseTitleQr(qr(`${content}${crc.toLowerCase()}`), gbk)?.crc).toBe('right')
    expect(parseTitleQr(qr(`${content}hello`), gbk)?.crc).toBe('wrong')
  })

  test('reads the same title from GBK bytes when it is given a decoder', () => {
    const content = `${full.name}</>${full.taxpayerId}</>${full.address}|${full.phone}</>${full.bankName}|${full.bankAccount}</>`
    const bytes = gbk.encode?.(content) ?? new Uint8Array()
    const crc = crc16(bytes).toString(16).toUpperCase().padStart(4, '0')
    const text = qr(Uint8Array.from([...bytes, ...utf8Bytes(crc)]))
    expect(parseTitleQr(text, gbk)).toEqual({ title: full, crc: 'right' })
    expect(parseTitleQr(text)).toBeUndefined()
  })

  test('accepts missing bars, empty parts, a missing end, URL-safe base64 and white space', () => {
    const glued = `${full.name}</>${full.taxpayerId}</>${full.address} ${full.phone}</>${full.bankName} ${full.bankAccount}</>`
    expect(parseTitleQr(qr(glued))?.title).toEqual(full)
    const { name, taxpayerId } = full
    const short = { title: { type: 'company', name, taxpayerId }, crc: 'absent' }
    for (const content of [
      `${name}</>${taxpayerId}`,
      `${name}</>${taxpayerId}</></></>`,
      ` ${name} </> ${taxpayerId} </>|</>|</>`,
    ])
      expect(parseTitleQr(qr(content))).toEqual(short)
    const text = qr(`${name}</>${taxpayerId}</></></>`)
    expect(parseTitleQr(`  ${text.slice(0, -1)}\n`)).toEqual(short)
    expect(parseTitleQr(text.replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, ''))).toEqual(short)
    expect(parseTitleQr(`${text.slice(0, 20)}\n${text.slice(20)}`)).toEqual(short)
  })

  test('a title without number is a person', () => {
    expect(parseTitleQr(qr('王小明</></></></>'))?.title).toEqual({ type: 'person', name: '王小明' })
  })

  test.each([
    ['nothing', ''],
    ['no title QR', 'https://example.com/s/abc'],
    ['another version', '$02QUJD$'],
    ['an empty body', '$01$'],
    ['no base64', '$01!!!!$'],
    ['an impossible length', '$01QUJDR$'],
    ['no separators', qr('hello')],
    ['no name', qr('</>91310000MA1K10010Y</></></>')],
    ['over-long text', qr('名'.repeat(2000))],
  ])('refuses %s', (_what, text) => {
    expect(parseTitleQr(text, gbk)).toBeUndefined()
  })

  test('never throws', SLOW, () => {
    const base64 = fc.constantFrom(...'ABCz09+/=-_$')
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: base64, maxLength: 40, size: 'max' }).map((body) => `$01${body}$`),
      fc.uint8Array({ maxLength: 80, size: 'max' }).map((bytes) => qr(bytes)),
      fc
        .array(
          fc.oneof(
            fc.constant('</>'),
            fc.constant('|'),
            fc.string({ unit: 'binary', maxLength: 6, size: 'max' }),
          ),
        )
        .map((parts) => qr(parts.join(''))),
    )
    fc.assert(
      fc.property(text, fc.constantFrom({}, gbk), (input, codec) => {
        const read = parseTitleQr(input, codec)
        if (read) expect(read.title.name).not.toBe('')
      }),
      RUNS,
    )
  })
})

describe('buildTitleQr', () => {
  const char = fc.constantFrom(...'上海青禾餐饮管理有限公司（集团）路号室AbcZ019-.')
  const text = (maxLength: number) => fc.string({ unit: char, minLength: 1, maxLength, size: 'max' })
  const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined })
  const digits = fc.string({
    unit: fc.constantFrom(...'0123456789'),
    minLength: 8,
    maxLength: 20,
    size: 'max',
  })
  const anyTitle = fc
    .record({
      name: text(100),
      taxpayerId: optional(fc.constantFrom('91310000MA1K10010Y', '310115123456789')),
      address: optional(text(60)),
      phone: optional(fc.constantFrom('021-50801234', '13800138000', '+34 612 345 678')),
      bankName: optional(text(60)),
      bankAccount: optional(digits),
    })
    .map((fields): BuyerTitle => ({ type: fields.taxpayerId ? 'company' : 'person', ...fields }))

  test('is read back whole, with the strict check sum', SLOW, () => {
    fc.assert(
      fc.property(anyTitle, (title) => {
        expect(parseTitleQr(buildTitleQr(title, gbk), gbk)).toEqual({ title, crc: 'right' })
      }),
      RUNS,
    )
  })

  test('without a GBK table it is read back too, its check sum being over UTF-8', SLOW, () => {
    fc.assert(
      fc.property(anyTitle, (title) => {
        const written = buildTitleQr(title)
        expect(parseTitleQr(written)).toEqual({ title, crc: 'right' })
        expect(parseTitleQr(written, gbk)?.title).toEqual(title)
      }),
      RUNS,
    )
  })

  test('refuses what the form cannot carry', () => {
    for (const name of ['', '  ', 'a</>b', 'a|b', 'a<b'])
      expect(() => buildTitleQr({ type: 'person', name })).toThrow(RangeError)
    expect(() => buildTitleQr({ ...full, address: 'a|b' })).toThrow(RangeError)
  })
})
