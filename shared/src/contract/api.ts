import { z } from 'zod'
import * as a from './applications'
import * as c from './codes'
import { ok, page, pageQuery, text, ulid } from './common'
import type { Endpoint } from './endpoint'
import * as i from './invoices'
import * as m from './merchants'

const id = z.strictObject({ id: ulid })
const code = z.strictObject({ code: z.string().max(200) })
const token = z.strictObject({ token: z.string().max(64) })
const language = z.object({ lang: z.enum(['zh-CN', 'en']).optional() })
const json = <S extends z.ZodType>(schema: S) => ({ status: 200 as const, schema })
const created = <S extends z.ZodType>(schema: S) => ({ status: 201 as const, schema })
const list = <S extends z.ZodType>(schema: S) => json(z.object({ items: z.array(schema) }))
const none = { status: 204 as const }
const session = <P extends string>(permission: P) => ({ access: 'session' as const, permission })
const CODE_ERRORS = [
  'code.not_found',
  'code.spent',
  'code.expired',
  'code.not_started',
  'code.inactive',
  'code.unpaid',
  'code.too_old',
  'code.kind_not_allowed',
  'code.not_mergeable',
] as const

/** For the guest: no session, the code or the application's token is the key. */
const guestApi = {
  'GET /api/v1/codes/:code': {
    summary: 'What a code stands for and whether it can be invoiced now',
    access: 'public',
    params: code,
    answer: json(c.codeView),
    errors: ['code.not_found', 'code.too_old'],
  },
  'GET /api/v1/codes/:code/qr.svg': {
    summary: 'The QR of the code’s link as SVG',
    access: 'public',
    params: code,
    query: z.object({ purpose: z.enum(['receipt', 'card']).default('receipt') }),
    answer: { status: 200, media: 'image/svg+xml' },
    errors: ['code.not_found'],
  },
  'GET /api/v1/codes/:code/qr.png': {
    summary: 'The QR of the code’s link as PNG',
    access: 'public',
    params: code,
    query: z.object({
      purpose: z.enum(['receipt', 'card']).default('receipt'),
      /** Pixels a module. */
      scale: z.coerce.number().int().min(1).max(32).default(8),
    }),
    answer: { status: 200, media: 'image/png' },
    errors: ['code.not_found'],
  },
  'GET /api/v1/codes/:code/table-card.pdf': {
    summary: 'A printable table card',
    access: 'public',
    params: code,
    query: z.object({ size: z.enum(['a6', 'a5', 'a4x4']).default('a6') }),
    answer: { status: 200, media: 'application/pdf' },
    errors: ['code.not_found'],
  },
  'POST /api/v1/applications': {
    summary: 'Apply for the invoice of one product code or of one or more order codes',
    access: 'public',
    body: a.applicationInput,
    isIdempotent: true,
    answer: created(a.applicationAccepted),
    errors: CODE_ERRORS,
  },
  'GET /api/v1/applications/:token': {
    summary: 'State, invoices and deliveries of an application',
    access: 'public',
    params: token,
    query: language,
    answer: json(a.applicationView),
    errors: ['application.not_found'],
  },
  'GET /api/v1/applications/:token/events': {
    summary: 'The same, pushed as server-sent events named `application` whenever it changes',
    access: 'public',
    params: token,
    query: language,
    answer: { status: 200, media: 'text/event-stream' },
    errors: ['application.not_found'],
  },
  'POST /api/v1/applications/:token/withdraw': {
    summary: 'Withdraw an application that nobody has approved yet; its order codes are free again',
    access: 'public',
    params: token,
    answer: json(a.applicationView),
    errors: ['application.not_found', 'resource.conflict'],
  },
  'POST /api/v1/applications/:token/deliveries': {
    summary: 'Send the issued invoices to a further e-mail address',
    access: 'public',
    params: token,
    body: a.sendAgainInput,
    answer: { status: 202, schema: a.deliveryView },
    errors: ['application.not_found', 'resource.conflict', 'delivery.too_many'],
  },
  'GET /api/v1/applications/:token/files/:file': {
    summary: 'The byte-exact original, `{number}.pdf`, `.ofd` or `.xml`',
    access: 'public',
    params: z.strictObject({ token: z.string().max(64), file: z.string().regex(/^\d{20}\.(pdf|ofd|xml)$/) }),
    answer: { status: 200, media: 'application/octet-stream' },
    errors: ['application.not_found', 'document.not_ready'],
  },
  'GET /api/v1/applications/:token/print/:file': {
    summary: 'A print version for A4 or A5 paper, `{number}.pdf`',
    access: 'public',
    params: z.strictObject({ token: z.string().max(64), file: z.string().regex(/^\d{20}\.pdf$/) }),
    query: z.object({ size: z.enum(['a4', 'a5']).default('a4') }),
    answer: { status: 200, media: 'application/pdf' },
    errors: ['application.not_found'],
  },
} as const satisfies Record<string, Endpoint>

