import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeOnDatabases } from '../test/databases'
import { applicationBody, DINNER, taxNumber } from '../test/shop'
import { type HttpAnswer, http, newKey } from './http-client'
import { BAD_FEN, NAUGHTY, withField } from './naughty'
import {
  apply,
  makeProductCode,
  openShop,
  startTestService,
  type TestService,
  type TestShop,
} from './service-scene'

interface Form {
  name: string
  method?: string
  path: string
  token?: string
  body: () => unknown
  /** Every field that takes text. */
  texts: string[]
  /** Texts that are no invoice's and may hold more. */
  free?: string[]
  fens?: string[]
}
interface Issue {
  path: string
  code: string
  message: string
}

const issuesOf = ({ json }: HttpAnswer) => (json as { fields?: Issue[] } | undefined)?.fields ?? []

/** A refusal is a problem document that names fields by path, with words. */
function expectProblem(answer: HttpAnswer, what: string): void {
  expect(answer.status, `${what}: ${answer.text.slice(0, 200)}`).toBeLessThan(500)
  if (answer.status < 400) return
  expect(answer.headers.get('content-type'), what).toBe('application/problem+json')
  for (const { message } of issuesOf(answer)) expect(message.length, what).toBeGreaterThan(3)
}

describeOnDatabases('forms filled in by an enemy', (open) => {
  let service: TestService
  let shop: TestShop
  let forms: Form[]
  beforeAll(async () => {
    service = await startTestService(open)
    shop = await openShop(service)
    forms = await allForms()
  })
  afterAll(() => service.close())

  async function allForms(): Promise<Form[]> {
    const product = await makeProductCode(shop)
    const reviewed = await apply(service, [product.code], { amountFen: 100 })
    const [storeId = ''] = shop.storeIds
    const { name, taxRate, taxCode } = DINNER
    const line = { name, specification: '份', unit: '份', taxRate, taxCode }
    const orderLine = { ...line, quantity: '1', unitPrice: '128.00', amountFen: 12_800, discountFen: 100 }
    const buyer = {
      ...applicationBody([]).buyer,
      address: '某路1号',
      phone: '021-55550100',
      bankName: '示例银行',
      bankAccount: '6200000000000001',
    }
    const contact = { email: 'a@b.test', mobile: '13800138000', remark: '备注' }
    const applicant = ['buyer.name', 'buyer.taxpayerId', 'buyer.address', 'buyer.phone', 'buyer.bankName']
    applicant.push('buyer.bankAccount', 'buyer.type', 'kind', 'email', 'mobile', 'remark')
    const ofLine = (at: string, fields: string[]) => fields.map((field) => `${at}.${field}`)
    const product4 = ['name', 'specification', 'unit', 'taxRate', 'taxCode']
    const order6 = [...product4, 'quantity', 'unitPrice']
    const owner = { token: shop.ownerToken }
    return [
      {
        name: 'application',
        path: '/api/v1/applications',
        body: () => ({ codes: [product.code], kind: 'normal', buyer, ...contact, amountFen: 1 }),
        texts: applicant,
        fens: ['amountFen'],
      },
      {
        name: 'open order',
        path: '/open/v1/order-codes',
        token: shop.apiKey,
        body: () => ({
          orderNo: newKey(),
          remark: '桌 1',
          storeId,
          validUntil: '2030-01-01T00:00:00Z',
          lines: [orderLine],
        }),
        texts: ['orderNo', 'remark', 'storeId', 'validUntil', ...ofLine('lines.0', order6)],
        fens: ['lines.0.amountFen', 'lines.0.discountFen', 'lines.0.deductionFen'],
      },
      {
        name: 'product code',
        path: '/api/v1/merchant/product-codes',
        ...owner,
        body: () => ({ title: '餐费', line, minAmountFen: 1, maxAmountFen: 100 }),
        texts: ['title', ...ofLine('line', product4)],
        fens: ['minAmountFen', 'maxAmountFen'],
      },
      {
        name: 'edit',
        method: 'PATCH',
        path: `/api/v1/merchant/applications/${reviewed.id}`,
        ...owner,
        body: () => ({ version: 1, kind: 'normal', buyer, ...contact, lines: [orderLine] }),
        texts: [...applicant, ...ofLine('lines.0', order6)],
        fens: ['lines.0.amountFen'],
      },
      {
        name: 'rejection',
        path: `/api/v1/merchant/applications/${reviewed.id}/reject`,
        ...owner,
        body: () => ({ version: 99, reason: '不行' }),
        texts: ['reason'],
      },
      {
        name: 'settings',
        method: 'PATCH',
        path: '/api/v1/merchant/settings',
        ...owner,
        body: () => ({ name: '小馆', contactPhone: '021-55550100' }),
        texts: ['name', 'contactPhone'],
      },
      {
        name: 'store',
        path: '/api/v1/merchant/stores',
        ...owner,
        body: () => ({ name: '三店', address: '某路2号', phone: '021-1' }),
        texts: ['name', 'address', 'phone'],
      },
      {
        name: 'seller',
        method: 'PATCH',
        path: `/api/v1/merchant/taxpayers/${shop.taxpayerId}`,
        ...owner,
        body: () => ({
          address: '某路3号',
          phone: '021-2',
          bankName: '银行',
          bankAccount: '62',
          drawer: '张三',
        }),
        texts: ['address', 'phone', 'bankName', 'bankAccount', 'drawer'],
      },
      {
        name: 'goods',
        path: '/api/v1/merchant/goods',
        ...owner,
        body: () => ({ ...line, unitPrice: '12.00' }),
        texts: [...product4, 'unitPrice'],
      },
      {
        name: 'member',
        path: '/api/v1/merchant/members',
        ...owner,
        body: () => ({
          name: '新人',
          login: `${newKey()}@example.test`,
          role: 'cashier',
          password: 'long enough 1',
        }),
        texts: ['name', 'login', 'role'],
        free: ['password'],
      },
      {
        name: 'key',
        path: '/api/v1/merchant/api-keys',
        ...owner,
        body: () => ({ name: 'erp' }),
        texts: ['name'],
      },
      {
        name: 'till',
        path: '/api/v1/merchant/tills',
        ...owner,
        body: () => ({ name: '1号机', storeId, line }),
        texts: ['name', 'storeId', ...ofLine('line', product4)],
      },
      {
        name: 'webhook',
        path: '/api/v1/merchant/webhooks',
        ...owner,
        body: () => ({ url: 'https://example.test/hook' }),
        texts: ['url'],
      },
      {
        name: 'sign-in',
        path: '/api/v1/sessions',
        body: () => ({ login: 'nobody@example.test', password: 'x' }),
        texts: ['login'],
        free: ['password'],
      },
    ]
  }

  const send = ({ path, method, token }: Form, body: unknown) =>
    http(service.url, path, { method: method ?? 'POST', key: newKey(), body, ...(token ? { token } : {}) })

  test('every text field × every naughty text: refused by name or kept, never an error of ours', async () => {
    for (const form of forms) {
      for (const field of [...form.texts, ...(form.free ?? [])]) {
        for (const { name, text, isRefused } of NAUGHTY) {
          const what = `${form.name} ${field} ${name}`
          const answer = await send(form, withField(form.body(), field, text))
          expectProblem(answer, what)
          if (form.free?.includes(field)) continue
          if (isRefused) expect(answer.status, `${what}: ${answer.text.slice(0, 200)}`).toBe(422)
          if (answer.status !== 422) continue
          const named = issuesOf(answer).map(({ path }) => path)
          expect(named, what).toContain(field)
        }
      }
    }
  }, 180_000)

  test('every amount × what is no amount: refused by name', async () => {
    for (const form of forms) {
      for (const field of form.fens ?? []) {
        for (const value of BAD_FEN) {
          const what = `${form.name} ${field} ${JSON.stringify(value)}`
          const answer = await send(form, withField(form.body(), field, value))
          expectProblem(answer, what)
          expect(answer.status, `${what}: ${answer.text.slice(0, 200)}`).toBe(422)
          expect(
            issuesOf(answer).map(({ path }) => path),
            what,
          ).toContain(field)
        }
      }
    }
  }, 60_000)

  test('every form × values of another type, and fields that nobody knows', async () => {
    for (const form of forms) {
      for (const field of form.texts) {
        for (const value of [null, 12, 1.5, true, [], ['a'], {}, { toString: 'x' }]) {
          const answer = await send(form, withField(form.body(), field, value))
          expectProblem(answer, `${form.name} ${field} ${JSON.stringify(value)}`)
        }
      }
      const extra = await send(form, { ...(form.body() as object), evil: 1 })
      expectProblem(extra, form.name)
      expect(extra.status, form.name).toBe(422)
      const named = issuesOf(extra).map(({ path, code }) => `${path} ${code}`)
      expect(named, form.name).toContain('evil field.unknown')
    }
  }, 60_000)

  test('everything wrong with a form comes at once', async () => {
    const [application, order] = forms
    if (!application || !order) throw new Error('the forms are missing')
    const bad = await send(application, {
      codes: [],
      kind: 'special',
      buyer: { type: 'person', name: '', taxpayerId: '1', address: '<b>', phone: 'x', bankAccount: '!' },
      email: 'nobody',
      mobile: '1',
      remark: '😀',
      amountFen: 0.5,
      evil: true,
    })
    expect(
      issuesOf(bad)
        .map(({ path }) => path)
        .sort(),
    ).toEqual(
      [
        'amountFen',
        'buyer.address',
        'buyer.bankAccount',
        'buyer.name',
        'buyer.phone',
        'buyer.taxpayerId',
        'codes',
        'email',
        'evil',
        'kind',
        'mobile',
        'remark',
      ].sort(),
    )
    const lines = [
      { name: '', quantity: 'x', amountFen: 1.5, taxRate: '7%', taxCode: '307' },
      {
        name: '茶',
        quantity: '2',
        unitPrice: '3',
        amountFen: 500,
        discountFen: 600,
        taxRate: '6%',
        taxCode: '9'.repeat(19),
      },
    ]
    const wrong = await send(order, { orderNo: '?', lines, validUntil: 'tomorrow' })
    expect(
      issuesOf(wrong)
        .map(({ path, code }) => `${path} ${code}`)
        .sort(),
    ).toEqual(
      [
        'lines.0.amountFen amount.not_fen',
        'lines.0.name text.required',
        'lines.0.quantity number.form',
        'lines.0.taxCode line.tax_code_form',
        'lines.0.taxRate line.tax_rate_unknown',
        'lines.1.discountFen line.discount_exceeds_amount',
        'lines.1.taxCode line.tax_code_damaged',
        'lines.1.unitPrice line.unit_price_mismatch',
        'orderNo order_no.form',
        'validUntil time.form',
      ].sort(),
    )
  })

  test('full-width tax numbers are normalised, and what is kept comes back as it was', async () => {
    const wide = (text: string) =>
      text.replace(/[!-~]/g, (char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0))
    const taxpayerId = taxNumber(77)
    const product = await makeProductCode(shop)
    const buyer = {
      type: 'company',
      name: `'; DROP TABLE code;-- =1+1`,
      taxpayerId: ` ${wide(taxpayerId).slice(0, 9)} ${taxpayerId.slice(9).toLowerCase()}`,
    }
    const { id } = await apply(service, [product.code], { amountFen: 100, buyer, remark: '第一行\n第二行' })
    const seen = await shop.owner('GET /api/v1/merchant/applications/:id', { params: { id } })
    expect(seen.buyer).toEqual({ type: 'company', name: `'; DROP TABLE code;-- =1+1`, taxpayerId })
    expect(seen.remark).toBe('第一行\n第二行')
  })

  test('a search finds what it says, not what a pattern would match', async () => {
    const other = await openShop(service)
    const { code } = await makeProductCode(other)
    for (const name of ['Alpha 100%', 'alpha_beta', 'back\\slash', '惊叹!号']) {
      await apply(service, [code], { amountFen: 100, buyer: { type: 'person', name } })
    }
    const find = async (search: string) => {
      const { items } = await other.owner('GET /api/v1/merchant/applications', { query: { search } })
      return items.map(({ buyerName }) => buyerName)
    }
    expect(await find('%')).toEqual(['Alpha 100%'])
    expect(await find('_')).toEqual(['alpha_beta'])
    expect(await find('\\')).toEqual(['back\\slash'])
    expect(await find('!')).toEqual(['惊叹!号'])
    expect(await find('ALPHA')).toEqual(['alpha_beta', 'Alpha 100%'])
    expect(await find(`' OR 1=1 --`)).toEqual([])
    const codes = await other.owner('GET /api/v1/merchant/product-codes', {
      query: { search: (await makeProductCode(other)).shortCode.toLowerCase() },
    })
    expect(codes.items).toHaveLength(1)
  })
})
