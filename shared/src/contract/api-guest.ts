import { z } from 'zod'
import * as a from './applications'
import * as c from './codes'
import type { Endpoint } from './endpoint'
import { created, json, language } from './endpoint-parts'

const code = z.strictObject({ code: z.string().max(200) })
const token = z.strictObject({ token: z.string().max(64) })
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
export const guestApi = {
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
