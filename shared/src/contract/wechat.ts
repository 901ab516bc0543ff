import { z } from 'zod'
import { WALLET_CARD_STATUSES } from '../states/lifecycles'
import { amountFen, text, time, ulid, wechatPlace } from './common'
import { sessionCreated } from './merchants'

/** What people can be told by a 订阅消息 (subscribe message). */
export const WECHAT_MESSAGE_KINDS = ['issued', 'rejected', 'review_waiting', 'quota_low'] as const
export type WechatMessageKind = (typeof WECHAT_MESSAGE_KINDS)[number]
const messageKind = z.enum(WECHAT_MESSAGE_KINDS)

const loginCode = z.string().trim().min(1, 'field.required').max(200, 'text.too_long')
const ownToken = z.string().min(20).max(100)

/** What a mini-program needs to know before it asks anything. */
export const wechatConfig = z.object({
  /** Null: no mini-program is configured. */
  miniappId: z.string().nullable(),
  /** For `wx.requestSubscribeMessage`; ask in the tap that submits. */
  templates: z.array(z.object({ kind: messageKind, id: z.string() })),
})

/** `code` of `wx.login`. */
export const wechatCode = z.strictObject({ code: loginCode })
/** A guest's own token; it says only "the same WeChat user of the same app", and lasts 30 days. */
export const wechatGuest = z.object({ guestToken: z.string(), expiresAt: time })

/** Either a session, or a ticket for `…/bind`, good for 10 minutes. */
export const wechatSignIn = z.object({
  session: sessionCreated.nullable(),
  ticket: z.string().nullable(),
})
/** By phone number (`code` of `getPhoneNumber`), by an invitation (one-time sign-in link), or by login and password. */
export const wechatBind = z.union([
  z.strictObject({ ticket: ownToken, phoneCode: loginCode }),
  z.strictObject({ ticket: ownToken, linkToken: ownToken }),
  z.strictObject({ ticket: ownToken, login: text(100), password: z.string().min(1).max(200) }),
])

/** What `wx.requestSubscribeMessage` answered: each accept is good for one message. */
export const wechatConsents = z.strictObject({
  guestToken: ownToken,
  applicationToken: z.string().max(64),
  accepted: z.array(messageKind).max(10),
})
/** What a member is told by WeChat: `open` agreements are not used up yet. */
export const staffNotices = z.object({
  /** His WeChat is bound in the mini-program: it signs him in and messages reach it. */
  isBound: z.boolean(),
  kinds: z.array(z.object({ kind: messageKind, templateId: z.string(), open: z.int() })),
})
export const staffConsents = z.strictObject({ accepted: z.array(messageKind).max(10) })

/** `wx.config` of the JS-SDK for the service account of the code's or application's merchant. */
export const jsConfigQuery = z.strictObject({
  url: z.url({ protocol: /^https?$/, error: 'url.form' }).max(2000, 'text.too_long'),
  code: z.string().max(200).optional(),
  application: z.string().max(64).optional(),
})
export const jsConfig = z.object({
  appId: z.string(),
  timestamp: z.int(),
  nonceStr: z.string(),
  signature: z.string(),
})

/** 微信卡包 as the guest sees it. */
export const walletView = z.object({
  /** Whether "存入微信卡包" may be offered now, at that place. */
  canAdd: z.boolean(),
  place: wechatPlace,
  cards: z.array(
    z.object({
      number: z.string(),
      status: z.enum(WALLET_CARD_STATUSES),
      /** Another way was tried before and WeChat said no. */
      isOtherWay: z.boolean(),
    }),
  ),
})
/** `miniapp`: the answer's `appId` and `path` go to `wx.navigateToMiniProgram`. */
export const walletInput = z.strictObject({
  source: z.enum(['web', 'miniapp']),
  guestToken: ownToken.optional(),
})
export const walletOffer = z.object({
  /** Number of the invoice that is to be authorised. */
  number: z.string(),
  /** Where the guest authorises; absent when nothing is left to ask. */
  url: z.string().optional(),
  appId: z.string().optional(),
  wallet: walletView,
})

/** Where the guest picks one of the titles that WeChat keeps for him (`getselecttitleurl`). */
export const titlePick = z.object({ url: z.string(), ticket: z.string() })
export const pickedTitle = z.object({
  title: z
    .object({
      type: z.enum(['company', 'person']),
      name: z.string(),
      taxpayerId: z.string().optional(),
      address: z.string().optional(),
      phone: z.string().optional(),
      bankName: z.string().optional(),
      bankAccount: z.string().optional(),
    })
    .nullable(),
})

const appId = z.string().regex(/^wx[0-9a-z]{6,30}$/, 'wechat.app_id_form')
const secret = z.string().min(8, 'field.invalid').max(128, 'text.too_long')
export const WALLET_ROUTES = ['serviceAccount', 'pay'] as const
export type WalletRouteName = (typeof WALLET_ROUTES)[number]

/** A merchant's own WeChat accounts. Secrets go in and never come out. */
export const wechatSettings = z.object({
  /** In this order; empty = no card wallet. */
  walletRoutes: z.array(z.enum(WALLET_ROUTES)),
  serviceAppId: z.string().nullable(),
  platformAppId: z.string().nullable(),
  hasServiceSecret: z.boolean(),
  /** To be entered at WeChat as 服务器地址 (URL). */
  eventUrl: z.string(),
  /** The last set-up went through: contact, fields, platform id and card template are there. */
  isReady: z.boolean(),
})
export const wechatSettingsInput = z.strictObject({
  walletRoutes: z.array(z.enum(WALLET_ROUTES)).max(2).optional(),
  serviceAppId: appId.optional(),
  serviceSecret: secret.optional(),
  /** 开票平台 account, when it is another one than the service account. */
  platformAppId: appId.optional(),
  platformSecret: secret.optional(),
  /** 令牌 (Token) of the server configuration, 3–32 letters and digits. */
  pushToken: z
    .string()
    .regex(/^[0-9A-Za-z]{3,32}$/, 'wechat.push_token_form')
    .optional(),
  /** EncodingAESKey, 43 characters; leave out in plain mode. */
  pushAesKey: z
    .string()
    .regex(/^[0-9A-Za-z]{43}$/, 'wechat.aes_key_form')
    .optional(),
  /** Told to the guest on WeChat's page. */
  contactPhone: text(30).optional(),
})

/** What `wx.chooseInvoice` answered, its JSON string parsed. */
export const walletPicks = z.strictObject({
  items: z
    .array(z.strictObject({ cardId: z.string().min(1).max(64), encryptCode: z.string().min(1).max(500) }))
    .min(1, 'field.required')
    .max(50, 'field.invalid'),
})
export const walletPicked = z.object({
  /** What was taken is watched under it like any other upload; absent when nothing was. */
  uploadId: ulid.optional(),
  items: z.array(
    z.object({
      number: z.string(),
      totalFen: amountFen,
      isTaken: z.boolean(),
      /** Why not, as a code and in the reader's language. */
      problem: z.object({ code: z.string(), text: z.string() }).optional(),
    }),
  ),
})
