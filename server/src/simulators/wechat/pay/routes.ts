import type { PayHandler } from './handler'
import { insertCards, uploadFile } from './insert-calls'
import { fapiaoFiles, issueFapiao, queryFapiao, reverseFapiao } from './issue-calls'
import * as merchant from './merchant-calls'
import { directTransaction, partnerTransaction, queryRefund } from './order-calls'
import { titleUrl, userTitle } from './title-calls'

const FAPIAO = '/v3/new-tax-control-fapiao'

/** Every call that this WeChat Pay knows. Literal paths come before those with a part in braces. */
const ROUTES: readonly (readonly [method: string, template: string, handler: PayHandler])[] = [
  ['POST', `${FAPIAO}/card-template`, merchant.putCardTemplate],
  ['PATCH', `${FAPIAO}/merchant/development-config`, merchant.patchConfig],
  ['GET', `${FAPIAO}/merchant/development-config`, merchant.getConfig],
  ['GET', `${FAPIAO}/merchant/base-information`, merchant.baseInformation],
  ['GET', `${FAPIAO}/merchant/tax-codes`, merchant.taxCodes],
  ['POST', `${FAPIAO}/merchant/{sub_mchid}/check`, merchant.checkMerchant],
  ['GET', `${FAPIAO}/merchant/{sub_mchid}/check-status`, merchant.checkStatus],
  ['GET', `${FAPIAO}/user-title/title-url`, titleUrl],
  ['GET', `${FAPIAO}/user-title`, userTitle],
  ['POST', `${FAPIAO}/fapiao-applications`, issueFapiao],
  ['POST', `${FAPIAO}/fapiao-applications/upload-fapiao-file`, uploadFile],
  ['POST', `${FAPIAO}/fapiao-applications/{fapiao_apply_id}/insert-cards`, insertCards],
  ['POST', `${FAPIAO}/fapiao-applications/{fapiao_apply_id}/reverse`, reverseFapiao],
  ['GET', `${FAPIAO}/fapiao-applications/{fapiao_apply_id}/fapiao-files`, fapiaoFiles],
  ['GET', `${FAPIAO}/fapiao-applications/{fapiao_apply_id}`, queryFapiao],
  ['GET', '/v3/certificates', merchant.certificates],
  ['POST', '/v3/security/echo', merchant.securityEcho],
  ['GET', '/v3/pay/transactions/id/{transaction_id}', directTransaction],
  ['GET', '/v3/pay/transactions/out-trade-no/{out_trade_no}', directTransaction],
  ['GET', '/v3/pay/partner/transactions/id/{transaction_id}', partnerTransaction],
  ['GET', '/v3/pay/partner/transactions/out-trade-no/{out_trade_no}', partnerTransaction],
  ['GET', '/v3/refund/domestic/refunds/{out_refund_no}', queryRefund],
]

export interface FoundRoute {
  handler: PayHandler
  params: Record<string, string>
  isUpload: boolean
}

/** The handler of a raw path, its parts decoded; `undefined` when there is none. */
export function findRoute(method: string, path: string): FoundRoute | undefined {
  for (const [verb, template, handler] of ROUTES) {
    const params = verb === method ? matchPath(template, path) : undefined
    if (params) return { handler, params, isUpload: handler === uploadFile }
  }
  return undefined
}

function matchPath(template: string, path: string): Record<string, string> | undefined {
  const expected = template.split('/')
  const given = path.split('/')
  if (expected.length !== given.length) return undefined
  const params: Record<string, string> = {}
  for (const [index, part] of expected.entries()) {
    const value = given[index] ?? ''
    const name = /^\{(\w+)\}$/.exec(part)?.[1]
    if (name && value) params[name] = decodeURIComponent(value)
    else if (part !== value) return undefined
  }
  return params
}
