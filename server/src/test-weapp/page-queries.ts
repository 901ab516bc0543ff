/** Something of a shop for each page that shows one thing. */
export interface PageIds {
  /** Of an order code, a product code, a received invoice and a sheet. */
  orderCode: string
  productCode: string
  received: string
  sheet: string
  /** The product code's token, as a guest scans it. */
  code: string
  application: string
  /** The guest's link of that application. */
  token: string
  invoice: string
}

/** What each page of the mini-program is opened with that cannot stand without it. */
export function pageQueries(ids: PageIds): Record<string, string> {
  return {
    'guest/code/index': `code=${ids.code}`,
    'guest/track/index': `token=${ids.token}`,
    'merchant/review/application': `id=${ids.application}`,
    'merchant/order-codes/order-code': `id=${ids.orderCode}`,
    'merchant/product-codes/product-code': `id=${ids.productCode}`,
    'merchant/invoices/invoice': `id=${ids.invoice}`,
    'received/folder/invoice': `id=${ids.received}`,
    'received/sheets/sheet': `id=${ids.sheet}`,
    'merchant/settings/section': 'id=seller',
  }
}