/** For tills and ERP systems. */
const openApi = {
  'POST /open/v1/order-codes': {
    summary: 'Make the order code of one order',
    access: 'apiKey',
    body: c.openOrderCodeInput,
    isIdempotent: true,
    answer: created(c.openOrderCode),
    errors: ['resource.exists'],
  },
  'GET /open/v1/order-codes/:orderNo': {
    summary: 'The order code of an order and, once issued, its invoices',
    access: 'apiKey',
    params: z.strictObject({ orderNo: z.string().max(64) }),
    answer: json(
      c.openOrderCode.extend({
        invoices: z.array(z.object({ number: z.string(), totalFen: z.int(), issuedAt: z.string() })),
      }),
    ),
    errors: ['resource.not_found'],
  },
  'POST /open/v1/order-codes/:orderNo/actions': {
    summary: 'Mark an order paid, or void, deactivate, activate or renew its code',
    access: 'apiKey',
    params: z.strictObject({ orderNo: z.string().max(64) }),
    body: c.orderCodeAction,
    answer: json(c.openOrderCode),
    errors: ['resource.not_found', 'resource.conflict'],
  },
} as const satisfies Record<string, Endpoint>

const sessionApi = {
  'POST /api/v1/sessions': {
    summary: 'Sign in with a password or a one-time link',
    access: 'public',
    body: m.sessionInput,
    answer: created(m.sessionCreated),
    errors: ['auth.failed', 'auth.locked', 'auth.link_used'],
  },
  'GET /api/v1/sessions/current': {
    summary: 'Who is signed in, for which merchant, and what he may do',
    access: 'session',
    answer: json(m.sessionView),
    errors: [],
  },
  'PUT /api/v1/sessions/current/merchant': {
    summary: 'Go on as a member of another merchant',
    access: 'session',
    body: m.switchInput,
    answer: json(m.sessionView),
    errors: ['resource.not_found'],
  },
  'PUT /api/v1/sessions/current/password': {
    summary: 'Change one’s password; all other sessions end',
    access: 'session',
    body: m.passwordInput,
    answer: json(ok),
    errors: ['auth.failed', 'auth.locked'],
  },
  'DELETE /api/v1/sessions/current': { summary: 'Sign out', access: 'session', answer: none, errors: [] },
} as const satisfies Record<string, Endpoint>

