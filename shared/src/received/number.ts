import type { ReceivedFields } from './model'

/** 省级 codes of GB/T 2260, and the digits that numbers of 计划单列市 carry (92 青岛 was met). */
const REGIONS = /^(1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|9[1-5])$/

/**
 * Whether a 20-digit number can be one of 数电票: a year from 2021 that is not after the invoice's own (numbers are given
 * in batches ahead, so an older year happens), and a region that exists. Where a camera read the digits, the region must
 * also be the seller's. The digit of the issuing channel is not looked at.
 */
export function isDigitalNumberPlausible(number: string, fields: ReceivedFields): boolean {
  if (!/^\d{20}$/.test(number)) return false
  const year = 2000 + Number(number.slice(0, 2))
  const issuedIn = fields.issuedOn && Number(fields.issuedOn.value.slice(0, 4))
  if (year < 2021 || (issuedIn !== undefined && (year > issuedIn || year < issuedIn - 1))) return false
  const region = number.slice(2, 4)
  if (!REGIONS.test(region)) return false
  const sellerRegion = /^[159]\d(\d\d)/.exec(fields.sellerTaxpayerId?.value ?? '')?.[1]
  const isSure = fields.number?.source !== 'ocr' || sellerRegion === undefined || region.startsWith('9')
  return isSure || sellerRegion === region
}
