import { build } from 'esbuild'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toInvoiceLines } from '../tax/lines'
import { validateOrderLines } from '../tax/validate'
import {
  checkTaxCode,
  DATED_SHORT_NAMES,
  findTaxCode,
  printedName,
  searchTaxCodes,
  shortNameAt,
} from './index'
import { taxCodeTable } from './table'

const RUNS = { numRuns: 10_000 }
const all = [...taxCodeTable().values()]
const anyCode = fc.constantFrom(...all)
const day = (text: string) => Date.parse(`${text}T00:00:00+08:00`)
const CATERING = '3070401000000000000'
const LODGING = '3070402000000000000'

/** Parent of a code by the levels of the standard: 1 digit, then nine times 2. */
function parentOf(code: string): string | undefined {
  const levels = [code.slice(0, 1), ...(code.slice(1).match(/../g) ?? [])]
  const last = levels.findLastIndex((level) => Number(level) > 0)
  if (last <= 0) return undefined
  return levels.map((level, index) => (index < last ? level : level.replace(/./g, '0'))).join('')
}

describe('the table', () => {
  test('is whole: 4205 codes of 19 digits ending in 00, each with a name, a short name and a parent', () => {
    expect(all).toHaveLength(4205)
    for (const { code, name, shortName } of all) {
      expect(code).toMatch(/^[1-6]\d{16}00$/)
      expect([name, shortName].every((text) => text.length > 0 && text === text.trim())).toBe(true)
      const parent = parentOf(code)
      if (parent) expect(findTaxCode(parent)?.isLeaf).toBe(false)
    }
  })

  test('marks as leaves exactly the codes without children', () => {
    const parents = new Set(all.map(({ code }) => parentOf(code)))
    expect(all.filter(({ isLeaf }) => isLeaf)).toHaveLength(3535)
    for (const { code, isLeaf } of all) expect([code, isLeaf]).toEqual([code, !parents.has(code)])
  })

  test.each([
    [CATERING, '餐饮服务', '餐饮服务', true],
    [LODGING, '住宿服务', '住宿服务', true],
    ['3040502020301000000', '高速公路通行服务', '经营租赁', true],
    ['3040000000000000000', '现代服务', '现代服务', false],
    ['6010000000000000000', '预付卡销售和充值', '预付卡销售', true],
    ['3040102000000000000', '技术咨询服务', '研发和技术服务', true],
  ])('%s is %s', (code, name, shortName, isLeaf) => {
    expect(findTaxCode(code)).toEqual({ code, name, shortName, isLeaf })
    expect(checkTaxCode(code)).toBe(isLeaf ? undefined : 'not_leaf')
  })

  test('has no other codes: short, damaged or unknown ones are not found', () => {
    for (const code of ['', '3070401', '3040502010099999744', '9990000000000000000', '__proto__']) {
      expect(findTaxCode(code)).toBeUndefined()
      expect(checkTaxCode(code)).toBe('unknown')
    }
    fc.assert(
      fc.property(
        anyCode,
        fc.integer({ min: 0, max: 18 }),
        fc.integer({ min: 0, max: 9 }),
        (entry, at, digit) => {
          const changed = entry.code.slice(0, at) + String(digit) + entry.code.slice(at + 1)
          const known = all.some(({ code }) => code === changed)
          expect(findTaxCode(changed) !== undefined).toBe(known)
        },
      ),
      RUNS,
    )
  }, 60_000)
})