const codesApi = {
  'GET /api/v1/merchant/order-codes': {
    summary: 'Order codes, newest first',
    ...session('codes.read'),
    query: c.codeListQuery,
    answer: json(page(c.orderCode)),
    errors: ['resource.not_found'],
  },
  'POST /api/v1/merchant/order-codes': {
    summary: 'Type in an order and get its code',
    ...session('codes.write'),
    body: c.orderCodeInput,
    isIdempotent: true,
    answer: created(c.orderCode),
    errors: ['resource.exists', 'resource.not_found'],
  },
  'GET /api/v1/merchant/order-codes/:id': {
    summary: 'One order code',
    ...session('codes.read'),
    params: id,
    answer: json(c.orderCode),
    errors: ['resource.not_found'],
  },
  'POST /api/v1/merchant/order-codes/:id/actions': {
    summary: 'Activate, deactivate, mark paid, void or renew',
    ...session('codes.write'),
    params: id,
    body: c.orderCodeAction,
    answer: json(c.orderCode),
    errors: ['resource.not_found', 'resource.conflict'],
  },
  'POST /api/v1/merchant/order-codes/import': {
    summary: 'Make order codes from an .xlsx or .csv table; nothing is written unless every row is right',
    ...session('codes.write'),
    upload: 'file',
    answer: created(c.importResult),
    errors: ['import.unreadable'],
  },
  'GET /api/v1/merchant/order-codes/import/template.csv': {
    summary: 'The table to fill in',
    ...session('codes.write'),
    answer: { status: 200, media: 'text/csv' },
    errors: [],
  },
  'GET /api/v1/merchant/product-codes': {
    summary: 'Product codes, newest first',
    ...session('codes.read'),
    query: c.codeListQuery,
    answer: json(page(c.productCode)),
    errors: ['resource.not_found'],
  },
  'POST /api/v1/merchant/product-codes': {
    summary: 'Create a product code',
    ...session('codes.write'),
    body: c.productCodeInput,
    isIdempotent: true,
    answer: created(c.productCode),
    errors: ['resource.not_found'],
  },
  'GET /api/v1/merchant/product-codes/:id': {
    summary: 'One product code',
    ...session('codes.read'),
    params: id,
    answer: json(c.productCode),
    errors: ['resource.not_found'],
  },
  'PATCH /api/v1/merchant/product-codes/:id': {
    summary: 'Edit a product code; its printed QR stays the same',
    ...session('codes.write'),
    params: id,
    body: c.productCodeChange,
    answer: json(c.productCode),
    errors: ['resource.not_found'],
  },
  'POST /api/v1/merchant/product-codes/:id/actions': {
    summary: 'Activate or deactivate',
    ...session('codes.write'),
    params: id,
    body: c.productCodeAction,
    answer: json(c.productCode),
    errors: ['resource.not_found', 'resource.conflict'],
  },
  'DELETE /api/v1/merchant/product-codes/:id': {
    summary: 'Delete a product code; applications made with it stay',
    ...session('codes.write'),
    params: id,
    answer: none,
    errors: ['resource.not_found', 'resource.conflict'],
  },
} as const satisfies Record<string, Endpoint>

const reviewApi = {
  'GET /api/v1/merchant/applications': {
    summary: 'Applications, newest first',
    ...session('applications.read'),
    query: a.applicationListQuery,
    answer: json(a.applicationPage),
    errors: ['resource.not_found'],
  },
  'GET /api/v1/merchant/applications/:id': {
    summary: 'One application with every field and its history',
    ...session('applications.read'),
    params: id,
    answer: json(a.merchantApplication),
    errors: ['resource.not_found'],
  },
  'PATCH /api/v1/merchant/applications/:id': {
    summary: 'Edit any field of an application in review or refused',
    ...session('applications.review'),
    params: id,
    body: a.applicationChange,
    answer: json(a.merchantApplication),
    errors: ['resource.not_found', 'resource.conflict'],
  },
  'POST /api/v1/merchant/applications/:id/approve': {
    summary: 'Approve; it is issued next',
    ...session('applications.review'),
    params: id,
    body: a.versionInput,
    answer: json(a.merchantApplication),
    errors: ['resource.not_found', 'resource.conflict'],
  },
  'POST /api/v1/merchant/applications/:id/reject': {
    summary: 'Reject with a reason the guest reads; order codes are free again',
    ...session('applications.review'),
    params: id,
    body: a.rejectInput,
    answer: json(a.merchantApplication),
    errors: ['resource.not_found', 'resource.conflict'],
  },
  'POST /api/v1/merchant/applications/:id/correct': {
    summary: 'Issue a refused application anew, as edited',
    ...session('applications.review'),
    params: id,
    body: a.versionInput,
    answer: json(a.merchantApplication),
    errors: ['resource.not_found', 'resource.conflict', 'code.spent'],
  },
  'POST /api/v1/merchant/applications/:id/accept-parked': {
    summary: 'Let a parked invoice stand after looking at the difference',
    ...session('applications.review'),
    params: id,
    body: a.versionInput,
    answer: json(a.merchantApplication),
    errors: ['resource.not_found', 'resource.conflict'],
  },
  'GET /api/v1/merchant/applications/:id/preview.pdf': {
    summary: 'The invoice as it would be issued, marked as a preview',
    ...session('applications.read'),
    params: id,
    answer: { status: 200, media: 'application/pdf' },
    errors: ['resource.not_found'],
  },
  'POST /api/v1/merchant/applications/batch': {
    summary: 'Approve, reject or discard many at once; each one succeeds or fails by itself',
    ...session('applications.review'),
    body: a.batchInput,
    answer: json(a.batchResult),
    errors: [],
  },
} as const satisfies Record<string, Endpoint>

