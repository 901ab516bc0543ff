import PDFDocument from 'pdfkit'
import { type FaceName, openFont, textWidth } from './fonts'
import type { Color, Mark, PathMark, TextMark } from './marks'

/** Points in a millimetre. */
export const MM = 72 / 25.4

export interface PdfInfo {
  title: string
  author: string
  subject: string
  keywords: string
  createdAt: number
}

/** An empty document with metadata; pages are added by the caller. Same input, same bytes. */
export function newPdf(info: PdfInfo): PDFKit.PDFDocument {
  const document = new PDFDocument({
    autoFirstPage: false,
    pdfVersion: '1.7',
    lang: 'zh-CN',
    displayTitle: true,
    compress: true,
    info: {
      Title: info.title,
      Author: info.author,
      Subject: info.subject,
      Keywords: info.keywords,
      Creator: 'Piaoma',
      Producer: 'Piaoma',
      CreationDate: new Date(info.createdAt),
      ModDate: new Date(info.createdAt),
    },
  })
  return document
}

/** pdfkit takes an open fontkit font at run time; its types do not say so. Repeats cost nothing. */
function useFace(document: PDFKit.PDFDocument, name: FaceName): void {
  const source = openFont(name) as unknown as PDFKit.Mixins.PDFFontSource
  document.registerFont(name, source).font(name)
}

/** Paints marks (millimetres) onto the current page, moved by an offset and scaled. */
export function paintMarks(
  document: PDFKit.PDFDocument,
  marks: readonly Mark[],
  place: { xMm: number; yMm: number; scale: number } = { xMm: 0, yMm: 0, scale: 1 },
): void {
  document.save()
  document.translate(place.xMm * MM, place.yMm * MM).scale(place.scale * MM)
  for (const mark of marks) {
    if (mark.kind === 'text') paintText(document, mark)
    else paintPath(document, mark)
  }
  document.restore()
}

function paintText(document: PDFKit.PDFDocument, mark: TextMark): void {
  let x = mark.x
  document.fillColor([...mark.color])
  for (const { face, text } of mark.runs) {
    useFace(document, face)
    const options = {
      lineBreak: false,
      baseline: 'alphabetic',
      characterSpacing: mark.tracking ?? 0,
    } as const
    document.fontSize(mark.size).text(text, x, mark.y, options)
    x += textWidth(text, mark.size, face) + (mark.tracking ?? 0) * [...text].length
  }
}

function paintPath(document: PDFKit.PDFDocument, mark: PathMark): void {
  for (const step of mark.steps) {
    switch (step[0]) {
      case 'M':
        document.moveTo(step[1], step[2])
        break
      case 'L':
        document.lineTo(step[1], step[2])
        break
      case 'Q':
        document.quadraticCurveTo(step[1], step[2], step[3], step[4])
        break
      case 'B':
        document.bezierCurveTo(step[1], step[2], step[3], step[4], step[5], step[6])
        break
      default:
        document.closePath()
    }
  }
  if (mark.lineWidth) document.lineWidth(mark.lineWidth)
  if (mark.dash) document.dash(mark.dash, {})
  finishPath(document, mark.fill, mark.stroke)
  if (mark.dash) document.undash()
}

function finishPath(document: PDFKit.PDFDocument, fill?: Color, stroke?: Color): void {
  if (fill && stroke) document.fillAndStroke([...fill], [...stroke])
  else if (fill) document.fill([...fill])
  else if (stroke) document.stroke([...stroke])
}

/** Ends the document and gathers its bytes. */
export function finishPdf(document: PDFKit.PDFDocument): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    document.on('data', (chunk: Buffer) => chunks.push(chunk))
    document.on('end', () => resolve(new Uint8Array(Buffer.concat(chunks))))
    document.on('error', reject)
    document.end()
  })
}
