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

/** The demo's restaurant from its owner's chair. */
export interface Office {
  owner: Client
  ownerToken: string
  storeIds: string[]
  hire(role: Role, storeIds?: string[] | null): Promise<Person>
  /** A guest's application by a product code, which waits for the merchant; answers the guest's link. */
  applyForReview(name: string, options?: { productCode?: string; amountFen?: number }): Promise<string>
  /** A guest's application by an order code. */
  apply(code: string, name: string, more?: object): Promise<string>
  /** Waits until the application of a guest's link is so. */
  until(token: string, status: string): Promise<void>
}

let people = 0

/** Signs in as the demo's owner. */
export async function openOffice({ file }: Pick<Demo, 'file'>): Promise<Office> {
  const guest = clientOf(file.baseUrl)
  const { token: ownerToken } = await guest('POST /api/v1/sessions', {
    body: { login: file.console.login, password: file.console.password },
  })
  const owner = clientOf(file.baseUrl, ownerToken)
  const { items } = await owner('GET /api/v1/merchant/stores', {})
  const apply: Office['apply'] = async (code, name, more = {}) => {
    const buyer = { type: 'company' as const, name, taxpayerId: taxNumber(7_000_000 + name.length) }
    const body = { codes: [code], buyer, kind: 'normal' as const, email: 'caiwu@example.com', ...more }
    return (await guest('POST /api/v1/applications', { body, idempotencyKey: newKey() })).token
  }
  return {
    owner,
    ownerToken,
    storeIds: items.map(({ id }) => id),
    apply,
    async hire(role, storeIds = null) {
      people += 1
      const person = {
        login: `${role}-${Date.now().toString(36)}-${people}@staff.test`,
        password: 'correct horse 1',
      }
      await owner('POST /api/v1/merchant/members', {
        body: { name: `${role} ${people}`, role, storeIds, ...person },
      })
      return person
    },
    applyForReview: (name, options = {}) =>
      apply(options.productCode ?? file.productCode, name, { amountFen: options.amountFen ?? 26_800 }),
    until: async (token, status) => {
      await eventually(`the status ${status}`, async () => {
        const now = await guest('GET /api/v1/applications/:token', { params: { token } })
        return now.status === status
      })
    },
  }
}

/** A day in the middle: something in every list, and the ids of what detail pages show. */
export interface ShopDay extends Office {
  ids: {
    application: string
    orderCode: string
    productCode: string
    invoice: string
    received: string
    sheet: string
  }
  /** Links of guests by what their pages show. */
  tokens: { issued: string; reviewing: string; rejected: string; refused: string }
  codes: { open: string; product: string; unpaid: string; spent: string }
}

const BUYERS = [
  '上海示例贸易有限公司',
  '杭州云起互联网科技股份有限公司浙江分公司',
  '北京远望会展服务有限公司',
  '苏州工业园区精密仪器研究院有限责任公司',
]
const REFUSED = '南京拒开测试有限公司'
const RECEIVED = '26312000009999999999'

/** Lets a day happen, by the same interfaces as guests, tills and people. */
export async function startDay(demo: Demo): Promise<ShopDay> {
  const office = await openOffice(demo)
  const { storeIds } = office
  const issue = async (name: string) => {
    const { code } = await demo.order()
    return { code, token: await office.apply(code, name) }
  }
  const { url: controlUrl, token: controlToken } = demo.file.simulators.bureauControl
  await bureauControl({ controlUrl, controlToken }).addFault({ kind: 'refused', buyerName: REFUSED })
  const issued = await Promise.all(BUYERS.map(issue))
  const [first] = issued
  const day: ShopDay = {
    ...office,
    ids: { application: '', orderCode: '', productCode: '', invoice: '', received: '', sheet: '' },
    tokens: {
      issued: first?.token ?? '',
      reviewing: await office.applyForReview(BUYERS[1] ?? ''),
      rejected: await office.applyForReview('杭州驳回示例有限公司'),
      refused: (await issue(REFUSED)).token,
    },
    codes: {
      open: (await demo.order({ storeId: storeIds[0] })).code,
      product: demo.file.productCode,
      unpaid: (await demo.order({ isPaid: false })).code,
      spent: first?.code ?? '',
    },
  }
  for (const name of BUYERS.slice(2)) await office.applyForReview(name, { amountFen: 128_050 })
  await fillOffice(day, storeIds[0] ?? '')
  for (const { token } of issued) await office.until(token, 'issued')
  await office.until(day.tokens.refused, 'refused')
  await Promise.all([findIds(day), receive(day, demo.file.baseUrl)])
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
  await owner('POST /api/v1/merchant/sheets', { body: { title: '十一月差旅' }, idempotencyKey: newKey() })
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
  ids.sheet = first(await owner('GET /api/v1/merchant/sheets', { query: {} }))
  ids.invoice = first(await owner('GET /api/v1/merchant/invoices', { query: {} }))
}

/** A made-up 数电票 comes in, as the bureau's XML. */
async function receive({ owner, ownerToken, ids }: ShopDay, baseUrl: string): Promise<void> {
  const bytes = renderInvoiceXml(buildModel({ number: RECEIVED }))
  const raw = new FormData()
  raw.append('file', new Blob([new Uint8Array(bytes)]), '收到的发票.xml')
  await http(baseUrl, '/api/v1/merchant/captures', { token: ownerToken, key: newKey(), raw })
  ids.received = await eventually('the received invoice', async () => {
    const { items } = await owner('GET /api/v1/merchant/received-invoices', { query: {} })
    return items.find(({ number }) => number === RECEIVED)?.id
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
