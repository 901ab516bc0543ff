import type { Page } from 'playwright-core'
import type { ShopDay } from './shop-day'

/** A page to look at: where it is, what shows that it stands, and what a person does there first. */
export interface Place {
  name: string
  path: string
  act?: (page: Page) => Promise<void>
}

const SECTIONS = [
  'seller',
  'stores',
  'titles',
  'goods',
  'customers',
  'rules',
  'members',
  'keys',
  'webhooks',
  'history',
  'password',
]

const tap = (name: string | RegExp) => (page: Page) => page.getByRole('button', { name }).first().click()

/** Every page of the console, with what opens over it. */
export function consolePlaces({ ids }: Pick<ShopDay, 'ids'>): Place[] {
  const at = (path: string) => `/console/${path}`
  return [
    { name: 'home', path: at('home') },
    { name: 'review', path: at('review') },
    { name: 'application', path: at(`review/application?id=${ids.application}`) },
    { name: 'application-edit', path: at(`review/application?id=${ids.application}`), act: tap('编辑') },
    { name: 'application-reject', path: at(`review/application?id=${ids.application}`), act: tap('驳回') },
    { name: 'order-codes', path: at('order-codes') },
    { name: 'order-code', path: at(`order-codes/order-code?id=${ids.orderCode}`) },
    { name: 'order-code-new', path: at('order-codes/new') },
    { name: 'order-code-new-problems', path: at('order-codes/new'), act: tap('生成订单码') },
    { name: 'order-import', path: at('order-codes/import') },
    { name: 'product-codes', path: at('product-codes') },
    { name: 'product-code', path: at(`product-codes/product-code?id=${ids.productCode}`) },
    { name: 'product-code-edit', path: at('product-codes/edit') },
    { name: 'invoices', path: at('invoices') },
    { name: 'invoice', path: at(`invoices/invoice?id=${ids.invoice}`) },
    { name: 'manual', path: at('manual') },
    { name: 'manual-problems', path: at('manual'), act: tap('开票') },
    { name: 'drafts', path: at('manual/drafts') },
    { name: 'customer-import', path: at('customers/import') },
    { name: 'statistics', path: at('statistics') },
    { name: 'capture', path: at('capture') },
    { name: 'received', path: at('received') },
    { name: 'received-invoice', path: at(`received/invoice?id=${ids.received}`) },
    { name: 'settings', path: at('settings') },
    ...SECTIONS.map((id) => ({ name: `settings-${id}`, path: at(`settings/section?id=${id}`) })),
  ]
}

/** Every page of a guest, in each state that he may meet. */
export function guestPlaces({ codes, tokens }: Pick<ShopDay, 'codes' | 'tokens'>): Place[] {
  return [
    { name: 'apply-order', path: `/s/${codes.open}` },
    { name: 'apply-problems', path: `/s/${codes.open}`, act: tap('下一步：核对') },
    { name: 'apply-product', path: `/s/${codes.product}` },
    { name: 'unpaid', path: `/s/${codes.unpaid}` },
    { name: 'spent', path: `/s/${codes.spent}` },
    { name: 'unknown', path: '/s/0123456789abcdefghjkmnpqrs' },
    { name: 'issued', path: `/a/${tokens.issued}` },
    { name: 'reviewing', path: `/a/${tokens.reviewing}` },
    { name: 'rejected', path: `/a/${tokens.rejected}` },
    { name: 'refused', path: `/a/${tokens.refused}` },
    { name: 'start', path: '/' },
  ]
}
