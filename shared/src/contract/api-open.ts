import { z } from 'zod'
import * as c from './codes'
import type { Endpoint } from './endpoint'
import { created, json } from './endpoint-parts'

/** For tills and ERP systems. */
export const openApi = {
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
