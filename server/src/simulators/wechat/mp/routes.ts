import { createCard, getPdf, insert, setPdf, updateStatus } from './cards'
import { mediaCheck, miniappCode } from './codes'
import { sendMessage } from './messages'
import { getAuthData, getAuthUrl, rejectInsert, setBizAttr, setUrl } from './orders'
import { code2Session, oauthToken, phoneNumber } from './people'
import { getInvoiceBatch, getInvoiceInfo, updateInvoiceStatus, updateStatusBatch } from './reimburse'
import { scanTitle, selectTitleUrl } from './titles'
import { plainToken, stableToken, ticket } from './tokens'
import type { Account, MpGround } from './world'

export interface Call {
  ground: MpGround
  query: URLSearchParams
  body: Record<string, unknown>
  raw: Buffer
  contentType: string
}
type Answer = object | Buffer | Promise<Buffer>

/** Addresses that need an appid and secret, or nothing; by GET unless said otherwise. */
export const OPEN_ROUTES: Record<string, (call: Call) => Answer> = {
  'GET /cgi-bin/token': ({ ground, query }) => plainToken(ground, query),
  'POST /cgi-bin/stable_token': ({ ground, body }) => stableToken(ground, body),
  'GET /sns/jscode2session': ({ ground, query }) => code2Session(ground, query),
  'GET /sns/oauth2/access_token': ({ ground, query }) => oauthToken(ground, query),
}

type Handler = (call: Call, account: Account) => Answer
const post =
  (handle: (ground: MpGround, account: Account, body: Record<string, unknown>) => Answer): Handler =>
  ({ ground, body }, account) =>
    handle(ground, account, body)

/** Addresses that need an access token. */
export const TOKEN_ROUTES: Record<string, Handler> = {
  'GET /cgi-bin/ticket/getticket': ({ ground, query }, account) => ticket(ground, account, query),
  'POST /card/invoice/seturl': post(setUrl),
  'POST /card/invoice/setbizattr': ({ query, body }, account) =>
    setBizAttr(account, query.get('action'), body),
  'POST /card/invoice/getauthurl': post(getAuthUrl),
  'POST /card/invoice/getauthdata': post(getAuthData),
  'POST /card/invoice/rejectinsert': post(rejectInsert),
  'POST /card/invoice/platform/createcard': post(createCard),
  'POST /card/invoice/platform/setpdf': ({ ground, contentType, raw }, account) =>
    setPdf(ground, account, contentType, raw),
  'POST /card/invoice/platform/getpdf': post(getPdf),
  'POST /card/invoice/insert': post(insert),
  'POST /card/invoice/platform/updatestatus': post(updateStatus),
  'POST /card/invoice/reimburse/getinvoiceinfo': post(getInvoiceInfo),
  'POST /card/invoice/reimburse/getinvoicebatch': post(getInvoiceBatch),
  'POST /card/invoice/reimburse/updateinvoicestatus': post(updateInvoiceStatus),
  'POST /card/invoice/reimburse/updatestatusbatch': post(updateStatusBatch),
  'POST /card/invoice/biz/getselecttitleurl': post(selectTitleUrl),
  'POST /card/invoice/scantitle': post((ground, _, body) => scanTitle(ground, body)),
  'POST /wxa/business/getuserphonenumber': post(phoneNumber),
  'POST /cgi-bin/message/subscribe/send': post(sendMessage),
  'POST /wxa/getwxacodeunlimit': post(miniappCode),
  'POST /wxa/media_check_async': post(mediaCheck),
}
