import type { CodeView } from '../contract'

/** An open order code for tests. */
export function buildCode(overrides: Partial<CodeView> = {}): CodeView {
  return {
    code: 'code-1',
    kind: 'order',
    state: 'open',
    merchantName: '小馆',
    sellerName: '小馆餐饮有限公司',
    orderNo: 'A001',
    lines: [{ name: '餐饮', amountFen: 26800, taxRate: '0.06' }],
    amountFen: 26800,
    kinds: ['normal', 'special'],
    isReviewed: false,
    ...overrides,
  }
}
