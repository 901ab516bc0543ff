import type { business } from './business'
import type { channels } from './channels'
import type { codes } from './codes'
import { general } from './general'
import { guest } from './guest'
import type { office } from './office'
import type { receiptSettings } from './receipt-settings'
import type { received } from './received'
import type { reimbursement } from './reimbursement'
import type { review } from './review'

/** What the main package says in Chinese. */
export const zh = { ...general, ...guest }
/** Everything that is said; the shape every language has to fill. The merchant's part comes with `words/merchant`. */
export type Words = typeof zh &
  typeof review &
  typeof codes &
  typeof business &
  typeof channels &
  typeof office &
  typeof received &
  typeof reimbursement &
  typeof receiptSettings
