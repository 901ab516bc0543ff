import { z } from 'zod'
import { ok } from './common'
import type { Endpoint } from './endpoint'
import { created, json, session } from './endpoint-parts'
import { sessionCreated } from './merchants'
import * as w from './wechat'

const WECHAT = ['wechat.not_configured', 'wechat.unavailable'] as const
const code = z.strictObject({ code: z.string().max(200) })
const token = z.strictObject({ token: z.string().max(64) })

/** WeChat: mini-program and service account. */
export const wechatApi = {
  'GET /api/v1/wechat/config': {
    summary: 'The mini-program and its message templates',
    access: 'public',
    answer: json(w.wechatConfig),
    errors: [],
  },
  'POST /api/v1/wechat/guest': {
    summary: 'Who the guest of the mini-program is, by the code of wx.login',
    access: 'public',
    body: w.wechatCode,
    answer: created(w.wechatGuest),
    errors: [...WECHAT, 'wechat.code_invalid'],
  },
  'POST /api/v1/wechat/sign-in': {
    summary: 'Sign in to the merchant’s side by the code of wx.login',
    access: 'public',
    body: w.wechatCode,
    answer: created(w.wechatSignIn),
    errors: [...WECHAT, 'wechat.code_invalid'],
  },
  'POST /api/v1/wechat/bind': {
    summary: 'Bind the WeChat user to a person and sign in',
    access: 'public',
    body: w.wechatBind,
    answer: created(sessionCreated),
    errors: [...WECHAT, 'wechat.code_invalid', 'wechat.not_a_member', 'resource.conflict'],
  },
  'DELETE /api/v1/wechat/binding': {
    summary: 'Unbind one’s WeChat; it signs in no more',
    access: 'session',
    answer: json(ok),
    errors: [],
  },
  'POST /api/v1/wechat/consents': {
    summary: 'Subscribe messages that the guest agreed to, one each',
    access: 'public',
    body: w.wechatConsents,
    answer: json(ok),
    errors: ['application.not_found', 'wechat.code_invalid'],
  },
  'GET /api/v1/sessions/current/wechat-consents': {
    summary: 'Whether one’s WeChat is bound, and which subscribe messages one has agreed to',
    access: 'session',
    answer: json(w.staffNotices),
    errors: [],
  },
  'POST /api/v1/sessions/current/wechat-consents': {
    summary: 'Subscribe messages that a member agreed to, one each',
    access: 'session',
    body: w.staffConsents,
    answer: json(ok),
    errors: ['wechat.not_configured'],
  },
  'GET /api/v1/wechat/js-config': {
    summary: 'Signature for wx.config of the JS-SDK',
    access: 'public',
    query: w.jsConfigQuery,
    answer: json(w.jsConfig),
    errors: [...WECHAT, 'code.not_found', 'application.not_found'],
  },
  'POST /api/v1/applications/:token/wallet': {
    summary: 'Put the issued invoices into the WeChat card wallet: where the guest authorises it',
    access: 'public',
    params: token,
    body: w.walletInput,
    answer: json(w.walletOffer),
    errors: [
      ...WECHAT,
      'application.not_found',
      'resource.conflict',
      'wallet.not_ready',
      'wallet.not_possible',
    ],
  },
  'POST /api/v1/codes/:code/wechat-title': {
    summary: 'Where the guest picks one of the titles stored at WeChat',
    access: 'public',
    params: code,
    answer: created(w.titlePick),
    errors: [...WECHAT, 'code.not_found', 'code.too_old'],
  },
  'GET /api/v1/wechat/titles/:ticket': {
    summary: 'The title that was picked; null while none is',
    access: 'public',
    params: z.strictObject({ ticket: z.string().max(64) }),
    answer: json(w.pickedTitle),
    errors: ['resource.not_found'],
  },
  'GET /api/v1/codes/:code/wxacode.png': {
    summary: 'The mini-program code that opens this code',
    access: 'public',
    params: code,
    answer: { status: 200, media: 'image/png' },
    errors: [...WECHAT, 'code.not_found', 'code.too_old'],
  },
  'GET /api/v1/merchant/wechat': {
    summary: 'The merchant’s WeChat accounts',
    ...session('settings.read'),
    answer: json(w.wechatSettings),
    errors: [],
  },
  'PATCH /api/v1/merchant/wechat': {
    summary: 'Change them; secrets are sealed and never shown again',
    ...session('settings.write'),
    body: w.wechatSettingsInput,
    answer: json(w.wechatSettings),
    errors: [],
  },
  'POST /api/v1/merchant/wechat/set-up': {
    summary: 'Make at WeChat what the card wallet needs: contact, fields, platform id, card template',
    ...session('settings.write'),
    answer: json(w.wechatSettings),
    errors: [...WECHAT, 'wechat.code_invalid'],
  },
  'POST /api/v1/merchant/wechat/picked-invoices': {
    summary: 'Take in the invoices that the member picked from his own wallet',
    ...session('received.capture'),
    body: w.walletPicks,
    answer: json(w.walletPicked),
    errors: [...WECHAT, 'wechat.code_invalid', 'capture.too_many_waiting'],
  },
} as const satisfies Record<string, Endpoint>
