import { z } from 'zod'
import type { Endpoint } from './endpoint'
import { created, id, json, session } from './endpoint-parts'
import { receivedListQuery } from './received'
import * as s from './standing'

const xlsx = {
  status: 200,
  media: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const

export const verificationApi = {
  'GET /api/v1/merchant/verification-account': {
    summary: 'The service that verifies received invoices, without its secret',
    ...session('received.manage'),
    answer: json(s.verificationAccount),
    errors: [],
  },
  'PUT /api/v1/merchant/verification-account': {
    summary: 'Set the service that verifies received invoices',
    ...session('settings.write'),
    body: s.verificationAccountInput,
    answer: json(s.verificationAccount),
    errors: [],
  },
  'GET /api/v1/merchant/received-invoices/:id/standing': {
    summary:
      'Where it stands: verification with every attempt, rules it meets, use, booking, deduction, sheet',
    ...session('received.capture'),
    params: id,
    answer: json(s.standing),
    errors: ['resource.not_found'],
  },
  'POST /api/v1/merchant/received-invoices/:id/verify': {
    summary: 'Have it verified by the tax side; the answer comes later',
    ...session('received.capture'),
    params: id,
    answer: { status: 202, schema: s.standing },
    errors: [
      'resource.not_found',
      'resource.conflict',
      'verification.incomplete',
      'verification.same_question',
      'verification.no_tries_left',
      'verification.not_configured',
    ],
  },
  'POST /api/v1/merchant/received-invoices/:id/use': {
    summary: 'Select what its tax is used for',
    ...session('received.manage'),
    params: id,
    body: s.useInput,
    answer: json(s.standing),
    errors: ['resource.not_found', 'resource.conflict', 'received.not_valid', 'received.not_deductible'],
  },
  'POST /api/v1/merchant/received-invoices/:id/booking': {
    summary: 'Note that it stands in the books, or no longer does; a booking goes into the archive chain',
    ...session('received.manage'),
    params: id,
    body: s.bookingInput,
    answer: json(s.standing),
    errors: ['resource.not_found', 'resource.conflict', 'received.not_valid'],
  },
  'GET /api/v1/merchant/receipt-rules': {
    summary: 'Rules for received invoices',
    ...session('received.manage'),
    answer: json(s.ruleSettings),
    errors: [],
  },
  'PUT /api/v1/merchant/receipt-rules': {
    summary: 'Set the rules for received invoices; those not booked are judged anew',
    ...session('received.manage'),
    body: s.ruleSettings,
    answer: json(s.ruleSettings),
    errors: [],
  },
} as const satisfies Record<string, Endpoint>

export const sheetsApi = {
  'GET /api/v1/merchant/sheets': {
    summary: 'Reimbursement sheets, newest first: one’s own; of finance and owner, everybody’s',
    ...session('received.capture'),
    query: s.sheetListQuery,
    answer: json(s.sheetPage),
    errors: [],
  },
  'POST /api/v1/merchant/sheets': {
    summary: 'Begin a reimbursement sheet',
    ...session('received.capture'),
    body: s.sheetInput,
    isIdempotent: true,
    answer: created(s.sheetView),
    errors: ['resource.not_found', 'sheet.invoice_taken', 'sheet.invoice_blocked', 'sheet.invoice_foreign'],
  },
  'GET /api/v1/merchant/sheets/:id': {
    summary: 'One reimbursement sheet with its invoices and totals',
    ...session('received.capture'),
    params: id,
    answer: json(s.sheetView),
    errors: ['resource.not_found'],
  },
  'PATCH /api/v1/merchant/sheets/:id': {
    summary: 'Rename it, put invoices on and take them off',
    ...session('received.capture'),
    params: id,
    body: s.sheetChange,
    answer: json(s.sheetView),
    errors: [
      'resource.not_found',
      'resource.conflict',
      'sheet.invoice_taken',
      'sheet.invoice_blocked',
      'sheet.invoice_foreign',
    ],
  },
  'POST /api/v1/merchant/sheets/:id/actions': {
    summary: 'Submit, approve, return, pay or discard it; before it is paid its invoices are verified again',
    ...session('received.capture'),
    params: id,
    body: s.sheetActionInput,
    answer: json(s.sheetView),
    errors: [
      'resource.not_found',
      'resource.conflict',
      'sheet.empty',
      'sheet.own',
      'sheet.invoice_blocked',
      'sheet.rechecking',
      'sheet.wallet_pending',
    ],
  },
  'GET /api/v1/merchant/sheets/:id/export.xlsx': {
    summary: 'A reimbursement sheet as a table; numbers and codes are text',
    ...session('received.capture'),
    params: id,
    answer: xlsx,
    errors: ['resource.not_found'],
  },
} as const satisfies Record<string, Endpoint>

export const archiveApi = {
  'GET /api/v1/merchant/exports/received-invoices.xlsx': {
    summary: 'Received invoices as a table, at most 5,000; numbers and codes are text',
    ...session('received.capture'),
    query: receivedListQuery.omit({ cursor: true, limit: true }),
    answer: xlsx,
    errors: [],
  },
  'GET /api/v1/merchant/received-invoices/:id/voucher.xml': {
    summary: 'The receiver’s XBRL of the accounting data standard for electronic vouchers',
    ...session('received.manage'),
    params: id,
    answer: { status: 200, media: 'application/xml' },
    errors: ['resource.not_found', 'received.not_booked'],
  },
  'GET /api/v1/merchant/archive/packages': {
    summary: 'Archive packages, newest first',
    ...session('received.manage'),
    answer: json(z.object({ items: z.array(s.archivePackage) })),
    errors: [],
  },
  'POST /api/v1/merchant/archive/packages': {
    summary: 'Pack everything archived since the last package',
    ...session('received.manage'),
    body: s.archivePackageInput,
    answer: created(s.archivePackage),
    errors: ['archive.nothing_new', 'archive.changed', 'resource.conflict'],
  },
  'GET /api/v1/merchant/archive/packages/:id/package.zip': {
    summary: 'An archive package',
    ...session('received.manage'),
    params: id,
    answer: { status: 200, media: 'application/zip' },
    errors: ['resource.not_found'],
  },
  'GET /api/v1/merchant/archive/check': {
    summary: 'Recompute the chain and every original, and say what was changed',
    ...session('received.manage'),
    answer: json(s.archiveCheck),
    errors: [],
  },
} as const satisfies Record<string, Endpoint>
