import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { buildQrPayload } from '../invoice/qr-payload'
import { formatCapitals } from '../money/capitals'
import { usccCheckDigit } from '../taxpayer/id'
import { checkReading } from './assess'
import { mergeReadings } from './merge'
import type { FieldSource, Reading, ReceivedFields, ReceivedValues } from './model'
import { repairReadTaxpayerId } from './repair-id'

const NOW = Date.UTC(2026, 10, 1)
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'

/** The GB 11714 check of an organisation code, so that made-up numbers are as right as real ones. */
function withOrganisationCheck(eight: string): string {
  const weights = [3, 7, 9, 10, 5, 8, 4, 2]
  const sum = weights.reduce(
    (total, weight, i) => total + weight * '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'.indexOf(eight.charAt(i)),
    0,
  )
  return eight + '0X987654321'.charAt(sum % 11)
}
const rightId = fc.stringMatching(/^[0-9A-HJ-NP-RTUWXY]{8}$/).map((eight) => {
  const first = `91310115${withOrganisationCheck(eight)}`
  return first + usccCheckDigit(first)
})

const VALUES: Partial<ReceivedValues> = {
  number: '26310000000012345678',
  issuedOn: '2026-03-05',
  amountFen: 18868,
  taxFen: 1132,
  totalFen: 20000,
  totalCapitals: '贰佰圆整',
  buyerName: '杭州示例科技有限责任公司',
  sellerName: '江南小馆餐饮管理有限公司',
  sellerTaxpayerId: '91310000MA1FGHJK2J',
}

function draft(values: Partial<ReceivedValues> = {}, source: FieldSource = 'xml', confidence = 1) {
  const entries = Object.entries({ ...VALUES, ...values }).filter(([, value]) => value !== undefined)
  const fields = Object.fromEntries(
    entries.map(([name, value]) => [name, { value, confidence, source }]),
  ) as ReceivedFields
  return { kind: 'digital_normal' as const, fields, lines: [], pages: [1] }
}
const outcomeOf = (reading: Reading, name: string) =>
  reading.checks.find((check) => check.name === name)?.outcome

describe('checking a reading', () => {
  test('everything agrees: green, nothing doubtful', () => {
    const reading = checkReading(draft(), NOW)
    expect(reading).toMatchObject({ grade: 'green', doubtful: [] })
    expect(outcomeOf(reading, 'sum')).toBe('passed')
    expect(outcomeOf(reading, 'capitals')).toBe('passed')
    expect(outcomeOf(reading, 'number')).toBe('passed')
  })

  test('any one wrong digit of an amount is seen', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('amountFen' as const, 'taxFen' as const, 'totalFen' as const),
        fc.integer({ min: 1, max: 9_000_000 }),
        (name, by) => {
          const reading = checkReading(draft({ [name]: (VALUES[name] ?? 0) + by }), NOW)
          expect(reading.grade).toBe('amber')
          expect(reading.doubtful).toContain(name)
        },
      ),
      { numRuns: 500 },
    )
  })

  test('capitals are compared in any amount', () => {
    fc.assert(
      fc.property(fc.integer({ min: -99_999_999, max: 999_999_999 }), (totalFen) => {
        const right = draft({
          totalFen,
          amountFen: totalFen,
          taxFen: 0,
          totalCapitals: formatCapitals(totalFen),
        })
        expect(outcomeOf(checkReading(right, NOW), 'capitals')).toBe('passed')
        const wrong = draft({ totalFen, totalCapitals: formatCapitals(totalFen + 1) })
        expect(outcomeOf(checkReading(wrong, NOW), 'capitals')).toBe('failed')
      }),
      { numRuns: 1000 },
    )
  })

  test('the QR code is held against the fields; its CRC alone doubts nothing', () => {
    const issuedAt = Date.UTC(2026, 2, 5)
    const qr = buildQrPayload({ number: VALUES.number ?? '', kind: 'normal', totalFen: 20000, issuedAt })
    expect(outcomeOf(checkReading({ ...draft(), qr }, NOW), 'qr')).toBe('passed')
    const other = checkReading({ ...draft({ issuedOn: '2026-03-06' }), qr }, NOW)
    expect(other.doubtful).toContain('issuedOn')
    const badCrc = checkReading({ ...draft(), qr: qr.replace(/.{4}$/, '0000') }, NOW)
    expect(badCrc.grade).toBe('green')
    expect(outcomeOf(badCrc, 'crc')).toBe('failed')
  })

  test('a date ahead, an impossible number, a wrong check digit and a missing field are doubtful', () => {
    expect(checkReading(draft({ issuedOn: '2026-11-02' }), NOW).doubtful).toContain('issuedOn')
    expect(checkReading(draft({ number: '27310000000012345678' }), NOW).doubtful).toContain('number')
    expect(checkReading(draft({ number: '26990000000012345678' }), NOW).doubtful).toContain('number')
    expect(checkReading(draft({ sellerTaxpayerId: '91310000MA1FGHJK2K' }), NOW).doubtful).toEqual([
      'sellerTaxpayerId',
    ])
    expect(checkReading(draft({ totalFen: undefined } as never), NOW).doubtful).toContain('totalFen')
  })

  test('a region that is not the seller’s doubts only what a camera read', () => {
    const moved = { number: '26440000000012345678' }
    expect(checkReading(draft(moved), NOW).grade).toBe('green')
    expect(checkReading(draft(moved, 'ocr'), NOW).doubtful).toContain('number')
  })

  test('digits that only a camera saw need one proof', () => {
    const bare = { amountFen: undefined, taxFen: undefined, totalCapitals: undefined } as never
    expect(checkReading({ ...draft(bare, 'ocr'), kind: 'rail' }, NOW).grade).toBe('amber')
    expect(checkReading(draft({}, 'ocr'), NOW).grade).toBe('green')
  })

  test('a taxi slip has no other proof than a second look at each of its digits', () => {
    const values = { code: '133021835001', number: '12345678', issuedOn: '2019-10-25', totalFen: 5000 }
    const seen = (twice: readonly string[]) =>
      Object.fromEntries(
        Object.entries(values).map(([name, value]) => [
          name,
          { value, confidence: 0.99, source: 'ocr', ...(twice.includes(name) ? { isSeenTwice: true } : {}) },
        ]),
      ) as ReceivedFields
    const gradeOf = (fields: ReceivedFields) =>
      checkReading({ kind: 'taxi', fields, lines: [], pages: [1] }, NOW).grade
    const all = Object.keys(values)
    expect(gradeOf(seen(all))).toBe('green')
    for (const name of all) expect(gradeOf(seen(all.filter((other) => other !== name)))).toBe('amber')
    const plate = { value: '蒙K2Y592', confidence: 0.6, source: 'ocr' as const }
    expect(gradeOf({ ...seen(all), plate })).toBe('green')
  })

  test('a changed seal never goes through', () => {
    expect(checkReading({ ...draft(), seal: 'changed' }, NOW).grade).toBe('amber')
    expect(checkReading({ ...draft(), seal: 'unsigned' }, NOW).grade).toBe('green')
  })
})

