import type { Client } from '@piaoma/shared/client'
import type { Role } from '@piaoma/shared/contract'
import { renderInvoiceXml } from '../documents/render-xml'
import { buildModel } from '../documents/test-model'
import { bureauControl } from '../simulators/tax-bureau/client'
import { DINNER, EMPTY_DRAFT, taxNumber } from '../test/shop'
import { clientOf, http, newKey } from '../test-service/http-client'
import type { Demo } from './demo'

/** Somebody who signs in by a password. */
export interface Person {
  login: string
  password: string
}

/** The demo's restaurant in the middle of a day: something in every list, and the ids of what detail pages show. */
export interface ShopDay {
  owner: Client
  ownerToken: string
  storeIds: string[]
  ids: { application: string; orderCode: string; productCode: string; invoice: string; received: string }
  /** Links of guests by what their pages show. */
  tokens: { issued: string; reviewing: string; rejected: string; refused: string }
  codes: { open: string; product: string; unpaid: string; spent: string }
  hire(role: Role, storeIds?: string[] | null): Promise<Person>
  /** A guest's application by a product code, which waits for the merchant. */
  applyForReview(name: string, options?: { productCode?: string; amountFen?: number }): Promise<string>
}

const BUYERS = [
  '上海示例贸易有限公司',
  '杭州云起互联网科技股份有限公司浙江分公司',
  '北京远望会展服务有限公司',
  '苏州工业园区精密仪器研究院有限责任公司',
]
const REFUSED = '南京拒开测试有限公司'

let people = 0

/** Signs in as the demo's owner and lets the day happen, by the same interfaces as guests, tills and people. */
export async function startDay(demo: Demo): Promise<ShopDay> {
  const { baseUrl, console: access, productCode } = demo.file
  const guest = clientOf(baseUrl)
  const { token: ownerToken } = await guest('POST /api/v1/sessions', {
    body: { login: access.login, password: access.password },
  })
  const owner = clientOf(baseUrl, ownerToken)
  const stores = await owner('GET /api/v1/merchant/stores', {})
  const storeIds = stores.items.map(({ id }) => id)

  const apply = async (code: string, name: string, more: object = {}): Promise<string> => {
    const buyer = { type: 'company' as const, name, taxpayerId: taxNumber(7_000_000 + name.length) }
    const body = { codes: [code], buyer, kind: 'normal' as const, email: 'caiwu@example.com', ...more }
    return (await guest('POST /api/v1/applications', { body, idempotencyKey: newKey() })).token
  }
  const until = (token: string, status: string) =>
    eventually(`the status ${status}`, async () => {
      const now = await guest('GET /api/v1/applications/:token', { params: { token } })
      return now.status === status
    })
  const day: ShopDay = {
    owner,
    ownerToken,
    storeIds,
    ids: { application: '', orderCode: '', productCode: '', invoice: '', received: '' },
    tokens: { issued: '', reviewing: '', rejected: '', refused: '' },
    codes: { open: '', product: productCode, unpaid: '', spent: '' },
    async hire(role, storeIdsOfRole = null) {
      people += 1
      const person = { login: `${role}-${people}@staff.test`, password: 'correct horse 1' }
      const body = { name: `${role} ${people}`, role, storeIds: storeIdsOfRole, ...person }
      await owner('POST /api/v1/merchant/members', { body })
      return person
    },
    applyForReview: (name, options = {}) =>
      apply(options.productCode ?? productCode, name, { amountFen: options.amountFen ?? 26_800 }),
  }

  const issue = async (name: string, orderNo?: string) => {
    const { code } = await demo.order(orderNo ? { orderNo } : {})
    return { code, token: await apply(code, name) }
  }
  const issued = await Promise.all(BUYERS.map((name) => issue(name)))
  const { url: controlUrl, token: controlToken } = demo.file.simulators.bureauControl
  await bureauControl({ controlUrl, controlToken }).addFault({ kind: 'refused', buyerName: REFUSED })
  day.tokens.refused = (await issue(REFUSED)).token
  day.tokens.issued = issued[0]?.token ?? ''
  day.codes.spent = issued[0]?.code ?? ''
  day.codes.open = (await demo.order({ storeId: storeIds[0] })).code
  day.codes.unpaid = (await demo.order({ isPaid: false })).code
  day.tokens.reviewing = await day.applyForReview(BUYERS[1] ?? '')
  for (const name of BUYERS.slice(2)) await day.applyForReview(name, { amountFen: 128_050 })
  day.tokens.rejected = await day.applyForReview('杭州驳回示例有限公司')
  await fillOffice(day, storeIds[0] ?? '')
  for (const { token } of issued) await until(token, 'issued')
  await until(day.tokens.refused, 'refused')
  await Promise.all([findIds(day), receive(day, baseUrl)])
  return day
}

