import { type ApplicationRow, applicationEntity } from '../applications/entity'
import { insertRow } from '../db'
import type { Ground } from '../ground'
import type { DeliverableInvoices, InvoiceReader } from './invoice-reader'
import { planDelivery } from './plan-delivery'

/** For the tests of this folder: an issued application of some merchant. */
export async function buildApplication(
  ground: Ground,
  overrides: Partial<ApplicationRow> = {},
): Promise<ApplicationRow> {
  const now = ground.clock.now()
  const row: ApplicationRow = {
    id: ground.ids.ulid(),
    merchantId: ground.ids.ulid(),
    storeId: ground.ids.ulid(),
    taxpayerId: ground.ids.ulid(),
    token: ground.ids.secret(),
    status: 'issued',
    version: 1,
    codeKind: 'order',
    kind: 'normal',
    buyer: { type: 'company', name: '杭州测试科技有限公司', taxpayerId: '91330106MA2CFG3K9J' },
    buyerName: '杭州测试科技有限公司',
    email: 'guest@example.com',
    mobile: null,
    remark: null,
    lines: [],
    amountFen: 12_850,
    reviewCause: null,
    reasonCode: null,
    reasonText: null,
    language: 'zh-CN',
    isDeliveryPlanned: true,
    mergedIntoId: null,
    submittedAt: now,
    updatedAt: now,
    ...overrides,
  }
  await insertRow(ground.db.manager, applicationEntity, row)
  return row
}

export const PDF = Buffer.from(Array.from({ length: 30_000 }, (_, n) => (n * 7) % 256))
export const OFD = Buffer.from('PK\u0003\u0004 ofd bytes')
export const XML = Buffer.from('<?xml version="1.0" encoding="UTF-8"?>\r\n<EInvoice>．</EInvoice>\n')

export function buildContent(overrides: Partial<DeliverableInvoices> = {}): DeliverableInvoices {
  return {
    token: 'abcdefghijklmnopqrstuvwxyz012345',
    merchantName: '滨江饭店',
    sellerName: '杭州滨江饭店有限公司',
    buyerName: '杭州测试科技有限公司',
    language: 'zh-CN',
    invoices: [
      {
        number: '25332000000012345678',
        totalFen: 128_500,
        issuedAt: Date.parse('2026-11-23T04:00:00Z'),
        files: [
          { format: 'pdf', bytes: PDF },
          { format: 'ofd', bytes: OFD },
          { format: 'xml', bytes: XML },
        ],
      },
    ],
    ...overrides,
  }
}

/** Answers the same content for every application. */
export const readerOf = (content: DeliverableInvoices | undefined): InvoiceReader => ({
  load: async () => content,
})

/** A delivery planned as the pipeline plans it. */
export function plan(ground: Ground, application: ApplicationRow, target = 'guest@example.com') {
  const { id: applicationId, merchantId } = application
  return ground.db.transaction((tx) =>
    planDelivery(ground, tx, { merchantId, applicationId, channel: 'email', target }),
  )
}
