import { randomBytes } from 'node:crypto'
import { nuonuoSettings } from '../channels/nuonuo/config'
import { orderBody } from '../channels/nuonuo/order-body'
import { requestIdentity, signRequest } from '../channels/nuonuo/sign'
import type { IssueOrder } from '../issuing/tax-channel'
import { call } from './http'
import { BENCH_APP } from './service-process'

interface Seller {
  taxNum: string
  name: string
}

/** Asks the simulator for one invoice by bare signed HTTP and returns when it is issued. */
export type IssueRaw = (serial: string) => Promise<void>

/** The least that issuing takes: requestBillingNew, then queryInvoiceResult until it says issued. */
export async function rawBureau(url: string, seller: Seller): Promise<IssueRaw> {
  const { access_token: token } = await call<{ access_token: string }>(`${url}/accessToken`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
      client_id: BENCH_APP.appKey,
      client_secret: BENCH_APP.appSecret,
      grant_type: 'client_credentials',
    }).toString(),
  })
  const gateway = `${url}/open/v1/services`
  const settings = nuonuoSettings({
    ...{ gatewayUrl: gateway, tokenUrl: `${url}/accessToken` },
    ...{ ...BENCH_APP, taxNum: seller.taxNum },
  })
  const ask = (method: string, content: unknown) => {
    const body = JSON.stringify(content)
    const parts = { appKey: BENCH_APP.appKey, timestamp: String(Math.floor(Date.now() / 1000)) }
    const identity = requestIdentity(randomBytes)
    const sign = signRequest(BENCH_APP.appSecret, { ...parts, ...identity, body: Buffer.from(body) })
    const query = new URLSearchParams({ ...identity, timestamp: parts.timestamp, appkey: parts.appKey })
    return call<{ code: string; result: unknown }>(`${gateway}?${query}`, {
      method: 'POST',
      headers: { 'X-Nuonuo-Sign': sign, accessToken: token, method: `nuonuo.OpeMplatform.${method}` },
      body,
    })
  }
  return async (serial) => {
    const { code } = await ask('requestBillingNew', orderBody(orderOf(serial, seller), settings))
    if (code !== 'E0000') throw new Error(`the simulator refused: ${code}`)
    for (;;) {
      const { result } = await ask('queryInvoiceResult', { orderNos: [serial], isOfferInvoiceDetail: '0' })
      if (JSON.stringify(result).includes('"status":"2"')) return
    }
  }
}

/** A dinner of 128.00 yuan at 6 %, as the service would ask for it. */
function orderOf(serial: string, seller: Seller): IssueOrder {
  const amounts = { amountFen: 12_075, taxFen: 725, totalFen: 12_800 }
  return {
    serial,
    kind: 'normal',
    seller: { name: seller.name, taxpayerId: seller.taxNum },
    buyer: { name: '王小明的抬头' },
    buyerType: 'person',
    lines: [
      {
        nature: 'plain',
        name: '*生产生活服务*餐饮服务',
        quantity: '1',
        unitPrice: '120.75',
        taxRate: '0.06',
        taxCode: '3070401000000000000',
        ...amounts,
      },
    ],
    ...amounts,
    drawer: '张三',
  }
}
