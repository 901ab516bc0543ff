import type { EndpointKey, Role } from '@piaoma/shared/contract'
import { DEFAULT_RULES } from '@piaoma/shared/received-rules'
import { EMPTY_DRAFT, taxNumber } from '../test/shop'
import type { inventPaySettings } from '../test/wechat-pay'

/** One thing of each kind that a merchant owns, all of his first store. */
export interface Holdings {
  merchantId: string
  storeId: string
  taxpayerId: string
  goodsId: string
  memberId: string
  apiKeyId: string
  tillId: string
  webhookId: string
  messageId: string
  alarmId: string
  orderCodeId: string
  orderCode: string
  orderNo: string
  productCodeId: string
  reviewingId: string
  invoiceId: string
  captureId: string
  uploadId: string
  receivedId: string
  mailboxId: string
  sheetId: string
  packageId: string
  draftId: string
  customerId: string
  /** What he would type in; nothing of his is there yet. */
  paySettings: Awaited<ReturnType<typeof inventPaySettings>>
}

/** A well-formed call about somebody's things. `by` lists the roles that may make it, as the product owner put it. */
export interface Case {
  by?: readonly Role[]
  params?: Record<string, string>
  query?: Record<string, string>
  body?: unknown
  /** What it names belongs to one store: people limited to another one do not find it. */
  isOfStore?: boolean
  /** What it names belongs to one merchant: others do not find it. */
  isOfMerchant?: boolean
}

const EVERYBODY = ['owner', 'reviewer', 'cashier', 'finance', 'employee'] as const
const READERS = ['owner', 'reviewer', 'cashier', 'finance'] as const
const SELLERS = ['owner', 'reviewer', 'cashier'] as const
const REVIEWERS = ['owner', 'reviewer'] as const
const OFFICE = ['owner', 'reviewer', 'finance'] as const
const BOOKS = ['owner', 'finance'] as const
const OWNER = ['owner'] as const

const LINE = { name: '餐饮服务', taxRate: '0.06', taxCode: '3070401000000000000' }
const lines = [{ ...LINE, amountFen: 100 }]
const buyer = { type: 'company', name: '上海示例贸易有限公司', taxpayerId: taxNumber(9_999_999) }
const PERIOD = { from: '2026-01-01T00:00:00+08:00', until: '2026-12-31T23:59:59+08:00' }
const NOBODY = 'a'.repeat(32)
const FILE = `${'2'.repeat(20)}.pdf`

