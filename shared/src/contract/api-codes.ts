import * as c from './codes'
import { page } from './common'
import type { Endpoint } from './endpoint'
import { created, id, json, none, session } from './endpoint-parts'

export const codesApi = {
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
