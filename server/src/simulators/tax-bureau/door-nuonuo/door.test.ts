import { createHmac } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bureauControl, type RunningBureau, startBureau } from '../index'

const TAX_NUM = '91310000MA1FL5LQ05'
const OTHER = '91110000MA0000001L'
const APP = { appKey: 'DOORKEY1', appSecret: 'door-secret' }

let bureau: RunningBureau
let dataFolder: string
let token: string
let lastOrder = 0

beforeAll(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'piaoma-door-'))
  bureau = await startBureau({
    dataFolder,
    renderer: { render: async () => new Uint8Array([1]) },
    tokenRation: 3,
  })
  const control = bureauControl(bureau)
  await control.putTaxpayer({ taxNum: TAX_NUM, name: '示例餐饮', nuonuo: APP })
  await control.putTaxpayer({
    taxNum: OTHER,
    name: '别家',
    nuonuo: { appKey: 'OTHERKEY', appSecret: 'other' },
  })
  token = (await askToken({})).access_token ?? ''
})
afterAll(async () => {
  await bureau.close()
  await rm(dataFolder, { recursive: true, force: true })
})

async function askToken(
  change: Record<string, string>,
  type = 'application/x-www-form-urlencoded;charset=UTF-8',
) {
  const form = {
    client_id: APP.appKey,
    client_secret: APP.appSecret,
    grant_type: 'client_credentials',
    ...change,
  }
  const response = await fetch(bureau.tokenUrl, {
    method: 'POST',
    headers: { 'content-type': type },
    body: new URLSearchParams(form).toString(),
  })
  return (await response.json()) as Record<string, string>
}

interface Changes {
  appKey?: string
  secret?: string
  token?: string
  timestamp?: string
  senid?: string
  /** Sent instead of the body that was signed. */
  sent?: string
  userTax?: string
}

