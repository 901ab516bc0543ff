import { z } from 'zod'
import type { Endpoint } from './endpoint'
import { json, session } from './endpoint-parts'
import * as p from './payments'

/** WeChat Pay: the merchant's settings, and payments as proof. */
export const paymentsApi = {
  'POST /api/v1/codes/:code/payment': {
    summary: 'Use a WeChat payment with a product code: its order code, with the amount that was paid',
    access: 'public',
    params: z.strictObject({ code: z.string().max(200) }),
    body: p.paymentProof,
    answer: json(p.paymentCode),
    errors: [
      'code.not_found',
      'code.too_old',
      'code.inactive',
      'code.expired',
      'code.not_started',
      'code.spent',
      'payment.not_found',
      'payment.unpaid',
      'payment.refunded',
      'payment.other_payer',
      'payment.amount_differs',
      'wechat.not_configured',
      'wechat.unavailable',
    ],
  },
  'GET /api/v1/merchant/wechat-pay': {
    summary: 'The merchant’s WeChat Pay number and keys',
    ...session('settings.read'),
    answer: json(p.paySettings),
    errors: [],
  },
  'PATCH /api/v1/merchant/wechat-pay': {
    summary: 'Change them; secrets are sealed and never shown again',
    ...session('settings.write'),
    body: p.paySettingsInput,
    answer: json(p.paySettings),
    errors: [],
  },
  'POST /api/v1/merchant/wechat-pay/check': {
    summary: 'Ask WeChat Pay for an echo, and tell it where callbacks about invoices go',
    ...session('settings.write'),
    answer: json(p.payCheck),
    errors: ['wechat.not_configured'],
  },
} as const satisfies Record<string, Endpoint>
