import { pageQuery } from './common'
import * as k from './customers'
import type { Endpoint } from './endpoint'
import { created, id, json, none, session } from './endpoint-parts'
import * as m from './manual'

/** 手工填开 and the customers it is filled from. */
export const manualApi = {
  'POST /api/v1/merchant/manual-invoices': {
    summary: 'Issue an invoice without a code; of who may not review it waits for a reviewer',
    ...session('invoices.issue'),
    body: m.manualInvoiceInput,
    isIdempotent: true,
    answer: created(m.manualInvoiceAccepted),
    errors: ['resource.not_found', 'resource.conflict'],
  },
  'GET /api/v1/merchant/invoice-drafts': {
    summary: 'Drafts of manual invoices, newest first',
    ...session('invoices.issue'),
    query: pageQuery,
    answer: json(m.invoiceDraftPage),
    errors: [],
  },
  'POST /api/v1/merchant/invoice-drafts': {
    summary: 'Keep a draft',
    ...session('invoices.issue'),
    body: m.invoiceDraftInput,
    isIdempotent: true,
    answer: created(m.invoiceDraft),
    errors: ['resource.not_found'],
  },
  'GET /api/v1/merchant/invoice-drafts/:id': {
    summary: 'One draft',
    ...session('invoices.issue'),
    params: id,
    answer: json(m.invoiceDraft),
    errors: ['resource.not_found'],
  },
  'PUT /api/v1/merchant/invoice-drafts/:id': {
    summary: 'Keep a draft as it is now; `resource.conflict` when another device was faster',
    ...session('invoices.issue'),
    params: id,
    body: m.invoiceDraftChange,
    answer: json(m.invoiceDraft),
    errors: ['resource.not_found', 'resource.conflict'],
  },
  'DELETE /api/v1/merchant/invoice-drafts/:id': {
    summary: 'Throw a draft away',
    ...session('invoices.issue'),
    params: id,
    answer: none,
    errors: ['resource.not_found'],
  },
  'GET /api/v1/merchant/customers': {
    summary: 'Customers; found by name, pinyin, initials or tax number',
    ...session('customers.read'),
    query: k.customerListQuery,
    answer: json(k.customerPage),
    errors: [],
  },
  'POST /api/v1/merchant/customers': {
    summary: 'Add a customer',
    ...session('customers.write'),
    body: k.customerInput,
    answer: created(k.customer),
    errors: ['resource.exists'],
  },
  'PUT /api/v1/merchant/customers/:id': {
    summary: 'Change a customer; what is left out is empty afterwards',
    ...session('customers.write'),
    params: id,
    body: k.customerInput,
    answer: json(k.customer),
    errors: ['resource.not_found', 'resource.exists'],
  },
  'DELETE /api/v1/merchant/customers/:id': {
    summary: 'Remove a customer; invoices stay as they are',
    ...session('customers.write'),
    params: id,
    answer: none,
    errors: ['resource.not_found'],
  },
  'POST /api/v1/merchant/customers/import': {
    summary: 'Add customers from an .xlsx or .csv table; nothing is written unless every row is right',
    ...session('customers.write'),
    upload: 'file',
    answer: created(k.customerImportResult),
    errors: ['import.unreadable'],
  },
  'GET /api/v1/merchant/customers/import/template.csv': {
    summary: 'The table to fill in',
    ...session('customers.write'),
    answer: { status: 200, media: 'text/csv' },
    errors: [],
  },
} as const satisfies Record<string, Endpoint>
