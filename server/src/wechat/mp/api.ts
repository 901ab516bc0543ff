import { z } from 'zod'
import type { MpClient } from './client'
import type { MpApp } from './tokens'

/** Typed calls of api.weixin.qq.com, by the names that the public documents give them (facts 2 and 3). */

const nothing = z.object({})

const contactFields = (text: string) => ({ contact: { phone: text, time_out: 86_400 } })
/** We know the title already: the page only asks whether the guest takes the invoice (`type` 2). */
const AUTH_FIELD = {
  user_field: { show_title: 0, show_phone: 0, show_email: 0, require_phone: 0, require_email: 0 },
  biz_field: {
    show_title: 0,
    show_tax_no: 0,
    show_addr: 0,
    show_phone: 0,
    show_bank_type: 0,
    show_bank_no: 0,
  },
}

export const setUrl = (mp: MpClient, platform: MpApp) =>
  mp.call(platform, { path: '/card/invoice/seturl', body: {} }, z.object({ invoice_url: z.url() }))

export const setContact = (mp: MpClient, app: MpApp, phone: string) =>
  mp.call(
    app,
    { path: '/card/invoice/setbizattr', query: { action: 'set_contact' }, body: contactFields(phone) },
    nothing,
  )

export const setAuthField = (mp: MpClient, app: MpApp) =>
  mp.call(
    app,
    {
      path: '/card/invoice/setbizattr',
      query: { action: 'set_auth_field' },
      body: { auth_field: AUTH_FIELD },
    },
    nothing,
  )

export const createCard = (mp: MpClient, platform: MpApp, card: { payee: string; logoUrl: string }) =>
  mp.call(
    platform,
    {
      path: '/card/invoice/platform/createcard',
      body: {
        invoice_info: {
          base_info: { logo_url: card.logoUrl, title: [...card.payee].slice(0, 9).join('') },
          payee: card.payee,
          type: '电子发票',
        },
      },
    },
    z.object({ card_id: z.string().min(1) }),
  )

export interface AuthOrder {
  s_pappid: string
  order_id: string
  money: number
  timestamp: number
  source: 'web' | 'wxa'
  redirect_url: string
  ticket: string
  type: 2
}
export const getAuthUrl = (mp: MpClient, app: MpApp, order: AuthOrder) =>
  mp.call(
    app,
    { path: '/card/invoice/getauthurl', body: order },
    z.object({ auth_url: z.string().min(1), appid: z.string().optional() }),
  )

export const getAuthData = (mp: MpClient, app: MpApp, order: { order_id: string; s_pappid: string }) =>
  mp.call(app, { path: '/card/invoice/getauthdata', body: order }, z.object({ invoice_status: z.string() }))

/** `s_media_id` has 64 bits: text, never a number. */
export const setPdf = (mp: MpClient, platform: MpApp, bytes: Uint8Array, fileName: string) =>
  mp.call(
    platform,
    { path: '/card/invoice/platform/setpdf', upload: { field: 'pdf', fileName, bytes } },
    z.object({ s_media_id: z.string().regex(/^\d+$/) }),
  )

export const insertCard = (mp: MpClient, platform: MpApp, body: unknown) =>
  mp.call(
    platform,
    { path: '/card/invoice/insert', body },
    z.object({ code: z.string().min(1), openid: z.string().optional(), unionid: z.string().optional() }),
  )

export const voidCard = (mp: MpClient, platform: MpApp, card: { card_id: string; code: string }) =>
  mp.call(
    platform,
    {
      path: '/card/invoice/platform/updatestatus',
      body: { ...card, reimburse_status: 'INVOICE_REIMBURSE_CANCEL' },
    },
    nothing,
  )

export const selectTitleUrl = (mp: MpClient, app: MpApp, pick: { attach: string; biz_name: string }) =>
  mp.call(app, { path: '/card/invoice/biz/getselecttitleurl', body: pick }, z.object({ url: z.url() }))

/** What WeChat says of who is there. `session_key` is read by nobody: zod drops it here. */
const whoever = z.object({
  openid: z.string().min(1).max(64),
  unionid: z.string().max(64).optional(),
  is_snapshotuser: z.number().optional(),
})

export const codeToSession = (mp: MpClient, miniapp: MpApp, code: string) =>
  mp.credentialCall(
    miniapp,
    { path: '/sns/jscode2session', query: { js_code: code, grant_type: 'authorization_code' } },
    whoever,
  )

export const oauthToOpenid = (mp: MpClient, app: MpApp, code: string) =>
  mp.credentialCall(
    app,
    { path: '/sns/oauth2/access_token', query: { code, grant_type: 'authorization_code' } },
    whoever,
  )

export const phoneOf = (mp: MpClient, miniapp: MpApp, code: string) =>
  mp.call(
    miniapp,
    { path: '/wxa/business/getuserphonenumber', body: { code } },
    z.object({ phone_info: z.object({ purePhoneNumber: z.string(), countryCode: z.string() }) }),
  )

export interface SubscribeMessage {
  touser: string
  template_id: string
  page: string
  data: Record<string, { value: string }>
}
export const sendSubscribe = (mp: MpClient, miniapp: MpApp, message: SubscribeMessage) =>
  mp.call(miniapp, { path: '/cgi-bin/message/subscribe/send', body: { ...message, lang: 'zh_CN' } }, nothing)

export const miniappCode = (mp: MpClient, miniapp: MpApp, code: { scene: string; page: string }) =>
  mp.picture(miniapp, { path: '/wxa/getwxacodeunlimit', body: { ...code, width: 430 } })

/** An invoice as the wallet of its owner shows it. */
const pickedInvoice = z.object({
  card_id: z.string(),
  openid: z.string(),
  payee: z.string().optional(),
  /** 增值税电子普通发票 and the like, in the words of whoever put it there. */
  type: z.string().optional(),
  user_info: z.object({
    fee: z.number().int(),
    title: z.string(),
    billing_time: z.number(),
    billing_no: z.string(),
    billing_code: z.string().optional(),
    fee_without_tax: z.number().int(),
    tax: z.number().int(),
    check_code: z.string().optional(),
    pdf_url: z.string().optional(),
    reimburse_status: z.string(),
    seller_number: z.string().optional(),
    buyer_number: z.string().optional(),
    info: z.array(z.object({ name: z.string() })).optional(),
  }),
})
export type PickedInvoice = z.output<typeof pickedInvoice>
interface Pick {
  card_id: string
  encrypt_code: string
}

export const pickedInvoices = (mp: MpClient, app: MpApp, items: Pick[]) =>
  mp.call(
    app,
    { path: '/card/invoice/reimburse/getinvoicebatch', body: { item_list: items } },
    z.object({ item_list: z.array(pickedInvoice) }),
  )

export type ReimburseStatus =
  | 'INVOICE_REIMBURSE_INIT'
  | 'INVOICE_REIMBURSE_LOCK'
  | 'INVOICE_REIMBURSE_CLOSURE'

/** All or nothing; all of one user. Closing ends it for good: the card leaves the wallet. */
export const moveInvoices = (
  mp: MpClient,
  app: MpApp,
  move: { openid: string; status: ReimburseStatus; items: Pick[] },
) =>
  mp.call(
    app,
    {
      path: '/card/invoice/reimburse/updatestatusbatch',
      body: { openid: move.openid, reimburse_status: move.status, invoice_list: move.items },
    },
    nothing,
  )
