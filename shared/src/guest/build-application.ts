import type { ApplicationView } from '../contract'

/** An application for tests: issued and complete unless told otherwise. */
export function buildApplication(overrides: Partial<ApplicationView> = {}): ApplicationView {
  const status = overrides.status ?? 'issued'
  const path = '/api/v1/applications/token/files/26312000000000000001'
  return {
    id: '01JD0000000000000000000000',
    token: 'token',
    status,
    merchantName: '小馆',
    sellerName: '小馆餐饮有限公司',
    kind: 'normal',
    buyerName: '甲公司',
    amountFen: 26800,
    codes: ['code'],
    invoices:
      status === 'issued'
        ? [
            {
              number: '26312000000000000001',
              totalFen: 26800,
              taxFen: 1517,
              issuedAt: '2026-11-22T04:00:00.000Z',
              files: { pdf: `${path}.pdf`, ofd: `${path}.ofd`, xml: `${path}.xml` },
            },
          ]
        : [],
    deliveries: [],
    submittedAt: '2026-11-22T04:00:00.000Z',
    updatedAt: '2026-11-22T04:00:00.000Z',
    actions: [],
    ...overrides,
  }
}
