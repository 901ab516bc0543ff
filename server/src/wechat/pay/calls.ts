import { z } from 'zod'
import { type PayClient, type PayOutcome, sm3 } from './client'

const FAPIAO = '/v3/new-tax-control-fapiao'
const nothing = z.looseObject({})
const integer = z.number().int()

/** Sub-merchant of a 服务商; left out for a direct merchant. */
export interface PayParty {
  subMchid?: string | undefined
}

const sub = ({ subMchid }: PayParty): Record<string, string> =>
  subMchid === undefined ? {} : { sub_mchid: subMchid }

const titleUrlAnswer = z.looseObject({
  title_url: z.string().optional(),
  miniprogram_appid: z.string().optional(),
  miniprogram_path: z.string().optional(),
})

export const userTitle = z.looseObject({
  type: z.enum(['INDIVIDUAL', 'ORGANIZATION']),
  name: z.string(),
  taxpayer_id: z.string().optional(),
  address: z.string().optional(),
  telephone: z.string().optional(),
  bank_name: z.string().optional(),
  bank_account: z.string().optional(),
  /** RSA ciphertexts for the merchant's certificate. */
  phone: z.string().optional(),
  email: z.string().optional(),
  fapiao_bill_type: z.string().optional(),
})
export type UserTitle = z.output<typeof userTitle>
export type FapiaoScene = 'WITH_WECHATPAY' | 'WITHOUT_WECHATPAY'

const queryAnswer = z.looseObject({
  fapiao_information: z.array(
    z.looseObject({
      status: z.string(),
      blue_fapiao: z.looseObject({ fapiao_number: z.string() }).optional(),
      card_information: z
        .looseObject({
          card_openid: z.string().optional(),
          card_id: z.string().optional(),
          card_code: z.string().optional(),
          card_status: z.string(),
        })
        .optional(),
    }),
  ),
})

export const transaction = z.looseObject({
  mchid: z.string().optional(),
  sp_mchid: z.string().optional(),
  sub_mchid: z.string().optional(),
  appid: z.string().optional(),
  sp_appid: z.string().optional(),
  out_trade_no: z.string(),
  transaction_id: z.string().optional(),
  trade_state: z.string(),
  success_time: z.string().optional(),
  attach: z.string().optional(),
  payer: z
    .looseObject({
      openid: z.string().optional(),
      sp_openid: z.string().optional(),
      sub_openid: z.string().optional(),
    })
    .optional(),
  amount: z
    .looseObject({ total: integer, payer_total: integer.optional(), currency: z.string().optional() })
    .optional(),
})
export type Transaction = z.output<typeof transaction>

export const refund = z.looseObject({
  out_refund_no: z.string(),
  transaction_id: z.string(),
  status: z.string(),
  amount: z.looseObject({ total: integer, refund: integer }),
})

