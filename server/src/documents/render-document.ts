import type { InvoiceModel } from '@piaoma/shared/invoice'
import { unprintableCharacters } from './fonts'
import { printedTexts } from './invoice-words'
import { renderInvoiceOfd } from './render-ofd'
import { type RenderOptions, renderInvoicePdf } from './render-pdf'
import { renderInvoiceXml } from './render-xml'

export type DocumentFormat = 'pdf' | 'ofd' | 'xml'

export interface RenderedDocument {
  bytes: Uint8Array
  /** Characters that no font holds and that stand as 〓; always empty for XML, which keeps every character. */
  unprintable: string[]
}

/** Renders one document in this thread. Throws RangeError for a model that cannot be drawn. */
export async function renderDocument(
  model: InvoiceModel,
  format: DocumentFormat,
  options: RenderOptions,
): Promise<RenderedDocument> {
  if (format === 'xml') return { bytes: renderInvoiceXml(model, options), unprintable: [] }
  const bytes = format === 'pdf' ? await renderInvoicePdf(model, options) : renderInvoiceOfd(model, options)
  return { bytes, unprintable: unprintableCharacters(printedTexts(model).join('')) }
}
