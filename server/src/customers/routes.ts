import { LessThan } from 'typeorm'
import { contains } from '../db'
import type { Ground } from '../ground'
import { type Answer, type Guard, uploadedFile } from '../http'
import { actingAs } from '../merchants/acting'
import { forMerchant } from '../merchants/scoped'
import { type CustomerRow, customerEntity } from './entity'
import { CUSTOMER_TEMPLATE, importCustomers } from './import-customers'
import { addCustomer, changeCustomer, removeCustomer } from './save-customer'

/** Customers of the merchant in session; they belong to no store. */
export function mountCustomers(guard: Guard, ground: Ground): void {
  guard('GET /api/v1/merchant/customers', 'console', async ({ caller, query }) => {
    const rows = await forMerchant(ground.db.manager, customerEntity, caller.merchantId).find(
      {
        ...(query.search ? { searchKeys: contains(query.search.trim()) } : {}),
        ...(query.cursor ? { id: LessThan(query.cursor) } : {}),
      },
      { order: { id: 'DESC' }, take: query.limit + 1 },
    )
    const shown = rows.slice(0, query.limit)
    return {
      items: shown.map(presentCustomer),
      next: rows.length > query.limit ? (shown.at(-1)?.id ?? null) : null,
    }
  })
  guard('POST /api/v1/merchant/customers', 'console', async ({ caller, body }) =>
    presentCustomer(await addCustomer(ground, actingAs(caller), body)),
  )
  guard('POST /api/v1/merchant/customers/import', 'upload', ({ ctx, caller }) =>
    importCustomers(ground, actingAs(caller), uploadedFile(ctx)),
  )
  guard('GET /api/v1/merchant/customers/import/template.csv', 'console', async ({ ctx }) => {
    ctx.attachment('piaoma-customers.csv')
    ctx.type = 'text/csv; charset=utf-8'
    return CUSTOMER_TEMPLATE
  })
  guard('PUT /api/v1/merchant/customers/:id', 'console', async ({ caller, params, body }) =>
    presentCustomer(await changeCustomer(ground, actingAs(caller), params.id, body)),
  )
  guard('DELETE /api/v1/merchant/customers/:id', 'console', ({ caller, params }) =>
    removeCustomer(ground, actingAs(caller), params.id),
  )
}

function presentCustomer(row: CustomerRow): Answer<'POST /api/v1/merchant/customers'> {
  return {
    id: row.id,
    name: row.name,
    taxpayerId: row.taxpayerId || undefined,
    address: row.address ?? undefined,
    phone: row.phone ?? undefined,
    bankName: row.bankName ?? undefined,
    bankAccount: row.bankAccount ?? undefined,
    email: row.email ?? undefined,
    mobile: row.mobile ?? undefined,
    source: row.source,
    invoiceCount: row.invoiceCount,
    lastInvoicedAt: row.lastInvoicedAt === null ? undefined : new Date(row.lastInvoicedAt).toISOString(),
  }
}
