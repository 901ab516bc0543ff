import { toHalfWidth } from '../money/fen'

/**
 * 税率/征收率 in canonical form: a decimal fraction as a string, or 免税 (`exempt`) or 不征税 (`not_taxed`).
 * Source: VAT rates 13/9/6 %, levy rates 5/3/1.5/1 %, zero rate, and the two kinds without tax.
 */
export const TAX_RATES = [
  '0.13',
  '0.09',
  '0.06',
  '0.05',
  '0.03',
  '0.015',
  '0.01',
  '0',
  'exempt',
  'not_taxed',
] as const

export type TaxRate = (typeof TAX_RATES)[number]

const PER_MILLE: Readonly<Record<TaxRate, number>> = {
  '0.13': 130,
  '0.09': 90,
  '0.06': 60,
  '0.05': 50,
  '0.03': 30,
  '0.015': 15,
  '0.01': 10,
  '0': 0,
  exempt: 0,
  not_taxed: 0,
}

/** The rate as an integer number of thousandths, so that rate arithmetic needs no float: 6 % is 60. */
export function ratePerMille(rate: TaxRate): number {
  return PER_MILLE[rate]
}

const EXEMPT_WORDS = ['免税', '免征', 'exempt']
const NOT_TAXED_WORDS = ['不征税', 'not_taxed', 'not taxed']

/** Plain decimal digits scaled by 10^power as an integer, or undefined when digits would be lost. */
function scaled(whole: string, decimals: string, power: number): number | undefined {
  const kept = decimals.replace(/0+$/, '')
  if (kept.length > power) return undefined
  return Number(whole + kept.padEnd(power, '0'))
}

/**
 * A tax rate however it is written: `0.06`, `'0.060000'`, `'6%'`, `6`, `'６％'`, `'免税'`, `'exempt'`, `'不征税'` …
 * A number without `%` is read as a fraction when that is a rate (0.06), else as a percentage (6); no rate can be
 * read both ways. `undefined` for anything that is not a rate in force, such as `***`, which only hides a rate.
 */
export function parseTaxRate(input: string | number): TaxRate | undefined {
  const text = toHalfWidth(String(input)).trim().toLowerCase()
  if (EXEMPT_WORDS.includes(text)) return 'exempt'
  if (NOT_TAXED_WORDS.includes(text)) return 'not_taxed'
  const match = /^(\d{1,3})(?:\.(\d{1,20}))?\s*(%?)$/.exec(text)
  if (!match) return undefined
  const [, whole = '', decimals = '', percent] = match
  const asFraction = percent ? undefined : rateOfPerMille(scaled(whole, decimals, 3))
  return asFraction ?? rateOfPerMille(scaled(whole, decimals, 1))
}

function rateOfPerMille(perMille: number | undefined): TaxRate | undefined {
  return TAX_RATES.find((rate) => rate !== 'exempt' && rate !== 'not_taxed' && PER_MILLE[rate] === perMille)
}

/** The rate as printed in the 税率/征收率 column: `6%`, `1.5%`, `0%`, `免税`, `不征税`. */
export function formatTaxRate(rate: TaxRate): string {
  if (rate === 'exempt') return '免税'
  if (rate === 'not_taxed') return '不征税'
  return `${PER_MILLE[rate] / 10}%`
}

/** Whether a value is a canonical tax rate string. */
export function isTaxRate(value: unknown): value is TaxRate {
  return TAX_RATES.some((rate) => rate === value)
}
