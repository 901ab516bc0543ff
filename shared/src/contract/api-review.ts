import { z } from 'zod'
import * as a from './applications'
import { ulid } from './common'
import type { Endpoint } from './endpoint'
import { id, json, session } from './endpoint-parts'
import * as i from './invoices'

export const reviewApi = {
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
  'GET /api/v1/merchant/applications/:id/proposals': {
    summary:
      'In how many invoices it would be issued, and which applications of the same guest could go into it',
    ...session('applications.review'),
    params: id,
    answer: json(a.applicationProposals),
    errors: ['resource.not_found'],
  },
  'POST /api/v1/merchant/applications/:id/merge': {
    summary: 'Put others of the same guest into it; their links lead to it from then on',
    ...session('applications.review'),
    params: id,
    body: a.applicationMergeInput,
    answer: json(a.merchantApplication),
    errors: ['resource.not_found', 'resource.conflict', 'application.not_mergeable'],
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

export const invoicesApi = {
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
