import { pdfReadings } from '../../../documents/read-pdf'

/**
 * The 20-digit (数电) and 8-digit (older) invoice numbers that a PDF shows, as WeChat reads them out of the file;
 * `undefined` when it is no PDF.
 */
export function numbersInPdf(bytes: Buffer): Set<string> | undefined {
  if (bytes.subarray(0, 5).toString('latin1') !== '%PDF-') return undefined
  const found = pdfReadings(bytes).flatMap((text) => text.match(/(?<!\d)(\d{20}|\d{8})(?!\d)/g) ?? [])
  return new Set(found)
}
