import type { InvoiceModel } from '@piaoma/shared/invoice'
import type { DocumentFormat } from './render-document'
import type { RenderOptions } from './render-pdf'

/** What the pool asks its worker. */
export interface RenderRequest {
  id: number
  model: InvoiceModel
  format: DocumentFormat
  options: RenderOptions
}

/** What the worker answers, one answer a request. */
export type RenderAnswer =
  | { id: number; outcome: 'done'; bytes: Uint8Array; unprintable: string[] }
  | { id: number; outcome: 'refused'; name: string; message: string }
