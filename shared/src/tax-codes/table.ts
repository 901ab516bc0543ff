import newNames from '../../data/short-names.json'
import data from '../../data/tax-codes.json'

/** One class of the official classification (税收分类编码). */
export interface TaxCode {
  /** Always 19 digits. */
  code: string
  /** 商品和服务名称. */
  name: string
  /** 简称 of the 2021 edition; that of the nearest class above where the table leaves it empty. */
  shortName: string
  /** Only leaves may stand on an invoice. */
  isLeaf: boolean
}

/** A short name that replaces the one of the table from a day on. */
export interface DatedShortName {
  /** Leading levels of the classes it is for, such as `304`. */
  levels: string
  /** Epoch milliseconds: 00:00 in Shanghai of the first day. */
  from: number
  shortName: string
}

let table: ReadonlyMap<string, TaxCode> | undefined

/** The table by 19-digit code in code order; built on first use, some 4200 entries. */
export function taxCodeTable(): ReadonlyMap<string, TaxCode> {
  table ??= buildTable()
  return table
}

function buildTable(): ReadonlyMap<string, TaxCode> {
  const result = new Map<string, TaxCode>()
  for (const entry of data.codes) {
    const [levels = '', name = '', index = '', leaf] = entry.split('|')
    const parent = result.get(fullCode(levels.slice(0, -2)))
    const shortName = data.shortNames[Number(index)] || parent?.shortName || name
    const code = fullCode(levels)
    result.set(code, { code, name, shortName, isLeaf: leaf === 'leaf' })
  }
  return result
}

function fullCode(levels: string): string {
  return levels.padEnd(19, '0')
}

/** Short names that changed after the table, the newest first. */
export const DATED_SHORT_NAMES: readonly DatedShortName[] = newNames
  .map(({ levels, from, shortName }) => ({ levels, from: Date.parse(`${from}T00:00:00+08:00`), shortName }))
  .sort((a, b) => b.from - a.from || b.levels.length - a.levels.length)
