import type { InvoiceModel } from '@piaoma/shared/invoice'
import type { LedgerEntry } from '../core/types'
import type { Store } from '../store'

export const FORMATS = ['pdf', 'ofd', 'xml'] as const
export type Format = (typeof FORMATS)[number]

/** Draws the documents of an invoice; the simulator always asks for 「模拟」 across the page. */
export interface DocumentRenderer {
  render(model: InvoiceModel, format: Format, options: { simulated: true }): Promise<Uint8Array>
}

export const CONTENT_TYPES: Record<Format, string> = {
  pdf: 'application/pdf',
  ofd: 'application/ofd',
  xml: 'application/xml',
}

/** The files of issued invoices: drawn when first asked for, then the same bytes for ever. */
export interface Shelf {
  get(entry: LedgerEntry, format: Format): Promise<Uint8Array>
  /** A file that says another number than the invoice has; never kept. */
  getWrong(entry: LedgerEntry, format: Format): Promise<Uint8Array>
}

export function createShelf(store: Store, renderer: DocumentRenderer): Shelf {
  const drawing = new Map<string, Promise<Uint8Array>>()

  function kept(number: string, format: Format): Uint8Array | undefined {
    const row = store.one<{ bytes: ArrayBuffer | Uint8Array }>(
      'SELECT bytes FROM document WHERE number = ? AND format = ?',
      number,
      format,
    )
    return row === undefined ? undefined : new Uint8Array(row.bytes)
  }

  async function draw(entry: LedgerEntry, format: Format): Promise<Uint8Array> {
    const bytes = await renderer.render(entry.model, format, { simulated: true })
    store.run(
      'INSERT OR IGNORE INTO document (number, format, bytes) VALUES (?, ?, ?)',
      entry.number,
      format,
      bytes,
    )
    return bytes
  }

  return {
    async get(entry, format) {
      const bytes = kept(entry.number, format)
      if (bytes !== undefined) return bytes
      const key = `${entry.number}.${format}`
      const pending =
        drawing.get(key) ??
        draw(entry, format).finally(() => {
          drawing.delete(key)
        })
      drawing.set(key, pending)
      return pending
    },
    getWrong(entry, format) {
      const last = entry.number.at(-1) === '9' ? '8' : '9'
      const number = `${entry.number.slice(0, -1)}${last}`
      return renderer.render({ ...entry.model, number }, format, { simulated: true })
    },
  }
}
