import type { InvoiceKind, InvoiceModel, InvoiceParty } from '@piaoma/shared/invoice'
import { shanghaiDate } from '@piaoma/shared/invoice'
import { separate } from '@piaoma/shared/tax'
import type { FactInput } from '../../simulators/verification/desk'
import { usccWithCheckDigit } from '../uscc'

const DAY_MS = 86_400_000

/** What the tax side of the demo says of a made-up invoice. */
type Fate = 'good' | 'mismatch' | 'no_record' | 'reversed'

interface Given {
  seller: [name: string, first17: string]
  region: string
  kind: InvoiceKind
  line: [name: string, unit: string, taxRate: '0.06' | '0.09' | '0.13', taxCode: string]
  totalFen: number
  daysAgo: number
  fate: Fate
}

/** Made-up invoices that the demo's restaurant received; every company is invented. */
const GIVEN = {
  office: {
    seller: ['上海远帆办公用品有限公司', '91310104MA7FDB3K5'],
    region: '31',
    kind: 'normal',
    line: ['*文具*签字笔', '盒', '0.13', '1060301010000000000'],
    totalFen: 28_600,
    daysAgo: 5,
    fate: 'good',
  },
  hotel: {
    seller: ['杭州澄湖酒店管理有限公司', '91330106MA8HTK2M7'],
    region: '33',
    kind: 'special',
    line: ['*住宿服务*住宿费', '天', '0.06', '3070402000000000000'],
    totalFen: 96_000,
    daysAgo: 9,
    fate: 'good',
  },
  printing: {
    seller: ['南京鹿鸣文化传播有限公司', '91320106MA6PRN4T3'],
    region: '32',
    kind: 'normal',
    line: ['*印刷品*宣传册', '本', '0.09', '1060105990000000000'],
    totalFen: 132_000,
    daysAgo: 12,
    fate: 'mismatch',
  },
  consulting: {
    seller: ['长沙北辰咨询有限公司', '91430102MA5CNS8W1'],
    region: '43',
    kind: 'normal',
    line: ['*现代服务*咨询费', '项', '0.06', '3040799000000000000'],
    totalFen: 500_000,
    daysAgo: 16,
    fate: 'no_record',
  },
  furniture: {
    seller: ['武汉锦程家具有限公司', '91420106MA4FRN9H6'],
    region: '42',
    kind: 'special',
    line: ['*家具*办公椅', '把', '0.13', '1050106010000000000'],
    totalFen: 158_000,
    daysAgo: 20,
    fate: 'reversed',
  },
} as const satisfies Record<string, Given>
export type DemoInvoiceName = keyof typeof GIVEN

/** A made-up invoice with what the tax side has of it; undefined: nothing. */
export interface DemoInvoice {
  model: InvoiceModel & { number: string }
  fact: FactInput | undefined
}

/** The made-up invoices of a company that began with the demo `since` (epoch ms): the same ones at every start. */
export function demoInvoices(buyer: InvoiceParty, since: number): Record<DemoInvoiceName, DemoInvoice> {
  const entries = (Object.entries(GIVEN) as [DemoInvoiceName, Given][]).map(([name, given], index) => {
    const model = modelOf(given, { buyer, since, index })
    return [name, { model, fact: factOf(model, given.fate) }]
  })
  return Object.fromEntries(entries) as Record<DemoInvoiceName, DemoInvoice>
}

function modelOf(
  {
    seller: [name, first17],
    region,
    kind,
    line: [lineName, unit, taxRate, taxCode],
    totalFen,
    daysAgo,
  }: Given,
  { buyer, since, index }: { buyer: InvoiceParty; since: number; index: number },
): DemoInvoice['model'] {
  const issuedAt = workday(since - daysAgo * DAY_MS)
  const { amountFen, taxFen } = separate(totalFen, taxRate)
  return {
    number: `${shanghaiDate(issuedAt).slice(2, 4)}${region}2000000088000${100 + index}`,
    kind,
    issuedAt,
    seller: { name, taxpayerId: usccWithCheckDigit(first17) },
    buyer,
    lines: [
      { nature: 'plain', name: lineName, unit, quantity: '1', amountFen, taxFen, totalFen, taxRate, taxCode },
    ],
    amountFen,
    taxFen,
    totalFen,
    drawer: '何思源',
  }
}

/** Nobody is asked about an invoice of a Sunday: the rule that warns of it is not what the demo is to show. */
function workday(at: number): number {
  const day = new Date(at + 8 * 3_600_000).getUTCDay()
  return day === 0 ? at - 2 * DAY_MS : day === 6 ? at - DAY_MS : at
}

function factOf(model: DemoInvoice['model'], fate: Fate): FactInput | undefined {
  if (fate === 'no_record') return undefined
  const { seller, buyer, lines } = model
  // Somebody has raised the printed total by 200 yuan.
  const less = fate === 'mismatch' ? 20_000 : 0
  return {
    kind: model.kind === 'special' ? 'digital_special' : 'digital_normal',
    number: model.number,
    issuedOn: shanghaiDate(model.issuedAt),
    amountFen: model.amountFen - less,
    taxFen: model.taxFen,
    totalFen: model.totalFen - less,
    buyerName: buyer.name,
    ...(buyer.taxpayerId ? { buyerTaxpayerId: buyer.taxpayerId } : {}),
    sellerName: seller.name,
    sellerTaxpayerId: seller.taxpayerId ?? '',
    lines: lines.map(({ name, amountFen, taxFen, taxRate }) => ({
      name,
      amountFen: amountFen - less,
      taxFen,
      taxRate,
    })),
    state: fate === 'reversed' ? 'reversed' : 'normal',
  }
}