/** A call signed by hand, without any of the product's code. */
async function call(method: string, content: unknown, change: Changes = {}) {
  const body = typeof content === 'string' ? content : JSON.stringify(content)
  const k = change.appKey ?? APP.appKey
  const i = change.senid ?? '0123456789abcdef0123456789abcdef'
  const t = change.timestamp ?? String(Math.floor(Date.now() / 1000))
  const sign = createHmac('sha1', change.secret ?? APP.appSecret)
    .update(`a=services&l=v1&p=open&k=${k}&i=${i}&n=12345678&t=${t}&f=${body}`)
    .digest('base64')
  const response = await fetch(`${bureau.gatewayUrl}?senid=${i}&nonce=12345678&timestamp=${t}&appkey=${k}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'X-Nuonuo-Sign': sign,
      accessToken: change.token ?? token,
      method: method.includes('.') ? method : `nuonuo.OpeMplatform.${method}`,
      ...(change.userTax === undefined ? {} : { userTax: change.userTax }),
    },
    body: change.sent ?? body,
  })
  return (await response.json()) as { code: string; describe: string; result?: unknown }
}

const DETAIL = {
  goodsName: '餐费',
  goodsCode: '3070401000000000000',
  withTaxFlag: '0',
  price: '100',
  num: '1',
  taxRate: '0.06',
  tax: '6.00',
  taxExcludedAmount: '100.00',
  taxIncludedAmount: '106.00',
  invoiceLineProperty: '0',
}

function orderOf(change: Record<string, unknown> = {}, ...details: object[]) {
  lastOrder += 1
  return {
    order: {
      orderNo: `D${lastOrder}`,
      invoiceDate: '2026-11-30 12:00:00',
      invoiceType: '1',
      invoiceLine: 'pc',
      salerTaxNum: TAX_NUM,
      buyerName: '个人',
      naturalPersonFlag: '1',
      clerk: '李四',
      invoiceDetail: details.length > 0 ? details : [DETAIL],
      ...change,
    },
  }
}

describe('tokens', () => {
  test.each([
    [{ client_id: 'NOBODY' }, '070304'],
    [{ client_secret: 'wrong' }, '070305'],
    [{ grant_type: 'authorization_code' }, '070307'],
  ])('are refused: %j', async (change, error) => {
    expect(await askToken(change)).toMatchObject({ error })
  })

  test('are asked for with a form', async () => {
    expect(await askToken({}, 'application/json')).toMatchObject({ error: '070315' })
  })

  test('are rationed over 30 days', async () => {
    expect(await askToken({})).toMatchObject({ expires_in: '86400' })
    expect(await askToken({})).toHaveProperty('access_token')
    expect(await askToken({})).toMatchObject({ error: '070306' })
    expect(await call('queryInvoiceResult', { orderNos: ['X'] })).toMatchObject({ code: 'E9500' })
  })
})

describe('the gateway', () => {
  test.each<[string, Changes, string]>([
    ['an unknown app', { appKey: 'NOBODY' }, '070101'],
    ['another secret', { secret: 'wrong' }, '070601'],
    ['a body changed after signing', { sent: '{"orderNos":["Y"]}' }, '070601'],
    ['a body with one blank more', { sent: '{"orderNos": ["X"]}' }, '070601'],
    ['an old timestamp', { timestamp: String(Math.floor(Date.now() / 1000) - 700) }, '070601'],
    ['a timestamp in milliseconds', { timestamp: String(Date.now()) }, '0201'],
    ['a short senid', { senid: 'abc' }, '0201'],
    ['an unknown token', { token: 'x' }, '070301'],
    ['another taxpayer', { userTax: OTHER }, '070401'],
  ])('turns away %s', async (_name, change, code) => {
    expect(await call('queryInvoiceResult', { orderNos: ['X'] }, change)).toMatchObject({ code })
  })

  test.each([
    'nuonuo.OpeMplatform.dropTables',
    'nuonuo.ElectronInvoice.queryInvoiceResult',
    'constructor',
  ])('does not know %s', async (method) => {
    expect(await call(method, {})).toMatchObject({ code: '070501' })
  })

  test.each(['', '{', 'null', '[]', '"x"'])('survives the body %j', async (body) => {
    expect((await call('requestBillingNew', body)).code).toBe('E9100')
    expect((await call('queryInvoiceResult', body)).code).toBe('E9100')
    expect((await call('getCreditLine', body)).code).toBe('E9100')
  })
})

describe('an order', () => {
  test.each<[string, object, string]>([
    ['twice the same number', orderOf({ orderNo: 'SAME' }), 'E0000'],
    ['twice the same number, again', orderOf({ orderNo: 'SAME' }), 'E9106'],
    ['another seller', orderOf({ salerTaxNum: OTHER }), 'E9302'],
    ['a red invoice', orderOf({ invoiceType: '2' }), 'E9101'],
    ['a paper invoice', orderOf({ invoiceLine: 'c' }), 'E9101'],
    ['a number of 21 characters', orderOf({ orderNo: 'x'.repeat(21) }), 'E9100'],
    ['no drawer', orderOf({ clerk: '' }), 'E9100'],
    ['a buyer of 51 Chinese characters', orderOf({ buyerName: '长'.repeat(51) }), 'E9100'],
    ['a buyer of 50 Chinese characters', orderOf({ buyerName: '长'.repeat(50) }), 'E0000'],
    ['a remark of 231 bytes', orderOf({ remark: `${'备'.repeat(115)}x` }), 'E9100'],
    ['a callback that is no address', orderOf({ callBackUrl: 'ftp://x' }), 'E9100'],
    ['no lines', orderOf({ invoiceDetail: [] }), 'E9122'],
    ['sums that are wrong', orderOf({}, { ...DETAIL, taxIncludedAmount: '106.01' }), 'E9130'],
    ['tax beyond tolerance', orderOf({}, { ...DETAIL, tax: '6.07', taxIncludedAmount: '106.07' }), 'E9131'],
    [
      'a discount of another name',
      orderOf({}, { ...DETAIL, invoiceLineProperty: '2' }, discount({ goodsName: '别的' })),
      'E9105',
    ],
    [
      'a discount at another rate',
      orderOf(
        {},
        { ...DETAIL, invoiceLineProperty: '2' },
        discount({ taxRate: '0.05', tax: '-0.50', taxIncludedAmount: '-10.50' }),
      ),
      'E9112',
    ],
    ['a discount in the wrong place', orderOf({}, DETAIL, discount({})), 'E9108'],
    [
      'a discount of more than its row',
      orderOf(
        {},
        { ...DETAIL, invoiceLineProperty: '2' },
        discount({ tax: '-60.00', taxExcludedAmount: '-1000.00', taxIncludedAmount: '-1060.00' }),
      ),
      'E9110',
    ],
    [
      'a discount of positive quantity',
      orderOf({}, { ...DETAIL, invoiceLineProperty: '2' }, discount({ num: '1', price: '10' })),
      'E9111',
    ],
    ['a price that does not fit', orderOf({}, { ...DETAIL, price: '99' }), 'E9123'],
    ['an amount with three decimals', orderOf({}, { ...DETAIL, tax: '6.000' }), 'E9100'],
    ['an amount in exponents', orderOf({}, { ...DETAIL, tax: '6e0' }), 'E9100'],
    ['a rate in percent', orderOf({}, { ...DETAIL, taxRate: '6' }), 'E9100'],
    ['a zero rate with tax', orderOf({}, { ...DETAIL, taxRate: '0', zeroRateFlag: '1' }), 'E9131'],
    ['a price with tax in it', orderOf({}, { ...DETAIL, withTaxFlag: '1', price: '106' }), 'E0000'],
    ['a rate with needless zeros', orderOf({}, { ...DETAIL, taxRate: '0.060' }), 'E0000'],
  ])('with %s is answered %#', async (_name, order, code) => {
    expect(await call('requestBillingNew', order)).toMatchObject({ code })
  })

  function discount(change: object) {
    const { price, num, ...row } = DETAIL
    return {
      ...row,
      invoiceLineProperty: '1',
      tax: '-0.60',
      taxExcludedAmount: '-10.00',
      taxIncludedAmount: '-10.60',
      ...change,
    }
  }

  test('of another app is not found', async () => {
    await call('requestBillingNew', orderOf({ orderNo: 'MINE' }))
    const { access_token } = await askToken({ client_id: 'OTHERKEY', client_secret: 'other' })
    const asOther = { appKey: 'OTHERKEY', secret: 'other', token: access_token ?? '' }
    expect(await call('queryInvoiceResult', { orderNos: ['MINE'] }, asOther)).toMatchObject({ code: 'E9500' })
    expect(await call('reInvoice', { orderno: 'MINE' }, asOther)).toMatchObject({ code: 'E9500' })
    expect(await call('queryInvoiceResult', { orderNos: ['MINE'] })).toMatchObject({ code: 'E0000' })
  })

  test('is found by its serial as well, which wins over the number', async () => {
    const order = orderOf()
    const { result } = await call('requestBillingNew', order)
    const { invoiceSerialNum } = result as { invoiceSerialNum: string }
    expect(invoiceSerialNum).toMatch(/^\d{20}$/)
    const found = await call('queryInvoiceResult', { serialNos: [invoiceSerialNum], orderNos: ['NOBODY'] })
    expect(found.result).toMatchObject([{ orderNo: order.order.orderNo, serialNo: invoiceSerialNum }])
  })

  test('is asked about with at most 50 others', async () => {
    const orderNos = Array.from({ length: 51 }, (_, index) => `Q${index}`)
    expect(await call('queryInvoiceResult', { orderNos })).toMatchObject({ code: 'E9100' })
  })
})

describe('the session of the operator', () => {
  test('tells log-in and identity apart, and verifyComplete reads the log-in', async () => {
    const control = bureauControl(bureau)
    const read = async (method: string, queryType: string) => (await call(method, { queryType })).result
    for (const [operator, login, identity] of [
      ['ready', '1', '1'],
      ['login_required', '0', '1'],
      ['identity_required', '1', '2'],
    ] as const) {
      await control.putTaxpayer({ taxNum: TAX_NUM, operator })
      expect(await read('getCertificationStatus', '2')).toEqual({ certificationStatus: login })
      expect(await read('getCertificationStatus', '1')).toEqual({ certificationStatus: identity })
      expect(await read('verifyComplete', '1')).toEqual({ status: login })
    }
    await control.putTaxpayer({ taxNum: TAX_NUM, operator: 'ready' })
    expect(await call('verifyComplete', { queryType: '0' })).toMatchObject({ code: 'E0000' })
    expect(await call('getCertificationStatus', { queryType: '7' })).toMatchObject({ code: 'E9100' })
  })
})