/** The typed calls of APIv3 that Piaoma makes (facts 1.2 and 4). Base amounts are fen. */
export function payCalls(client: PayClient) {
  const applications = (id: string) => `${FAPIAO}/fapiao-applications/${encodeURIComponent(id)}`
  return {
    /** The form where the user fills his title in; asked again under the same id the link is new. */
    titleUrl: (
      title: PayParty & {
        applyId: string
        source: 'WEB' | 'MINIPROGRAM'
        appid: string
        openid: string
        totalFen: number
        sellerName: string
      },
    ) =>
      client.call('GET', `${FAPIAO}/user-title/title-url`, {
        query: {
          fapiao_apply_id: title.applyId,
          source: title.source,
          appid: title.appid,
          openid: title.openid,
          total_amount: title.totalFen,
          seller_name: [...title.sellerName].slice(0, 32).join(''),
          ...sub(title),
        },
        answer: titleUrlAnswer,
        isRepeatable: true,
      }),
    userTitle: (title: PayParty & { applyId: string; scene: FapiaoScene }) =>
      client.call('GET', `${FAPIAO}/user-title`, {
        query: { fapiao_apply_id: title.applyId, scene: title.scene, ...sub(title) },
        answer: userTitle,
        isRepeatable: true,
      }),
    uploadFile: (file: PayParty & { pdf: Uint8Array }) =>
      client.upload(`${FAPIAO}/fapiao-applications/upload-fapiao-file`, {
        // "alogrithm" is WeChat's own spelling and must stay.
        meta: { ...sub(file), file_type: 'PDF', digest_alogrithm: 'SM3', digest: sm3(file.pdf) },
        file: file.pdf,
        answer: z.looseObject({ fapiao_media_id: z.string().min(1) }),
      }),
    /** Once for an order; the same again under the same id is welcome, so it may be repeated. */
    insertCards: (applyId: string, body: Record<string, unknown>) =>
      client.call('POST', `${applications(applyId)}/insert-cards`, {
        body,
        answer: nothing,
        isRepeatable: true,
      }),
    queryFapiao: (query: PayParty & { applyId: string }) =>
      client.call('GET', applications(query.applyId), {
        query: sub(query),
        answer: queryAnswer,
        isRepeatable: true,
      }),
    /** 204 when the sub-merchant has opened everything. */
    checkMerchant: (subMchid: string) =>
      client.call('POST', `${FAPIAO}/merchant/${encodeURIComponent(subMchid)}/check`, {
        answer: nothing,
        isRepeatable: true,
      }),
    /** Where callbacks about invoices go. `sub_mch_code` is WeChat's name here, not sub_mchid. */
    setCallback: (config: PayParty & { callbackUrl: string; showFapiaoCell: boolean }) =>
      client.call('PATCH', `${FAPIAO}/merchant/development-config`, {
        body: {
          callback_url: config.callbackUrl,
          show_fapiao_cell: config.showFapiaoCell,
          ...(config.subMchid === undefined ? {} : { sub_mch_code: config.subMchid }),
        },
        answer: nothing,
        isRepeatable: true,
      }),
    putTemplate: (template: PayParty & { appid: string; payeeName: string; logoUrl: string }) =>
      client.call('POST', `${FAPIAO}/card-template`, {
        body: {
          ...sub(template),
          card_appid: template.appid,
          card_template_information: { payee_name: template.payeeName, logo_url: template.logoUrl },
        },
        answer: z.looseObject({ card_id: z.string() }),
        isRepeatable: true,
      }),
    transaction: (
      query: PayParty & ({ transactionId: string } | { outTradeNo: string }),
    ): Promise<PayOutcome<Transaction>> => {
      const { mchid } = client.keys
      const base = query.subMchid === undefined ? '/v3/pay/transactions' : '/v3/pay/partner/transactions'
      const by =
        'transactionId' in query
          ? `id/${encodeURIComponent(query.transactionId)}`
          : `out-trade-no/${encodeURIComponent(query.outTradeNo)}`
      return client.call('GET', `${base}/${by}`, {
        query: query.subMchid === undefined ? { mchid } : { sp_mchid: mchid, sub_mchid: query.subMchid },
        answer: transaction,
        isRepeatable: true,
      })
    },
    refund: (query: PayParty & { outRefundNo: string }) =>
      client.call('GET', `/v3/refund/domestic/refunds/${encodeURIComponent(query.outRefundNo)}`, {
        query: sub(query),
        answer: refund,
        isRepeatable: true,
      }),
    echo: (message: string, notifyUrl?: string) =>
      client.call('POST', '/v3/security/echo', {
        body: {
          echo_message: message,
          encrypted_echo_message: client.keys.encrypt(message),
          ...(notifyUrl ? { notify_url: notifyUrl } : {}),
        },
        answer: z.looseObject({ echo_message: z.string() }),
        isRepeatable: true,
      }),
  }
}
export type PayCalls = ReturnType<typeof payCalls>
