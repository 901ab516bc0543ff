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