/** Every endpoint of the contract; without a row for a new one this does not compile. */
export function tenancyCases(of: Holdings): Record<EndpointKey, Case> {
  const owned = (id: string, by: Case['by'], rest: Case = {}): Case => ({
    by,
    params: { id },
    isOfMerchant: true,
    ...rest,
  })
  const ofStore = (id: string, by: Case['by'], rest: Case = {}) => owned(id, by, { ...rest, isOfStore: true })
  const version = { version: 1 }
  const code = { params: { code: of.orderCode } }
  const token = { params: { token: NOBODY } }
  const file = { params: { token: NOBODY, file: FILE } }
  const order = { params: { orderNo: of.orderNo }, isOfMerchant: true }
  const email = { email: 'somebody@example.test' }
  return {
    'GET /api/v1/wechat/config': {},
    'POST /api/v1/wechat/guest': { body: { code: 'nobody' } },
    'POST /api/v1/wechat/sign-in': { body: { code: 'nobody' } },
    'POST /api/v1/wechat/bind': { body: { ticket: NOBODY, phoneCode: 'nobody' } },
    'DELETE /api/v1/wechat/binding': { by: EVERYBODY },
    'POST /api/v1/wechat/consents': {
      body: { guestToken: NOBODY, applicationToken: NOBODY, accepted: [] },
    },
    'GET /api/v1/sessions/current/wechat-consents': { by: EVERYBODY },
    'POST /api/v1/sessions/current/wechat-consents': { by: EVERYBODY, body: { accepted: [] } },
    'GET /api/v1/wechat/js-config': { query: { url: 'https://fp.example.test/', code: of.orderCode } },
    'POST /api/v1/applications/:token/wallet': { ...token, body: { source: 'web' } },
    'POST /api/v1/codes/:code/wechat-title': code,
    'GET /api/v1/wechat/titles/:ticket': { params: { ticket: NOBODY } },
    'GET /api/v1/codes/:code/wxacode.png': code,
    'GET /api/v1/merchant/wechat': { by: OFFICE },
    'PATCH /api/v1/merchant/wechat': { by: OWNER, body: { contactPhone: '021-55550100' } },
    'POST /api/v1/merchant/wechat/set-up': { by: OWNER },
    'POST /api/v1/merchant/wechat/picked-invoices': {
      by: EVERYBODY,
      body: { items: [{ cardId: 'card', encryptCode: 'code' }] },
    },
    'GET /api/v1/codes/:code': code,
    'GET /api/v1/codes/:code/qr.svg': code,
    'GET /api/v1/codes/:code/qr.png': code,
    'GET /api/v1/codes/:code/table-card.pdf': code,
    'POST /api/v1/applications': { body: { codes: [of.orderCode], buyer, kind: 'normal' } },
    'GET /api/v1/applications/:token': token,
    'GET /api/v1/applications/:token/events': token,
    'POST /api/v1/applications/:token/withdraw': token,
    'POST /api/v1/applications/:token/deliveries': { ...token, body: email },
    'GET /api/v1/applications/:token/files/:file': file,
    'GET /api/v1/applications/:token/print/:file': file,
    'POST /open/v1/order-codes': { body: { orderNo: 'tenancy', lines } },
    'GET /open/v1/order-codes/:orderNo': order,
    'POST /open/v1/order-codes/:orderNo/actions': { ...order, body: { action: 'deactivate' } },
    'POST /api/v1/sessions': { body: { login: 'nobody@example.test', password: 'nothing at all' } },
    'GET /api/v1/sessions/current': { by: EVERYBODY },
    'PUT /api/v1/sessions/current/merchant': {
      by: EVERYBODY,
      body: { merchantId: of.merchantId },
      isOfMerchant: true,
    },
    'PUT /api/v1/sessions/current/password': {
      by: EVERYBODY,
      body: { current: 'not this one', next: 'a longer password' },
    },
    'DELETE /api/v1/sessions/current': { by: EVERYBODY },
    'GET /api/v1/merchant/order-codes': { by: READERS },
    'POST /api/v1/merchant/order-codes': { by: SELLERS, body: { lines } },
    'GET /api/v1/merchant/order-codes/:id': ofStore(of.orderCodeId, READERS),
    'POST /api/v1/merchant/order-codes/:id/actions': ofStore(of.orderCodeId, SELLERS, {
      body: { action: 'deactivate' },
    }),
    'POST /api/v1/merchant/order-codes/import': { by: SELLERS },
    'GET /api/v1/merchant/order-codes/import/template.csv': { by: SELLERS },
    'GET /api/v1/merchant/product-codes': { by: READERS },
    'POST /api/v1/merchant/product-codes': { by: SELLERS, body: { title: '餐费', line: LINE } },
    'GET /api/v1/merchant/product-codes/:id': ofStore(of.productCodeId, READERS),
    'PATCH /api/v1/merchant/product-codes/:id': ofStore(of.productCodeId, SELLERS, { body: { title: '改' } }),
    'POST /api/v1/merchant/product-codes/:id/actions': ofStore(of.productCodeId, SELLERS, {
      body: { action: 'deactivate' },
    }),
    'DELETE /api/v1/merchant/product-codes/:id': ofStore(of.productCodeId, SELLERS),
    'GET /api/v1/merchant/applications': { by: READERS },
    'GET /api/v1/merchant/applications/:id': ofStore(of.reviewingId, READERS),
    'PATCH /api/v1/merchant/applications/:id': ofStore(of.reviewingId, REVIEWERS, {
      body: { version: 1, buyer, kind: 'normal', lines },
    }),
    'POST /api/v1/merchant/applications/:id/approve': ofStore(of.reviewingId, REVIEWERS, { body: version }),
    'POST /api/v1/merchant/applications/:id/reject': ofStore(of.reviewingId, REVIEWERS, {
      body: { version: 1, reason: '不行' },
    }),
    'POST /api/v1/merchant/applications/:id/correct': ofStore(of.reviewingId, REVIEWERS, { body: version }),
    'POST /api/v1/merchant/applications/:id/accept-parked': ofStore(of.reviewingId, REVIEWERS, {
      body: version,
    }),
    'GET /api/v1/merchant/applications/:id/proposals': ofStore(of.reviewingId, REVIEWERS),
    'POST /api/v1/merchant/applications/:id/merge': ofStore(of.reviewingId, REVIEWERS, {
      body: { version: 1, others: [{ id: of.reviewingId, version: 1 }] },
    }),
    'GET /api/v1/merchant/applications/:id/preview.pdf': ofStore(of.reviewingId, READERS),
    'POST /api/v1/merchant/applications/batch': {
      by: REVIEWERS,
      body: { action: 'approve', items: [{ id: of.reviewingId, version: 1 }] },
    },
    'GET /api/v1/merchant/invoices': { by: READERS },
    'GET /api/v1/merchant/invoices/:id': ofStore(of.invoiceId, READERS),
    'GET /api/v1/merchant/invoices/:id/files/:format': ofStore(of.invoiceId, READERS, {
      params: { id: of.invoiceId, format: 'pdf' },
    }),
    'POST /api/v1/merchant/invoices/:id/deliveries': ofStore(of.invoiceId, READERS, { body: email }),
    'GET /api/v1/merchant/titles': { by: READERS },
    'GET /api/v1/merchant/history': { by: BOOKS },
    'GET /api/v1/merchant/statistics': { by: OFFICE, query: PERIOD },
    'GET /api/v1/merchant/statistics/export.xlsx': { by: OFFICE, query: PERIOD },
    'POST /api/v1/merchant/manual-invoices': {
      by: SELLERS,
      body: { storeId: of.storeId, buyer, kind: 'normal', lines },
      isOfMerchant: true,
      isOfStore: true,
    },
    'GET /api/v1/merchant/invoice-drafts': { by: SELLERS },
    'POST /api/v1/merchant/invoice-drafts': { by: SELLERS, body: { form: EMPTY_DRAFT } },
    'GET /api/v1/merchant/invoice-drafts/:id': ofStore(of.draftId, SELLERS),
    'PUT /api/v1/merchant/invoice-drafts/:id': ofStore(of.draftId, SELLERS, {
      body: { version: 1, form: EMPTY_DRAFT },
    }),
    'DELETE /api/v1/merchant/invoice-drafts/:id': ofStore(of.draftId, SELLERS),
    'GET /api/v1/merchant/customers': { by: READERS },
    'POST /api/v1/merchant/customers': {
      by: SELLERS,
      body: { name: '上海新客贸易有限公司', taxpayerId: taxNumber(8_888_888) },
    },
    'PUT /api/v1/merchant/customers/:id': owned(of.customerId, SELLERS, {
      body: { name: '上海改名贸易有限公司', taxpayerId: taxNumber(7_777_777) },
    }),
    'DELETE /api/v1/merchant/customers/:id': owned(of.customerId, SELLERS),
    'POST /api/v1/merchant/customers/import': { by: SELLERS },
    'GET /api/v1/merchant/customers/import/template.csv': { by: SELLERS },
    'GET /api/v1/merchant/overview': { by: READERS },
    'GET /api/v1/merchant/settings': { by: OFFICE },
    'PATCH /api/v1/merchant/settings': { by: OWNER, body: { contactPhone: '021-55550100' } },
    'GET /api/v1/merchant/stores': { by: READERS },
    'POST /api/v1/merchant/stores': {
      by: OWNER,
      body: { name: '三店', taxpayerId: of.taxpayerId },
      isOfMerchant: true,
    },
    'PATCH /api/v1/merchant/stores/:id': owned(of.storeId, OWNER, { body: { name: '改名' } }),
    'GET /api/v1/merchant/taxpayers': { by: OFFICE },
    'PATCH /api/v1/merchant/taxpayers/:id': owned(of.taxpayerId, OWNER, { body: { drawer: '李四' } }),
    'GET /api/v1/merchant/goods': { by: READERS },
    'POST /api/v1/merchant/goods': { by: SELLERS, body: LINE },
    'PATCH /api/v1/merchant/goods/:id': owned(of.goodsId, SELLERS, { body: { name: '改名' } }),
    'DELETE /api/v1/merchant/goods/:id': owned(of.goodsId, SELLERS),
    'GET /api/v1/merchant/tax-codes': { by: READERS, query: { search: '餐饮' } },
    'GET /api/v1/merchant/members': { by: BOOKS },
    'POST /api/v1/merchant/members': {
      by: OWNER,
      body: { name: '新人', login: 'new@example.test', role: 'cashier', storeIds: [of.storeId] },
      isOfMerchant: true,
    },
    'PATCH /api/v1/merchant/members/:id': owned(of.memberId, OWNER, { body: { name: '改名' } }),
    'GET /api/v1/merchant/api-keys': { by: BOOKS },
    'POST /api/v1/merchant/api-keys': { by: OWNER, body: { name: 'erp' } },
    'DELETE /api/v1/merchant/api-keys/:id': owned(of.apiKeyId, OWNER),
    'GET /api/v1/merchant/tills': { by: BOOKS },
    'POST /api/v1/merchant/tills': {
      by: OWNER,
      body: { name: '2号机', storeId: of.storeId, line: LINE },
      isOfMerchant: true,
    },
    'DELETE /api/v1/merchant/tills/:id': owned(of.tillId, OWNER),
    'GET /api/v1/merchant/webhooks': { by: BOOKS },
    'POST /api/v1/merchant/webhooks': { by: OWNER, body: { url: 'http://127.0.0.1:9/hook' } },
    'DELETE /api/v1/merchant/webhooks/:id': owned(of.webhookId, OWNER),
    'GET /api/v1/merchant/webhook-messages': { by: BOOKS },
    'POST /api/v1/merchant/webhook-messages/:id/replay': owned(of.messageId, OWNER),
    'POST /api/v1/codes/:code/payment': { ...code, body: { transactionId: '4200000000000001' } },
    'GET /api/v1/merchant/wechat-pay': { by: OFFICE },
    'PATCH /api/v1/merchant/wechat-pay': { by: OWNER, body: of.paySettings },
    'POST /api/v1/merchant/wechat-pay/check': { by: OWNER },
    'GET /api/v1/merchant/alarms': { by: READERS },
    'POST /api/v1/merchant/captures': { by: EVERYBODY },
    'POST /api/v1/merchant/captures/scans': { by: EVERYBODY, body: { qr: 'https://example.test/' } },
    'GET /api/v1/merchant/captures': { by: EVERYBODY },
    'GET /api/v1/merchant/uploads/:id': owned(of.uploadId, EVERYBODY),
    'GET /api/v1/merchant/uploads/:id/events': owned(of.uploadId, EVERYBODY),
    'GET /api/v1/merchant/captures/:id': owned(of.captureId, EVERYBODY),
    'POST /api/v1/merchant/captures/:id/retry': owned(of.captureId, EVERYBODY),
    'GET /api/v1/merchant/captures/:id/file': owned(of.captureId, EVERYBODY),
    'GET /api/v1/merchant/captures/:id/preview': owned(of.captureId, EVERYBODY),
    'GET /api/v1/merchant/captures/:id/places': owned(of.captureId, EVERYBODY),
    'GET /api/v1/merchant/captures/:id/cut-out': owned(of.captureId, EVERYBODY, {
      query: { field: 'number' },
    }),
    'GET /api/v1/merchant/received-invoices': { by: EVERYBODY },
    'GET /api/v1/merchant/received-invoices/:id': owned(of.receivedId, EVERYBODY),
    'POST /api/v1/merchant/received-invoices/:id/corrections': owned(of.receivedId, EVERYBODY, {
      body: { version: 1, values: {} },
    }),
    'POST /api/v1/merchant/received-invoices/:id/merge': owned(of.receivedId, EVERYBODY, {
      body: { version: 1, intoId: of.receivedId },
    }),
    'GET /api/v1/merchant/verification-account': { by: BOOKS },
    'PUT /api/v1/merchant/verification-account': {
      by: OWNER,
      body: { provider: 'bureau', url: 'http://127.0.0.1:9', appKey: 'key', appSecret: 'secret' },
    },
    'GET /api/v1/merchant/receipt-rules': { by: BOOKS },
    'PUT /api/v1/merchant/receipt-rules': { by: BOOKS, body: { ...DEFAULT_RULES, titles: [] } },
    'GET /api/v1/merchant/received-invoices/:id/standing': owned(of.receivedId, EVERYBODY),
    'POST /api/v1/merchant/received-invoices/:id/verify': owned(of.receivedId, EVERYBODY),
    'POST /api/v1/merchant/received-invoices/:id/use': owned(of.receivedId, BOOKS, {
      body: { version: 1, action: 'setAside' },
    }),
    'POST /api/v1/merchant/received-invoices/:id/booking': owned(of.receivedId, BOOKS, {
      body: { version: 1, action: 'book' },
    }),
    'GET /api/v1/merchant/received-invoices/:id/voucher.xml': owned(of.receivedId, BOOKS),
    'GET /api/v1/merchant/exports/received-invoices.xlsx': { by: EVERYBODY },
    'GET /api/v1/merchant/sheets': { by: EVERYBODY },
    'POST /api/v1/merchant/sheets': {
      by: EVERYBODY,
      body: { title: '差旅', invoiceIds: [of.receivedId] },
      isOfMerchant: true,
    },
    'GET /api/v1/merchant/sheets/:id': owned(of.sheetId, EVERYBODY),
    'PATCH /api/v1/merchant/sheets/:id': owned(of.sheetId, EVERYBODY, {
      body: { version: 1, title: '改名' },
    }),
    'POST /api/v1/merchant/sheets/:id/actions': owned(of.sheetId, EVERYBODY, {
      body: { version: 1, action: 'submit' },
    }),
    'GET /api/v1/merchant/sheets/:id/export.xlsx': owned(of.sheetId, EVERYBODY),
    'GET /api/v1/merchant/archive/packages': { by: BOOKS },
    'POST /api/v1/merchant/archive/packages': { by: BOOKS, body: { name: '十一月' } },
    'GET /api/v1/merchant/archive/packages/:id/package.zip': owned(of.packageId, BOOKS),
    'GET /api/v1/merchant/archive/check': { by: BOOKS },
    'GET /api/v1/merchant/mailboxes': { by: BOOKS },
    'POST /api/v1/merchant/mailboxes': {
      by: BOOKS,
      body: { host: 'imap.example.test', login: 'new@example.test', password: 'secret' },
    },
    'PATCH /api/v1/merchant/mailboxes/:id': owned(of.mailboxId, BOOKS, { body: { isActive: false } }),
    'DELETE /api/v1/merchant/mailboxes/:id': owned(of.mailboxId, BOOKS),
    'POST /api/v1/merchant/mailboxes/:id/check': owned(of.mailboxId, BOOKS),
    'GET /api/v1/merchant/mailboxes/:id/messages': owned(of.mailboxId, BOOKS),
    'POST /api/v1/merchant/alarms/:id/resolve': ofStore(of.alarmId, REVIEWERS),
  }
}
