import { RECEIVED_KIND_INFO } from '@piaoma/shared/received'
import { strToU8, zipSync } from 'fflate'
import { type InventedInvoice, SAMPLE_KINDS, type SampleKind } from '../../capture/samples/invent'
import { inventSample, makeSample } from '../../capture/samples/make-samples'
import type { Quality } from '../../capture/samples/worsen'
import { renderInvoiceOfd } from '../../documents/render-ofd'
import { renderInvoicePdf } from '../../documents/render-pdf'
import { renderInvoiceXml } from '../../documents/render-xml'
import type { FactInput } from '../../simulators/verification/desk'
import type { DemoInvoice, DemoInvoiceName } from './invoices'

/** A file that waits to be tried, made when somebody wants it. */
export interface DemoSample {
  file: string
  zh: string
  en: string
  make(): Promise<Uint8Array>
}

/** How each kind is photographed: most as people really do. */
const QUALITIES: readonly Quality[] = ['clean', 'tilt', 'perspective', 'shadow']
const SEED = 88
const MARK = { simulated: true }

type Buyer = InventedInvoice['buyer']

/** Everything to try: originals of the made-up invoices, and one picture of each kind. */
export function demoSamples(invoices: Record<DemoInvoiceName, DemoInvoice>, buyer: Buyer): DemoSample[] {
  const { office, hotel, printing, consulting, furniture } = invoices
  const pdf = ({ model }: DemoInvoice) => renderInvoicePdf(model, MARK)
  const originals: DemoSample[] = [
    {
      file: 'office.pdf',
      zh: '办公用品，数电普票 PDF：查验一致',
      en: 'Stationery, PDF: verified',
      make: () => pdf(office),
    },
    {
      file: 'office.xml',
      zh: '同一张发票的 XML：查重，合并到同一行',
      en: 'The same invoice as XML: found to be a duplicate',
      make: async () => renderInvoiceXml(office.model, MARK),
    },
    {
      file: 'hotel.ofd',
      zh: '住宿费，数电专票 OFD：查验一致，可抵扣',
      en: 'Hotel, special invoice as OFD: verified, deductible',
      make: async () => renderInvoiceOfd(hotel.model, MARK),
    },
    {
      file: 'printing.pdf',
      zh: '宣传册：票面金额被改大 200 元，查验不一致',
      en: 'Printing: its total was raised by 200 yuan, mismatch',
      make: () => pdf(printing),
    },
    {
      file: 'consulting.xml',
      zh: '咨询费：税务端查无此票',
      en: 'Consulting: the tax side has no such invoice',
      make: async () => renderInvoiceXml(consulting.model, MARK),
    },
    {
      file: 'furniture.pdf',
      zh: '办公椅：开票后已被红冲',
      en: 'Chairs: reversed after it was issued',
      make: () => pdf(furniture),
    },
  ]
  const pictures = SAMPLE_KINDS.map((kind, index): DemoSample => {
    const quality = QUALITIES[index % QUALITIES.length] ?? 'clean'
    return {
      file: `${kind}.jpg`,
      zh: `${RECEIVED_KIND_INFO[kind].zh}，照片`,
      en: `${RECEIVED_KIND_INFO[kind].en}, photo`,
      make: async () => (await makeSample(kind, quality, SEED, buyer)).jpeg,
    }
  })
  return [...originals, ...pictures, archiveOf(originals)]
}

/** Several at once, as they come by mail. */
function archiveOf(originals: readonly DemoSample[]): DemoSample {
  return {
    file: 'several.zip',
    zh: '压缩包：以上电子原件一起上传',
    en: 'Zip: all electronic originals at once',
    async make() {
      const files: Record<string, Uint8Array> = {
        'readme.txt': strToU8('模拟发票，仅供试用。Made up, to try only.'),
      }
      for (const { file, make } of originals) files[file] = await make()
      return zipSync(files)
    },
  }
}

/** What the tax side knows of the pictures; taxi and quota receipts are verified by nobody. */
export function pictureFacts(buyer: Buyer): FactInput[] {
  const verified: readonly SampleKind[] = [
    'digital_normal',
    'digital_special',
    'electronic_normal',
    'paper_special',
  ]
  return verified.map((kind) => {
    const { invoice } = inventSample(kind, SEED, buyer)
    return {
      kind,
      ...(invoice.code ? { code: invoice.code } : {}),
      number: invoice.number,
      issuedOn: invoice.issuedOn,
      amountFen: invoice.amountFen,
      taxFen: invoice.taxFen,
      totalFen: invoice.totalFen,
      checkCode: invoice.checkCode,
      buyerName: buyer.name,
      buyerTaxpayerId: buyer.taxpayerId,
      sellerName: invoice.seller.name,
      sellerTaxpayerId: invoice.seller.taxpayerId,
      // Paper may be voided in its month.
      state: kind === 'paper_special' ? ('voided' as const) : ('normal' as const),
    }
  })
}

/** The code of one more invoice, as a phone reads it. */
export const scannedCode = (buyer: Buyer): string =>
  inventSample('digital_normal', SEED + 1, buyer).invoice.qr ?? ''
