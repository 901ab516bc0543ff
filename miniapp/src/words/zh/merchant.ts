import { business } from './business'
import { channels } from './channels'
import { codes } from './codes'
import { office } from './office'
import { receiptSettings } from './receipt-settings'
import { received } from './received'
import { reimbursement } from './reimbursement'
import { review } from './review'

/** What the merchant's pages say in Chinese, beyond what every page does. */
export const merchant = {
  ...review,
  ...codes,
  ...business,
  ...channels,
  ...office,
  ...received,
  ...reimbursement,
  ...receiptSettings,
}