describe('repairing a tax number', () => {
  test('letters the standard never uses are put right', () => {
    fc.assert(
      fc.property(rightId, (id) => {
        const misread = id.replaceAll('0', 'O').replaceAll('1', 'I').replaceAll('5', 'S').replaceAll('2', 'Z')
        expect(repairReadTaxpayerId(misread)).toBe(id)
      }),
      { numRuns: 2000 },
    )
  })

  test('what it gives is either untouched or passes its check digit', () => {
    fc.assert(
      fc.property(rightId, fc.nat(17), fc.constantFrom(...ALPHABET, 'O', 'I', 'S', 'Z'), (id, at, char) => {
        const misread = id.slice(0, at) + char + id.slice(at + 1)
        const repaired = repairReadTaxpayerId(misread)
        const passes = usccCheckDigit(repaired.slice(0, 17)) === repaired.charAt(17)
        expect(repaired === misread || passes).toBe(true)
        if (misread === id) expect(repaired).toBe(id)
      }),
      { numRuns: 5000 },
    )
  })

  test('only what a camera read is repaired, and what it was is kept', () => {
    const id = '91310000MA1FGHJK2J'
    const misread = id.replaceAll('0', 'O')
    expect(
      checkReading(draft({ sellerTaxpayerId: misread }, 'ocr'), NOW).fields.sellerTaxpayerId,
    ).toMatchObject({
      value: id,
      repairedFrom: misread,
    })
    expect(checkReading(draft({ sellerTaxpayerId: misread }), NOW).fields.sellerTaxpayerId?.value).toBe(
      misread,
    )
  })
})

describe('merging two readings of one invoice', () => {
  test('the better source leads whichever came first, and fills in from the other', () => {
    const photo = checkReading(draft({ buyerName: '杭州示例科枝', plate: '浙A12345' }, 'ocr', 0.95), NOW)
    const xml = checkReading(draft(), NOW)
    for (const merged of [mergeReadings(photo, xml, NOW), mergeReadings(xml, photo, NOW)]) {
      expect(merged.fields.buyerName?.value).toBe(VALUES.buyerName)
      expect(merged.fields.plate?.value).toBe('浙A12345')
      expect(merged.fields.number?.source).toBe('xml')
    }
  })

  test('a person’s correction always stays', () => {
    const photo = checkReading(draft({}, 'ocr'), NOW)
    const corrected = {
      ...photo,
      fields: { ...photo.fields, buyerName: { value: '改正', confidence: 1, source: 'person' as const } },
    }
    const xml = checkReading(draft(), NOW)
    expect(mergeReadings(corrected, xml, NOW).fields.buyerName).toMatchObject({
      value: '改正',
      source: 'person',
    })
    expect(mergeReadings(xml, corrected, NOW).fields.buyerName).toMatchObject({
      value: '改正',
      source: 'person',
    })
  })

  test('merging with itself changes nothing', () => {
    const reading = checkReading(draft(), NOW)
    expect(mergeReadings(reading, reading, NOW)).toEqual(reading)
  })
})