describe('short names', () => {
  test('change with the day', () => {
    const [first] = DATED_SHORT_NAMES.map(({ from }) => from).sort()
    expect(first).toBe(day('2026-06-10'))
    expect(shortNameAt(CATERING, day('2026-06-10') - 1)).toBe('餐饮服务')
    expect(shortNameAt(CATERING, day('2026-06-10'))).toBe('生产生活服务')
  })

  test.each([
    ['3070402000000000000', '2025-11-05', '住宿服务'],
    ['3070402000000000000', '2026-06-10', '生产生活服务'],
    ['3040502020301000000', '2025-11-05', '经营租赁'],
    ['3040502020301000000', '2026-07-07', '生产生活服务'],
    ['3040502020200000000', '2026-07-07', '生产生活服务'],
    ['3040201030000000000', '2026-08-05', '生产生活服务'],
    ['3040409000000000000', '2026-09-10', '生产生活服务'],
    ['3010101020203000000', '2026-08-11', '交通运输服务'],
    ['3030203000000000000', '2026-09-10', '电信服务'],
    ['1010101010000000000', '2026-09-10', '谷物'],
    ['9990000000000000000', '2026-09-10', undefined],
  ])('%s on %s is %s', (code, date, shortName) => {
    expect(shortNameAt(code, day(date))).toBe(shortName)
  })

  test('every class has one on every day', () => {
    fc.assert(
      fc.property(
        anyCode,
        fc.date({ noInvalidDate: true }),
        fc.string({ minLength: 1 }),
        ({ code }, date, name) => {
          const shortName = shortNameAt(code, date.getTime())
          expect(shortName).toMatch(/^[^*]+$/)
          const plain = name.replaceAll('*', '')
          const printed = printedName(code, plain, date.getTime())
          expect(printed).toBe(`*${shortName}*${plain}`)
          expect(printedName(code, printed, date.getTime())).toBe(printed)
        },
      ),
      RUNS,
    )
  }, 60_000)

  test('a printed name gets the short name of its day, and an unknown class none', () => {
    expect(printedName(CATERING, '餐费', day('2025-01-01'))).toBe('*餐饮服务*餐费')
    expect(printedName(CATERING, '*餐饮服务*餐费', day('2026-09-01'))).toBe('*生产生活服务*餐费')
    expect(printedName(CATERING, '可乐*2', day('2025-01-01'))).toBe('*餐饮服务*可乐*2')
    expect(printedName('9990000000000000000', '餐费', 0)).toBe('餐费')
  })

  test('serve toInvoiceLines and validateOrderLines', () => {
    const line = { name: '餐费', amountFen: 10600, taxRate: '0.06', taxCode: CATERING } as const
    const [printed] = toInvoiceLines([line], { at: day('2026-09-01'), printedName })
    expect(printed?.name).toBe('*生产生活服务*餐费')
    expect(validateOrderLines([line], { checkTaxCode })).toEqual([])
    expect(validateOrderLines([{ ...line, taxCode: '3070400000000000000' }], { checkTaxCode })).toEqual([
      { path: 'lines.0.taxCode', code: 'line.tax_code_not_leaf' },
    ])
  })
})

describe('searchTaxCodes', () => {
  test.each([
    ['餐饮', CATERING],
    ['住宿', LODGING],
    ['餐饮住宿', CATERING],
    ['3070402', LODGING],
    ['３０７０４０２', LODGING],
    ['高速 通行', '3040502020301000000'],
    ['软件开发', '3040201010000000000'],
  ])('%s finds %s first or second', (text, code) => {
    expect(searchTaxCodes(text, 2).map((entry) => entry.code)).toContain(code)
  })

  test('puts the class of that very name first', () => {
    for (const { name, code } of all.filter(({ isLeaf }) => isLeaf).slice(0, 400)) {
      if (/\s/.test(name)) continue
      const [best] = searchTaxCodes(name, 1)
      expect(best?.name).toBe(name)
      expect(searchTaxCodes(name, 10).map((entry) => entry.code)).toContain(code)
    }
  })

  test('nothing for nothing, and no more than asked for', () => {
    expect(searchTaxCodes('', 10)).toEqual([])
    expect(searchTaxCodes('   ', 10)).toEqual([])
    expect(searchTaxCodes('没有这样的东西', 10)).toEqual([])
    expect(searchTaxCodes('服务', 7)).toHaveLength(7)
    expect(searchTaxCodes('服务', 0)).toEqual([])
    expect(searchTaxCodes('30', 50).every(({ name }) => name.includes('30'))).toBe(true)
  })

  test('finds only leaves, and only such that hold every word', () => {
    const word = fc.oneof(
      anyCode.map(({ name }) => name.slice(0, 2)),
      anyCode.map(({ code }) => code.slice(0, 5)),
      fc.string({ unit: 'binary', maxLength: 4 }),
    )
    const limit = fc.integer({ min: 0, max: 20 })
    fc.assert(
      fc.property(word, limit, (text, most) => {
        const found = searchTaxCodes(text, most)
        expect(found.length).toBeLessThanOrEqual(most)
        expect(found.every(({ isLeaf }) => isLeaf)).toBe(true)
        expect(new Set(found.map(({ code }) => code)).size).toBe(found.length)
      }),
      RUNS,
    )
  }, 60_000)
})

test('the table is not pulled into what imports rates and lines only', async () => {
  const inputsOf = async (folder: string) => {
    const result = await build({
      entryPoints: [new URL(`../${folder}/index.ts`, import.meta.url).pathname],
      bundle: true,
      write: false,
      format: 'esm',
      metafile: true,
      logLevel: 'silent',
    })
    return Object.keys(result.metafile.inputs).filter((path) => path.endsWith('.json'))
  }
  expect(await inputsOf('tax')).toEqual([])
  expect(await inputsOf('invoice')).toEqual([])
  expect(await inputsOf('tax-codes')).toHaveLength(2)
}, 60_000)
