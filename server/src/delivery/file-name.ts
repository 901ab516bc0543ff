import { shanghaiDateTime } from '@piaoma/shared/invoice'
import type { FileFormat } from '../issuing/tax-channel'
import { oneLine } from '../mail'

/**
 * `dzfp_{number}_{seller}_{yyyyMMddHHmmss}.pdf`, the form in which the tax bureau names its own downloads, so that
 * expense systems recognise it. What a file system or mail program cannot bear is left out of the seller's name.
 */
export function invoiceFileName(invoice: {
  number: string
  sellerName: string
  issuedAt: number
  format: FileFormat
}): string {
  const seller = oneLine(invoice.sellerName, 120)
    .replace(/[\\/:*?"<>|\s]/g, '')
    .replace(/^\.+|\.+$/g, '')
  const stamp = shanghaiDateTime(invoice.issuedAt).replace(/\D/g, '')
  return `dzfp_${invoice.number}_${seller}_${stamp}.${invoice.format}`
}
