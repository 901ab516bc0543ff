import type { InvoiceSummary, invoiceListQuery } from '@piaoma/shared/contract'
import { And, type FindOptionsWhere, In, LessThan, LessThanOrEqual, MoreThanOrEqual, Raw } from 'typeorm'
import type { z } from 'zod'
import { applicationEntity } from '../applications/entity'
import { codeEntity, codeUseEntity, type OrderCodeRow } from '../codes/entity'
import { isoTime, presentOpenOrderCode } from '../codes/present'
import { contains } from '../db'
import { sendAgain } from '../delivery'
import { deliveryEntity } from '../delivery/entity'
import { invoiceFileEntity } from '../documents/entity'
import { readOriginal } from '../documents/read-files'
import type { Ground } from '../ground'
import { AppError, type Guard, type Person } from '../http'
import { type InvoiceRow, invoiceEntity, issueRequestEntity } from '../issuing/entity'
import { storeEntity } from '../merchants/entity'
import { assertStore, isAllowed, storeScope } from '../merchants/policy'
import type { Storage } from '../storage'
import { fileLinks, presentDelivery } from './application-view'
import { lifeLineOf } from './life-line'

/** Invoices for the console and for programs that made the order codes. */
export function mountInvoices(guard: Guard, deps: { ground: Ground; storage: Storage }): void {
  const { ground, storage } = deps
  const load = async (person: Person, id: string): Promise<InvoiceRow> => {
    const row = await ground.db.manager.findOneBy(invoiceEntity, { id, merchantId: person.merchantId })
    if (!row) throw new AppError('resource.not_found')
    assertStore(person, row.storeId)
    return row
  }
  guard('GET /api/v1/merchant/invoices', 'console', async ({ caller, query }) => {
    if (query.storeId) assertStore(caller, query.storeId)
    const rows = await listInvoices(ground, caller, query)
    const shown = rows.slice(0, query.limit)
    const stores = await ground.db.manager.findBy(storeEntity, { merchantId: caller.merchantId })
    return {
      items: shown.map((row) => summarise(row, stores.find((store) => store.id === row.storeId)?.name ?? '')),
      next: rows.length > query.limit ? (shown.at(-1)?.id ?? null) : null,
    }
  })
  guard('GET /api/v1/merchant/invoices/:id', 'console', async ({ caller, params }) =>
    viewInvoice(ground, caller, await load(caller, params.id)),
  )
  guard('GET /api/v1/merchant/invoices/:id/files/:format', 'console', async ({ ctx, caller, params }) => {
    const row = await load(caller, params.id)
    const file = await readOriginal(ground, storage, row.id, params.format)
    if (!file) throw new AppError('document.not_ready')
    ctx.attachment(`dzfp_${row.number}.${params.format}`)
    ctx.set('cache-control', 'private, no-store')
    return Buffer.from(file.bytes)
  })
  guard('POST /api/v1/merchant/invoices/:id/deliveries', 'send', async ({ caller, params, body }) => {
    const row = await load(caller, params.id)
    const application = await ground.db.manager.findOneByOrFail(applicationEntity, { id: row.applicationId })
    return presentDelivery(
      await sendAgain(ground, application, body.email, { actor: `user:${caller.userId}` }),
      'merchant',
    )
  })
  guard('GET /open/v1/order-codes/:orderNo', 'open', async ({ caller, params }) => {
    const where = { merchantId: caller.merchantId, orderKey: `no:${params.orderNo}` }
    const code = (await ground.db.manager.findOneBy(codeEntity, where)) as OrderCodeRow | null
    if (!code) throw new AppError('resource.not_found')
    const use = await ground.db.manager.findOneBy(codeUseEntity, { holdKey: code.id })
    const invoices = use
      ? await ground.db.manager.findBy(invoiceEntity, { applicationId: use.applicationId, status: 'issued' })
      : []
    return {
      ...presentOpenOrderCode(ground, code),
      invoices: invoices.map(({ number, totalFen, issuedAt }) => ({
        number,
        totalFen,
        issuedAt: isoTime(issuedAt),
      })),
    }
  })
}