/** What a merchant sets up for himself: goods, customers, a draft, people, keys. */
async function fillOffice({ owner, hire, storeIds }: ShopDay, storeId: string): Promise<void> {
  await owner('POST /api/v1/merchant/goods', {
    body: { name: '会议餐饮', unit: '人', unitPrice: '128', taxRate: '0.06', taxCode: '3070401000000000000' },
  })
  await owner('POST /api/v1/merchant/customers', {
    body: { name: '上海常客咨询有限公司', taxpayerId: taxNumber(6_060_606), email: 'ap@example.com' },
  })
  const form = {
    ...EMPTY_DRAFT,
    storeId,
    name: '杭州草稿科技有限公司',
    lines: [
      {
        name: '餐饮服务',
        specification: '',
        unit: '',
        quantity: '1',
        unitPrice: '',
        amount: '168',
        discount: '',
        deduction: '',
        taxRate: '0.06' as const,
        taxCode: '3070401000000000000',
      },
    ],
  }
  await owner('POST /api/v1/merchant/invoice-drafts', { body: { form }, idempotencyKey: newKey() })
  await hire('reviewer')
  await hire('cashier', storeIds.slice(0, 1))
  await owner('POST /api/v1/merchant/api-keys', { body: { name: '收银系统' } })
  const { name, taxRate, taxCode } = DINNER
  await owner('POST /api/v1/merchant/tills', {
    body: { name: '1 号收银台', storeId, line: { name, taxRate, taxCode } },
  })
  await owner('POST /api/v1/merchant/webhooks', { body: { url: 'http://127.0.0.1:9/hooks' } })
}

async function findIds(day: ShopDay): Promise<void> {
  const { owner, ids } = day
  const first = (page: { items: { id: string }[] }): string => page.items[0]?.id ?? ''
  const waiting = await owner('GET /api/v1/merchant/applications', { query: { status: 'reviewing' } })
  const rejected = waiting.items.find(({ buyerName }) => buyerName === '杭州驳回示例有限公司')
  if (rejected) {
    const params = { id: rejected.id }
    const body = { version: rejected.version, reason: '未找到对应的消费记录，请联系门店' }
    await owner('POST /api/v1/merchant/applications/:id/reject', { params, body })
  }
  ids.application = waiting.items.find(({ id }) => id !== rejected?.id)?.id ?? ''
  ids.orderCode = first(await owner('GET /api/v1/merchant/order-codes', { query: { status: 'active' } }))
  ids.productCode = first(await owner('GET /api/v1/merchant/product-codes', { query: {} }))
  ids.invoice = first(await owner('GET /api/v1/merchant/invoices', { query: {} }))
}

/** A made-up 数电票 comes in, as the bureau's XML. */
async function receive({ owner, ownerToken, ids }: ShopDay, baseUrl: string): Promise<void> {
  const bytes = renderInvoiceXml(buildModel({ number: '26312000009999999999' }))
  const raw = new FormData()
  raw.append('file', new Blob([new Uint8Array(bytes)]), '收到的发票.xml')
  await http(baseUrl, '/api/v1/merchant/captures', { token: ownerToken, key: newKey(), raw })
  ids.received = await eventually('the received invoice', async () => {
    const { items } = await owner('GET /api/v1/merchant/received-invoices', { query: {} })
    return items[0]?.id
  })
}

async function eventually<T>(what: string, ask: () => Promise<T | undefined | false>): Promise<T> {
  for (let look = 0; look < 300; look++) {
    const answer = await ask()
    if (answer) return answer
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`waited in vain for ${what}`)
}
