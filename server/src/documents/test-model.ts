import type { InvoiceLine, InvoiceModel } from '@piaoma/shared/invoice'

/** A line of a restaurant bill, for tests. */
export function buildLine(overrides: Partial<InvoiceLine> = {}): InvoiceLine {
  return {
    nature: 'plain',
    name: '*生产生活服务*餐饮服务',
    unit: '次',
    quantity: '1',
    unitPrice: '188.679245283019',
    amountFen: 18868,
    taxFen: 1132,
    totalFen: 20000,
    taxRate: '0.06',
    taxCode: '3070401000000000000',
    ...overrides,
  }
}

const sum = (lines: readonly InvoiceLine[], key: 'amountFen' | 'taxFen' | 'totalFen') =>
  lines.reduce((total, line) => total + line[key], 0)

/** An issued invoice of made-up parties whose sums are those of its lines, for tests. */
export function buildModel(overrides: Partial<InvoiceModel> = {}): InvoiceModel {
  const lines = overrides.lines ?? [buildLine()]
  return {
    number: '26440000000012345678',
    kind: 'normal',
    issuedAt: Date.UTC(2026, 5, 10, 1, 5, 9),
    seller: { name: '江南小馆餐饮管理有限公司', taxpayerId: '91440300MA5EK4A02K' },
    buyer: { name: '杭州示例科技有限责任公司', taxpayerId: '91330100MA28NFJ38K' },
    lines,
    amountFen: sum(lines, 'amountFen'),
    taxFen: sum(lines, 'taxFen'),
    totalFen: sum(lines, 'totalFen'),
    drawer: '郑示例',
    ...overrides,
  }
}
