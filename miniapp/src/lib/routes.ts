import Taro from '@tarojs/taro'

/** Every page by name. On the web each has a short address of its own (config/index.ts). */
export const PAGES = {
  guestHome: '/guest/home/index',
  guestCode: '/guest/code/index',
  guestTrack: '/guest/track/index',
  guestMine: '/guest/mine/index',
  signIn: '/pages/sign-in/index',
  home: '/merchant/home/index',
  review: '/merchant/review/index',
  application: '/merchant/review/application',
  orderCodes: '/merchant/order-codes/index',
  orderCode: '/merchant/order-codes/order-code',
  newOrderCode: '/merchant/order-codes/new',
  orderImport: '/merchant/order-codes/import',
  productCodes: '/merchant/product-codes/index',
  productCode: '/merchant/product-codes/product-code',
  editProductCode: '/merchant/product-codes/edit',
  invoices: '/merchant/invoices/index',
  invoice: '/merchant/invoices/invoice',
  manual: '/merchant/manual/index',
  invoiceDrafts: '/merchant/manual/drafts',
  customerImport: '/merchant/customers/import',
  statistics: '/merchant/statistics/index',
  capture: '/received/capture/index',
  received: '/received/folder/index',
  receivedInvoice: '/received/folder/invoice',
  sheets: '/received/sheets/index',
  sheet: '/received/sheets/sheet',
  archive: '/received/archive/index',
  settings: '/merchant/settings/index',
  setting: '/merchant/settings/section',
} as const
/** A page by its name. */
export type PageName = keyof typeof PAGES

function address(page: PageName, query: Record<string, string | undefined> = {}): string {
  const pairs = Object.entries(query)
    .filter((pair): pair is [string, string] => pair[1] !== undefined)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
  return pairs.length === 0 ? PAGES[page] : `${PAGES[page]}?${pairs.join('&')}`
}

/** Where a guest goes on with a code, for a card in a chat. */
export function guestAddress(code: string): string {
  return address('guestCode', { code })
}

/** Opens a page on top of this one. */
export function open(page: PageName, query?: Record<string, string | undefined>): void {
  void Taro.navigateTo({ url: address(page, query) })
}

/** Goes to a root page: nothing is left below it. */
export function goTo(page: PageName, query?: Record<string, string | undefined>): void {
  void Taro.reLaunch({ url: address(page, query) })
}

/** Where somebody begins who may do these things: an employee hands in receipts and sees nothing of the merchant's. */
export function startPage(permissions: readonly string[]): PageName {
  return permissions.includes('applications.read') ? 'home' : 'received'
}

/** Puts a page in the place of this one. */
export function swap(page: PageName, query?: Record<string, string | undefined>): void {
  void Taro.redirectTo({ url: address(page, query) })
}

/** Back to where one came from; to `parent` when the page was opened by its address. */
export function goBack(parent: PageName): void {
  if (Taro.getCurrentPages().length > 1) void Taro.navigateBack({ delta: 1 })
  else swap(parent)
}

/** A part of the address. WeChat hands it over as it was written, a browser decoded or not: decode once. */
export function queryValue(params: Record<string, string | undefined>, name: string): string | undefined {
  const value = params[name]
  if (!value) return undefined
  try {
    return decodeURIComponent(value)
  } catch {
    // Not an encoded text: as it stands.
    return value
  }
}
