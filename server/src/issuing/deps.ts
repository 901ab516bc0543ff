import type { ApplicationRow } from '../applications/entity'
import type { Tx } from '../db'
import type { Ground } from '../ground'
import type { TaxpayerRow } from '../merchants/entity'
import type { InvoiceRow } from './entity'
import type { TaxChannel } from './tax-channel'

/** What issuing needs from others; wired in compose.ts. */
export interface IssuingDeps {
  ground: Ground
  channelFor(seller: TaxpayerRow): TaxChannel
  /** Where the channel may call back for this seller. */
  callbackUrlFor(seller: TaxpayerRow): string
  /** Told, inside the transaction, what happened; for webhooks. */
  onEvent?(
    tx: Tx,
    event: 'application.refused' | 'invoice.issued' | 'invoice.parked',
    application: ApplicationRow,
    invoice?: InvoiceRow,
  ): Promise<void>
}