/** What this person may do with an invoice; reversing comes with a later issue and is not offered before. */
function actionsOf(person: Person, row: InvoiceRow): string[] {
  const isSendable = row.status === 'issued' && isAllowed(person.role, 'invoices.send')
  return [...(isSendable ? ['send'] : []), ...(isAllowed(person.role, 'invoices.issue') ? ['copy'] : [])]
}

type InvoiceQuery = z.output<typeof invoiceListQuery>

function listInvoices(ground: Ground, person: Person, query: InvoiceQuery): Promise<InvoiceRow[]> {
  const scope = query.storeId ? [query.storeId] : storeScope(person)
  const { merchantId } = person
  const days = [
    ...(query.from ? [MoreThanOrEqual(Date.parse(query.from))] : []),
    ...(query.until ? [LessThanOrEqual(Date.parse(query.until))] : []),
  ]
  const amounts = [
    ...(query.minFen === undefined ? [] : [MoreThanOrEqual(query.minFen)]),
    ...(query.maxFen === undefined ? [] : [LessThanOrEqual(query.maxFen)]),
  ]
  const common: FindOptionsWhere<InvoiceRow> = {
    merchantId,
    ...(scope ? { storeId: In(scope) } : {}),
    ...(query.kind ? { kind: query.kind } : {}),
    ...(query.status ? { status: query.status } : {}),
    ...(query.cursor ? { id: LessThan(query.cursor) } : {}),
    ...(days.length > 0 ? { issuedAt: And(...days) } : {}),
    ...(amounts.length > 0 ? { totalFen: And(...amounts) } : {}),
    ...(query.delivery ? { applicationId: Raw((column) => `${column} IN (${FAILED})`, { merchantId }) } : {}),
  }
  const { search } = query
  const where = search
    ? [
        { ...common, number: contains(search) },
        { ...common, buyerName: contains(search) },
      ]
    : common
  return ground.db.manager.find(invoiceEntity, { where, order: { id: 'DESC' }, take: query.limit + 1 })
}

const FAILED =
  "SELECT `d`.`applicationId` FROM `delivery` `d` WHERE `d`.`merchantId` = :merchantId AND `d`.`status` = 'failed'"

function summarise(row: InvoiceRow, storeName: string): InvoiceSummary {
  const { id, applicationId, number, status, kind, buyerName, amountFen, taxFen, totalFen } = row
  return {
    id,
    applicationId,
    number,
    status,
    kind,
    buyerName,
    sellerName: row.model.seller.name,
    storeName,
    amountFen,
    taxFen,
    totalFen,
    issuedAt: isoTime(row.issuedAt),
  }
}

async function viewInvoice(ground: Ground, person: Person, row: InvoiceRow) {
  const { manager } = ground.db
  const { applicationId } = row
  const store = await manager.findOneByOrFail(storeEntity, { id: row.storeId })
  const request = await manager.findOneByOrFail(issueRequestEntity, { id: row.issueRequestId })
  const application = await manager.findOneByOrFail(applicationEntity, { id: applicationId })
  const files = await manager.findBy(invoiceFileEntity, { invoiceId: row.id })
  const deliveries = await manager.find(deliveryEntity, { where: { applicationId }, order: { id: 'ASC' } })
  const uses = await manager.findBy(codeUseEntity, { applicationId })
  const codes = await manager.findBy(codeEntity, { id: In(uses.map((use) => use.codeId)) })
  const { seller } = row.model
  return {
    ...summarise(row, store.name),
    serial: request.serial,
    channel: request.channel,
    buyer: { ...row.model.buyer, type: application.buyer.type },
    seller: { name: seller.name, taxpayerId: seller.taxpayerId ?? '' },
    lines: row.model.lines,
    remark: row.model.remark,
    drawer: row.model.drawer,
    files: fileLinks(files, (format) => `/api/v1/merchant/invoices/${row.id}/files/${format}`),
    deliveries: deliveries.map((delivery) => presentDelivery(delivery, 'merchant')),
    orderNos: codes.flatMap((code) => (code.orderNo === null ? [] : [code.orderNo])),
    orders: codes.flatMap(({ id, orderNo }) => (orderNo === null ? [] : [{ id, orderNo }])),
    lifeLine: await lifeLineOf(ground, { invoice: row, application, request, codes, files, deliveries }),
    actions: actionsOf(person, row),
  }
}
