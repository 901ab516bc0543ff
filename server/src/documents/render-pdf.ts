import type { InvoiceModel } from '@piaoma/shared/invoice'
import { formatYuan } from '@piaoma/shared/money'
import { PAGE } from './invoice-form'
import { layoutInvoice } from './invoice-layout'
import { invoiceTitle } from './invoice-words'
import type { Mark } from './marks'
import type { Standing } from './notices'
import { finishPdf, MM, newPdf, paintMarks } from './paint-pdf'
import { printable } from './printable'

/** Paper: the bureau's own page, or a print version: A4 with two pages to a sheet, A5 landscape. */
export type PaperSize = 'bureau' | 'a4' | 'a5'

export interface RenderOptions {
  /** Made by the simulator: 「模拟」 across every page, and a line that says it is no legal invoice. */
  simulated?: boolean
  /** Not issued yet: no number, no QR code, 「预览」 across the page. */
  preview?: boolean
  /** The invoice came as data only: a line says that this layout is not its original. */
  drawn?: boolean
  /** PDF only; `bureau` when absent. */
  size?: PaperSize
}

/** What the options say about the page's standing; `preview` wins. */
export function standingOf(options: RenderOptions): Standing {
  if (options.preview) return 'preview'
  if (options.drawn) return 'drawn'
  return options.simulated ? 'simulated' : 'issued'
}

interface Sheet {
  width: number
  height: number
  scale: number
  /** Top left corners of the invoice pages on one sheet. */
  places: readonly (readonly [number, number])[]
}

/** Print versions are scaled to 95 % so that no printer's margin cuts the frame. */
const SCALE = 0.95
const INSET = (PAGE.width * (1 - SCALE)) / 2
const SHEETS: Readonly<Record<PaperSize, Sheet>> = {
  bureau: { ...PAGE, scale: 1, places: [[0, 0]] },
  a4: {
    width: 210,
    height: 297,
    scale: SCALE,
    places: [
      [INSET, 6],
      [INSET, 148.5 + 6],
    ],
  },
  a5: { width: 210, height: 148, scale: SCALE, places: [[INSET, (148 - PAGE.height * SCALE) / 2]] },
}

/**
 * An invoice as a PDF in the standard layout of 数电票 (210 × 140 mm), over several pages when it is long. The QR code
 * is vector, text can be extracted, metadata carries number and total, and the same model always gives the same
 * bytes. Throws RangeError when the number is not 20 digits, unless it is a preview.
 */
export async function renderInvoicePdf(
  model: InvoiceModel,
  options: RenderOptions = {},
): Promise<Uint8Array> {
  const standing = standingOf(options)
  const pages = layoutInvoice(model, { standing })
  const document = newPdf({
    title: [invoiceTitle(model), model.number, standing === 'issued' ? '' : SUFFIX[standing]]
      .filter(Boolean)
      .join(' '),
    author: printable(model.seller.name),
    subject: `价税合计 ¥${formatYuan(model.totalFen)}`,
    keywords: ['数电票', model.number].filter(Boolean).join(' '),
    createdAt: model.issuedAt,
  })
  paintSheets(document, pages, SHEETS[options.size ?? 'bureau'])
  return finishPdf(document)
}

const SUFFIX = { simulated: '模拟', preview: '预览', drawn: '按数据绘制' } as const

function paintSheets(document: PDFKit.PDFDocument, pages: readonly Mark[][], sheet: Sheet): void {
  pages.forEach((marks, index) => {
    const slot = index % sheet.places.length
    const [xMm, yMm] = sheet.places[slot] ?? [0, 0]
    if (slot === 0) document.addPage({ size: [sheet.width * MM, sheet.height * MM], margin: 0 })
    paintMarks(document, marks, { xMm, yMm, scale: sheet.scale })
  })
}
