import type { Page } from 'playwright-core'
import type { ShopDay } from './shop-day'

/** A page to look at: where it is, what shows that it stands, and what a person does there first. */
export interface Place {
  name: string
  path: string
  /** Waits until it stands. */
  ready: (page: Page) => Promise<void>
  act?: (page: Page) => Promise<void>
  /** A desk shows it in another way than a phone: a table, or beside its list. */
  isOtherOnDesk?: boolean
}

const SECTIONS = [
  'seller',
  'stores',
  'titles',
  'goods',
  'customers',
  'rules',
  'receiptRules',
  'verificationAccount',
  'mailboxes',
  'members',
  'keys',
  'webhooks',
  'wechat',
  'pay',
  'notices',
  'history',
  'password',
]

const hasTitle = (page: Page): Promise<void> => page.locator('h1').first().waitFor()

/** The console stands when its page has a heading and nothing is a skeleton any more. */
async function stands(page: Page): Promise<void> {
  await hasTitle(page)
  await page.locator('.skeleton').first().waitFor({ state: 'detached' })
}

const tap = (name: string | RegExp) => (page: Page) => page.getByRole('button', { name }).first().click()

/** Every page of the console, with what opens over it. */
export function consolePlaces({ ids }: Pick<ShopDay, 'ids'>): Place[] {
  const at = (path: string) => `/console/${path}`
  const places: Omit<Place, 'ready'>[] = [
    { name: 'home', isOtherOnDesk: true, path: at('home') },
    { name: 'review', path: at('review') },
    { name: 'application', isOtherOnDesk: true, path: at(`review/application?id=${ids.application}`) },
    { name: 'application-edit', path: at(`review/application?id=${ids.application}`), act: tap('编辑') },
    { name: 'application-reject', path: at(`review/application?id=${ids.application}`), act: tap('驳回') },
    { name: 'order-codes', isOtherOnDesk: true, path: at('order-codes') },
    { name: 'order-code', path: at(`order-codes/order-code?id=${ids.orderCode}`) },
    { name: 'order-code-new', path: at('order-codes/new') },
    { name: 'order-code-new-problems', path: at('order-codes/new'), act: tap('生成订单码') },
    { name: 'order-import', path: at('order-codes/import') },
    { name: 'product-codes', path: at('product-codes') },
    {
      name: 'product-code',
      isOtherOnDesk: true,
      path: at(`product-codes/product-code?id=${ids.productCode}`),
    },
    { name: 'product-code-edit', path: at('product-codes/edit') },
    { name: 'invoices', isOtherOnDesk: true, path: at('invoices') },
    { name: 'invoice', path: at(`invoices/invoice?id=${ids.invoice}`) },
    { name: 'manual', isOtherOnDesk: true, path: at('manual') },
    { name: 'manual-problems', path: at('manual'), act: tap('开票') },
    { name: 'drafts', path: at('manual/drafts') },
    { name: 'customer-import', path: at('customers/import') },
    { name: 'statistics', isOtherOnDesk: true, path: at('statistics') },
    { name: 'capture', path: at('capture') },
    { name: 'received', isOtherOnDesk: true, path: at('received') },
    { name: 'received-invoice', isOtherOnDesk: true, path: at(`received/invoice?id=${ids.received}`) },
    { name: 'sheets', path: at('sheets') },
    { name: 'sheet', isOtherOnDesk: true, path: at(`sheets/sheet?id=${ids.sheet}`) },
    { name: 'archive', path: at('archive') },
    { name: 'settings', isOtherOnDesk: true, path: at('settings') },
    ...SECTIONS.map((id) => ({
      name: `settings-${id}`,
      isOtherOnDesk: id === 'history',
      path: at(`settings/section?id=${id}`),
    })),
  ]
  // Its own skeletons are part of what it shows.
  const gallery = { name: 'gallery', isOtherOnDesk: true, path: at('gallery'), ready: hasTitle }
  return [...places.map((place) => ({ ...place, ready: stands })), gallery]
}

/** Every page of a guest, in each state that he may meet. */
export function guestPlaces({ codes, tokens }: Pick<ShopDay, 'codes' | 'tokens'>): Place[] {
  const places: Omit<Place, 'ready'>[] = [
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
  ]
  return places.map((place) => ({ ...place, ready: hasTitle }))
}