const invoicesApi = {
  'GET /api/v1/merchant/invoices': {
    summary: 'Invoices, newest first',
    ...session('invoices.read'),
    query: i.invoiceListQuery,
    answer: json(i.invoicePage),
    errors: ['resource.not_found'],
  },
  'GET /api/v1/merchant/invoices/:id': {
    summary: 'One invoice',
    ...session('invoices.read'),
    params: id,
    answer: json(i.invoiceDetail),
    errors: ['resource.not_found'],
  },
  'GET /api/v1/merchant/invoices/:id/files/:format': {
    summary: 'The byte-exact original',
    ...session('invoices.read'),
    params: z.strictObject({ id: ulid, format: z.enum(['pdf', 'ofd', 'xml']) }),
    answer: { status: 200, media: 'application/octet-stream' },
    errors: ['resource.not_found', 'document.not_ready'],
  },
  'POST /api/v1/merchant/invoices/:id/deliveries': {
    summary: 'Send an invoice to an e-mail address',
    ...session('invoices.send'),
    params: id,
    body: a.sendAgainInput,
    answer: { status: 202, schema: a.deliveryView },
    errors: ['resource.not_found', 'resource.conflict', 'delivery.too_many'],
  },
} as const satisfies Record<string, Endpoint>

const settingsApi = {
  'GET /api/v1/merchant/overview': {
    summary: 'What waits, and today’s figures',
    ...session('applications.read'),
    answer: json(m.overview),
    errors: [],
  },
  'GET /api/v1/merchant/settings': {
    summary: 'Settings of the merchant',
    ...session('settings.read'),
    answer: json(m.merchantSettings),
    errors: [],
  },
  'PATCH /api/v1/merchant/settings': {
    summary: 'Change settings',
    ...session('settings.write'),
    body: m.merchantSettingsInput,
    answer: json(m.merchantSettings),
    errors: [],
  },
  'GET /api/v1/merchant/stores': {
    summary: 'Stores (of a cashier: his own)',
    ...session('stores.read'),
    answer: list(m.store),
    errors: [],
  },
  'POST /api/v1/merchant/stores': {
    summary: 'Add a store',
    ...session('settings.write'),
    body: m.storeInput,
    answer: created(m.store),
    errors: ['resource.not_found'],
  },
  'PATCH /api/v1/merchant/stores/:id': {
    summary: 'Change a store',
    ...session('settings.write'),
    params: id,
    body: m.storeInput.partial(),
    answer: json(m.store),
    errors: ['resource.not_found'],
  },
  'GET /api/v1/merchant/taxpayers': {
    summary: 'Sellers (legal taxpayers) of the merchant',
    ...session('settings.read'),
    answer: list(m.taxpayer),
    errors: [],
  },
  'PATCH /api/v1/merchant/taxpayers/:id': {
    summary: 'Change a seller’s printed details or its channel credentials',
    ...session('settings.write'),
    params: id,
    body: m.taxpayerInput,
    answer: json(m.taxpayer),
    errors: ['resource.not_found'],
  },
  'GET /api/v1/merchant/goods': {
    summary: 'Goods with their tax classification',
    ...session('codes.read'),
    answer: list(m.goods),
    errors: [],
  },
  'POST /api/v1/merchant/goods': {
    summary: 'Add goods',
    ...session('codes.write'),
    body: m.goodsInput,
    answer: created(m.goods),
    errors: [],
  },
  'PATCH /api/v1/merchant/goods/:id': {
    summary: 'Change goods',
    ...session('codes.write'),
    params: id,
    body: m.goodsInput.partial(),
    answer: json(m.goods),
    errors: ['resource.not_found'],
  },
  'DELETE /api/v1/merchant/goods/:id': {
    summary: 'Remove goods',
    ...session('codes.write'),
    params: id,
    answer: none,
    errors: ['resource.not_found'],
  },
  'GET /api/v1/merchant/tax-codes': {
    summary: 'Search the official tax classification codes',
    ...session('codes.read'),
    query: z.object({ search: text(40) }),
    answer: list(m.taxCodeHit),
    errors: [],
  },
  'GET /api/v1/merchant/members': {
    summary: 'People and their roles',
    ...session('members.read'),
    answer: list(m.member),
    errors: [],
  },
  'POST /api/v1/merchant/members': {
    summary: 'Add a person',
    ...session('members.write'),
    body: m.memberInput,
    answer: created(m.member),
    errors: ['resource.exists', 'resource.not_found'],
  },
  'PATCH /api/v1/merchant/members/:id': {
    summary: 'Change a person’s role or stores',
    ...session('members.write'),
    params: id,
    body: m.memberChange,
    answer: json(m.member),
    errors: ['resource.not_found', 'resource.conflict'],
  },
  'GET /api/v1/merchant/api-keys': {
    summary: 'API keys',
    ...session('keys.read'),
    answer: list(m.apiKey),
    errors: [],
  },
  'POST /api/v1/merchant/api-keys': {
    summary: 'Make an API key; it is shown once',
    ...session('keys.write'),
    body: m.named,
    answer: created(m.apiKeyCreated),
    errors: [],
  },
  'DELETE /api/v1/merchant/api-keys/:id': {
    summary: 'Revoke an API key',
    ...session('keys.write'),
    params: id,
    answer: none,
    errors: ['resource.not_found'],
  },
  'GET /api/v1/merchant/tills': {
    summary: 'Tills that sign codes off-line',
    ...session('keys.read'),
    answer: list(m.till),
    errors: [],
  },
  'POST /api/v1/merchant/tills': {
    summary: 'Register a till; its secret is shown once',
    ...session('keys.write'),
    body: m.tillInput,
    answer: created(m.tillCreated),
    errors: ['resource.not_found'],
  },
  'DELETE /api/v1/merchant/tills/:id': {
    summary: 'Revoke a till; codes it signed stop working unless used already',
    ...session('keys.write'),
    params: id,
    answer: none,
    errors: ['resource.not_found'],
  },
  'GET /api/v1/merchant/webhooks': {
    summary: 'Webhook endpoints',
    ...session('keys.read'),
    answer: list(m.webhookEndpoint),
    errors: [],
  },
  'POST /api/v1/merchant/webhooks': {
    summary: 'Add a webhook endpoint; its secret is shown once',
    ...session('keys.write'),
    body: m.webhookEndpointInput,
    answer: created(m.webhookEndpointCreated),
    errors: [],
  },
  'DELETE /api/v1/merchant/webhooks/:id': {
    summary: 'Remove a webhook endpoint',
    ...session('keys.write'),
    params: id,
    answer: none,
    errors: ['resource.not_found'],
  },
  'GET /api/v1/merchant/webhook-messages': {
    summary: 'Messages sent to webhooks with every attempt',
    ...session('keys.read'),
    query: pageQuery,
    answer: json(page(m.webhookMessage)),
    errors: [],
  },
  'POST /api/v1/merchant/webhook-messages/:id/replay': {
    summary: 'Send a message again now',
    ...session('keys.write'),
    params: id,
    answer: { status: 202, schema: m.webhookMessage },
    errors: ['resource.not_found'],
  },
  'GET /api/v1/merchant/alarms': {
    summary: 'What needs a person',
    ...session('applications.read'),
    answer: list(m.alarm),
    errors: [],
  },
  'POST /api/v1/merchant/alarms/:id/resolve': {
    summary: 'Mark an alarm as dealt with',
    ...session('applications.review'),
    params: id,
    answer: json(ok),
    errors: ['resource.not_found'],
  },
} as const satisfies Record<string, Endpoint>

/** The whole contract. The key of an endpoint is its method and path. */
export const api = {
  ...guestApi,
  ...openApi,
  ...sessionApi,
  ...codesApi,
  ...reviewApi,
  ...invoicesApi,
  ...settingsApi,
} as const

export type Api = typeof api
export type EndpointKey = keyof Api
