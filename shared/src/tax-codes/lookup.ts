import { DATED_SHORT_NAMES, type TaxCode, taxCodeTable } from './table'

/** The class of a 19-digit code, or `undefined` when the edition of 2021 does not have it. */
export function findTaxCode(code: string): TaxCode | undefined {
  return taxCodeTable().get(code)
}

/** Why a code may not stand on an invoice: not in the table, or not a leaf. `undefined` when it may. For `validateOrderLines`. */
export function checkTaxCode(code: string): 'unknown' | 'not_leaf' | undefined {
  const found = findTaxCode(code)
  if (!found) return 'unknown'
  return found.isLeaf ? undefined : 'not_leaf'
}

/**
 * 简称 of a class on a day (epoch milliseconds): the table of 2021, and from 2026 on the regrouped services
 * (`生产生活服务`, `交通运输服务`). `undefined` for an unknown code. Source: the bureau's table and printed invoices; see
 * shared/data/README.md.
 */
export function shortNameAt(code: string, at: number): string | undefined {
  const found = findTaxCode(code)
  if (!found) return undefined
  const dated = DATED_SHORT_NAMES.find(({ levels, from }) => from <= at && code.startsWith(levels))
  return dated?.shortName ?? found.shortName
}

/**
 * 项目名称 as printed on that day: `*简称*名称`. A name that already carries a short name gets the one of the day. For a
 * code that is not in the table the name stays as it is: codes newer than the table exist, and the channel names them.
 */
export function printedName(code: string, name: string, at: number): string {
  const shortName = shortNameAt(code, at)
  if (shortName === undefined) return name
  return `*${shortName}*${name.replace(/^\*[^*]+\*/, '')}`
}
