import type { BuyerTitle } from '@piaoma/shared/taxpayer'

/** A browser at a desk: a hand scanner types into the field that has the focus. */
export const canScan = false

/** Nothing to scan with. */
export async function scanText(): Promise<string | undefined> {
  return undefined
}

/** No WeChat, no titles. */
export async function chooseTitle(): Promise<BuyerTitle | undefined> {
  return undefined
}
