import PDFDocument from 'pdfkit'
import { openFont } from '../documents/fonts'
import type { DocumentFormat } from '../documents/render-document'
import { createDocumentRenderer } from '../documents/render-pool'
import { buildModel } from '../documents/test-model'
import type { Figure } from './figures'
import { compare } from './rounds'
import type { Plan } from './scene'

const FORMATS: readonly DocumentFormat[] = ['pdf', 'ofd', 'xml']

/** Our documents from one warm worker thread against a page of bare pdfkit with one line in the same open font. */
export async function benchDocuments(plan: Plan): Promise<Figure[]> {
  const renderer = createDocumentRenderer()
  const model = buildModel()
  const figures: Figure[] = []
  try {
    for (const format of FORMATS) {
      const { ours, baseline, ratio } = await compare(
        plan.rounds,
        () => rateFor(plan.seconds / 2, () => renderer.render(model, format)),
        () => rateFor(plan.seconds / 2, barePage),
      )
      const what = 'bare pdfkit page, one line, same open font'
      const { byteLength } = await renderer.render(model, format)
      const note = `${byteLength.toLocaleString('en')} bytes`
      const name = `${format.toUpperCase()} drawn, one thread`
      figures.push({ name, value: ours, unit: '/s', baseline: { value: baseline, what }, ratio, note })
    }
  } finally {
    await renderer.close()
  }
  return figures
}

async function rateFor(seconds: number, work: () => Promise<unknown>): Promise<number> {
  const from = performance.now()
  let count = 0
  while (performance.now() - from < seconds * 1000) {
    await work()
    count += 1
  }
  return count / ((performance.now() - from) / 1000)
}

function barePage(): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const document = new PDFDocument({ size: [595, 397], margin: 0 })
    const chunks: Buffer[] = []
    document.on('data', (chunk: Buffer) => chunks.push(chunk))
    document.on('end', () => resolve(Buffer.concat(chunks)))
    document.on('error', reject)
    // pdfkit takes an open fontkit font at run time; its types do not say so.
    document.font(openFont('regular') as unknown as PDFKit.Mixins.PDFFontSource)
    document.fontSize(12).text('电子发票（普通发票）', 40, 40, { lineBreak: false })
    document.end()
  })
}
