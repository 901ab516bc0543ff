import type { DraftForm } from '@piaoma/shared/contract'
import type { OrderLine } from '@piaoma/shared/invoice'
import { usccCheckDigit } from '@piaoma/shared/taxpayer'
import { createOrderCode, type NewOrderCode } from '../codes/create-order-code'
import type { OrderCodeRow } from '../codes/entity'
import type { Ground } from '../ground'
import { type CreatedMerchant, createMerchant, type NewMerchant } from '../merchants'

let shops = 0

/** A well-formed, invented tax number; another one for every `n`. */
export function taxNumber(n: number): string {
  const first17 = `91310115MA${n.toString().padStart(7, '0')}`
  return first17 + usccCheckDigit(first17)
}

/** A merchant with one seller and two stores, issuing through `channel` (default: nowhere). */
export async function buildShop(
  ground: Ground,
  overrides: Partial<NewMerchant> = {},
): Promise<CreatedMerchant & { taxNum: string }> {
  shops += 1
  const taxNum = taxNumber(shops)
  const channel = {
    gatewayUrl: 'http://127.0.0.1:1/',
    tokenUrl: 'http://127.0.0.1:1/',
    appKey: `app${shops}`,
    appSecret: 'secret-of-the-app',
  }
  const created = await createMerchant(ground, {
    name: `小馆${shops}`,
    owner: { name: '店主', login: `owner${shops}@example.test` },
    stores: [{ name: '一店' }, { name: '二店' }],
    ...overrides,
    taxpayer: {
      name: `测试餐饮${shops}有限公司`,
      taxpayerId: taxNum,
      drawer: '张三',
      channel,
      ...overrides.taxpayer,
    },
  })
  return { ...created, taxNum: overrides.taxpayer?.taxpayerId ?? taxNum }
}

export const DINNER: OrderLine = {
  name: '餐饮服务',
  quantity: '1',
  amountFen: 12_800,
  taxRate: '0.06',
  taxCode: '3070401000000000000',
}

/** An order code of a shop's first store: one dinner of 128.00 yuan. */
export function buildOrderCode(
  ground: Ground,
  shop: Pick<CreatedMerchant, 'merchantId'>,
  overrides: Partial<NewOrderCode> = {},
): Promise<OrderCodeRow> {
  return createOrderCode(ground, {
    merchantId: shop.merchantId,
    source: 'api',
    actor: 'key:test',
    lines: [DINNER],
    ...overrides,
  })
}

/** A company's application for codes. */
export function applicationBody(codes: string[], overrides: Record<string, unknown> = {}) {
  return {
    codes,
    buyer: { type: 'company' as const, name: '上海示例贸易有限公司', taxpayerId: taxNumber(9_999_999) },
    kind: 'normal' as const,
    ...overrides,
  }
}

/** A manual invoice nobody has typed anything in. */
export const EMPTY_DRAFT: DraftForm = {
  storeId: '',
  kind: 'normal',
  buyerType: 'company',
  name: '',
  taxpayerId: '',
  address: '',
  phone: '',
  bankName: '',
  bankAccount: '',
  email: '',
  mobile: '',
  remark: '',
  lines: [],
}
