import type { BuyerTitle } from '@piaoma/shared/taxpayer'
import Taro from '@tarojs/taro'

/** Whether this device reads codes with its camera. */
export const canScan = true

/** Reads a QR or bar code; `undefined` when the user changes his mind. */
export async function scanText(): Promise<string | undefined> {
  // WeChat reports a cancel as a failure.
  const found = await Taro.scanCode({ scanType: ['qrCode', 'barCode'] }).catch(() => undefined)
  return found?.result
}

/** A title kept in the WeChat of whoever holds the phone; `undefined` when he changes his mind. */
export async function chooseTitle(): Promise<BuyerTitle | undefined> {
  const chosen = await Taro.chooseInvoiceTitle({}).catch(() => undefined)
  if (!chosen) return undefined
  const { title, taxNumber, companyAddress, telephone, bankName, bankAccount } = chosen
  return {
    type: String(chosen.type) === '1' ? 'person' : 'company',
    name: title,
    ...(taxNumber ? { taxpayerId: taxNumber } : {}),
    ...(companyAddress ? { address: companyAddress } : {}),
    ...(telephone ? { phone: telephone } : {}),
    ...(bankName ? { bankName } : {}),
    ...(bankAccount ? { bankAccount } : {}),
  }
}
