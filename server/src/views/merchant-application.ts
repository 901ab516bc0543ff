import type {
  applicationListQuery,
  MerchantApplication,
  MerchantApplicationSummary,
} from '@piaoma/shared/contract'
import {
  APPLICATION_STATUSES,
  type ApplicationAction,
  applicationMachine,
  nextActions,
} from '@piaoma/shared/states'
import { sumLines, toInvoiceLines } from '@piaoma/shared/tax'
import { printedName } from '@piaoma/shared/tax-codes'
import { And, type FindOperator, type FindOptionsWhere, In, LessThan, Raw } from 'typeorm'
import type { z } from 'zod'
import { type ApplicationRow, applicationEntity } from '../applications/entity'
import { codeEntity, codeUseEntity } from '../codes/entity'
import { isoTime } from '../codes/present'
import { contains } from '../db'
import { deliveryEntity } from '../delivery/entity'
import type { Ground } from '../ground'
import { AppError, type Language, type Person } from '../http'
import { invoiceEntity } from '../issuing/entity'
import { auditEntity, storeEntity, taxpayerEntity, userEntity } from '../merchants/entity'
import { assertStore, isAllowed, storeScope } from '../merchants/policy'
import { presentDelivery, reasonOf } from './application-view'

/** Which others could go into it, as the list shows them. */
export async function summariseAll(
  ground: Ground,
  person: Person,
  rows: ApplicationRow[],
  language: Language,
): Promise<MerchantApplicationSummary[]> {
  const context = await contextOf(ground, rows)
  return rows.map((row) => summarise(person, row, context, language))
}

const PERSON_ACTIONS: readonly ApplicationAction[] = ['approve', 'reject', 'discard', 'correct']

/** What this person may do; who may not review is offered nothing. */
function actionsOf(person: Person, row: ApplicationRow): string[] {
  if (!isAllowed(person.role, 'applications.review')) return []
  const actions: string[] = nextActions(applicationMachine, row.status).filter((each) =>
    PERSON_ACTIONS.includes(each),
  )
  if (row.status === 'reviewing' || row.status === 'refused') actions.push('edit')
  if (row.reasonCode === 'amount_mismatch') actions.push('accept-parked')
  return actions
}

/** One application of the caller's merchant and stores; another one's looks like none. */
export async function loadApplication(ground: Ground, person: Person, id: string): Promise<ApplicationRow> {
  const row = await ground.db.manager.findOneBy(applicationEntity, { id, merchantId: person.merchantId })
  if (!row) throw new AppError('resource.not_found')
  assertStore(person, row.storeId)
  return row
}

export async function listApplications(
  ground: Ground,
  person: Person,
  query: z.output<typeof applicationListQuery>,
  language: Language,
): Promise<{ items: MerchantApplicationSummary[]; next: string | null }> {
  if (query.storeId) assertStore(person, query.storeId)
  const statuses = query.status?.split(',') ?? []
  if (!statuses.every((status) => (APPLICATION_STATUSES as readonly string[]).includes(status))) {
    throw new AppError('request.invalid', { fields: [{ path: 'status', code: 'status.unknown' }] })
  }
  const scope = query.storeId ? [query.storeId] : storeScope(person)
  const common = {
    merchantId: person.merchantId,
    ...(statuses.length > 0 ? { status: In(statuses) } : {}),
    ...(scope ? { storeId: In(scope) } : {}),
    ...(query.cursor ? { id: LessThan(query.cursor) } : {}),
  } as FindOptionsWhere<ApplicationRow>
  const where = query.search ? searched(common, person.merchantId, query.search) : common
  const found = await ground.db.manager.find(applicationEntity, {
    where,
    order: { id: 'DESC' },
    take: query.limit + 1,
  })
  const rows = found.slice(0, query.limit)
  const context = await contextOf(ground, rows)
  return {
    items: rows.map((row) => summarise(person, row, context, language)),
    next: found.length > query.limit ? (rows.at(-1)?.id ?? null) : null,
  }
}

/** By buyer, by the number of an order, or by the number of an invoice. */
function searched(
  common: FindOptionsWhere<ApplicationRow>,
  merchantId: string,
  search: string,
): FindOptionsWhere<ApplicationRow>[] {
  const text = `%${search.replace(/[!%_]/g, '!$&')}%`
  const found = (name: string, select: string) =>
    Raw((column) => `${column} IN (${select})`, { [`${name}Merchant`]: merchantId, [name]: text })
  const id = common.id
  const both = (other: FindOperator<string>) =>
    id === undefined ? other : And(id as FindOperator<string>, other)
  return [
    { ...common, buyerName: contains(search) },
    { ...common, id: both(found('ofOrder', OF_ORDER)) },
    { ...common, id: both(found('ofInvoice', OF_INVOICE)) },
  ]
}

const OF_ORDER = `SELECT \`u\`.\`applicationId\` FROM \`code_use\` \`u\` JOIN \`code\` \`c\` ON \`c\`.\`id\` = \`u\`.\`codeId\`
  WHERE \`c\`.\`merchantId\` = :ofOrderMerchant AND LOWER(\`c\`.\`orderNo\`) LIKE LOWER(:ofOrder) ESCAPE '!'`
const OF_INVOICE = `SELECT \`i\`.\`applicationId\` FROM \`invoice\` \`i\`
  WHERE \`i\`.\`merchantId\` = :ofInvoiceMerchant AND \`i\`.\`number\` LIKE :ofInvoice ESCAPE '!'`

type Context = Awaited<ReturnType<typeof contextOf>>

/** What the rows of one page refer to, by three queries however many rows there are. */
async function contextOf(ground: Ground, rows: ApplicationRow[]) {
  const { manager } = ground.db
  if (rows.length === 0) return { stores: [], uses: [], codes: [], invoices: [] }
  const applicationId = In(rows.map((row) => row.id))
  const stores = await manager.findBy(storeEntity, { id: In(rows.map((row) => row.storeId)) })
  const uses = await manager.findBy(codeUseEntity, { applicationId })
  const codes = await manager.find(codeEntity, {
    where: { id: In(uses.map((use) => use.codeId)) },
  })
  const invoices = await manager.find(invoiceEntity, { where: { applicationId }, order: { id: 'ASC' } })
  return { stores, uses, codes, invoices }
}

function summarise(
  person: Person,
  row: ApplicationRow,
  context: Context,
  language: Language,
): MerchantApplicationSummary {
  const codeIds = context.uses.filter((use) => use.applicationId === row.id).map((use) => use.codeId)
  const codes = context.codes.filter((code) => codeIds.includes(code.id))
  return {
    id: row.id,
    status: row.status,
    version: row.version,
    codeKind: row.codeKind,
    orderNos: codes.flatMap((code) => (code.orderNo === null ? [] : [code.orderNo])),
    title: codes.map((code) => code.title).find((title) => title !== null) ?? undefined,
    storeName: context.stores.find((store) => store.id === row.storeId)?.name ?? '',
    kind: row.kind,
    amountFen: row.amountFen,
    reviewCause: row.reviewCause ?? undefined,
    reason: merchantReason(row, language),
    buyerName: row.buyerName,
    buyerType: row.buyer.type,
    invoiceNumbers: context.invoices
      .filter((each) => each.applicationId === row.id)
      .map((each) => each.number),
    submittedAt: isoTime(row.submittedAt),
    updatedAt: isoTime(row.updatedAt),
    actions: actionsOf(person, row),
  }
}

/** The merchant reads the tax side's own words as well. */
function merchantReason(row: ApplicationRow, language: Language) {
  const reason = reasonOf(row, language)
  if (!reason || !row.reasonText || reason.text.includes(row.reasonText)) return reason
  return { code: reason.code, text: `${reason.text} (${row.reasonText})` }
}

/** Every field of one application, as it will be issued, with its history. */
export async function viewMerchantApplication(
  ground: Ground,
  person: Person,
  row: ApplicationRow,
  language: Language,
): Promise<MerchantApplication> {
  const { manager } = ground.db
  const context = await contextOf(ground, [row])
  const summary = summarise(person, row, context, language)
  const seller = await manager.findOneByOrFail(taxpayerEntity, { id: row.taxpayerId })
  const deliveries = await manager.find(deliveryEntity, {
    where: { applicationId: row.id },
    order: { id: 'ASC' },
  })
  const invoiceLines = toInvoiceLines(row.lines, {
    at: ground.clock.now(),
    printedName,
    deriveUnitPrice: true,
  })
  return {
    id: summary.id,
    status: summary.status,
    version: summary.version,
    codeKind: summary.codeKind,
    orderNos: summary.orderNos,
    title: summary.title,
    storeId: row.storeId,
    storeName: summary.storeName,
    sellerName: seller.name,
    kind: row.kind,
    buyer: row.buyer,
    email: row.email ?? undefined,
    mobile: row.mobile ?? undefined,
    remark: row.remark ?? undefined,
    lines: row.lines,
    invoiceLines,
    amountFen: row.amountFen,
    taxFen: sumLines(invoiceLines).taxFen,
    reviewCause: summary.reviewCause,
    reason: summary.reason,
    invoices: context.invoices.map(({ id, number, totalFen, issuedAt }) => ({
      id,
      number,
      totalFen,
      issuedAt: isoTime(issuedAt),
    })),
    deliveries: deliveries.map((delivery) => presentDelivery(delivery, 'merchant')),
    history: await historyOf(ground, row.id),
    submittedAt: summary.submittedAt,
    updatedAt: summary.updatedAt,
    actions: summary.actions,
  }
}

async function historyOf(ground: Ground, targetId: string) {
  const entries = await ground.db.manager.find(auditEntity, {
    where: { targetId },
    order: { id: 'ASC' },
    take: 200,
  })
  const userIds = entries.flatMap(({ actor }) => (actor.startsWith('user:') ? [actor.slice(5)] : []))
  const users = userIds.length > 0 ? await ground.db.manager.findBy(userEntity, { id: In(userIds) }) : []
  return entries.map(({ at, actor, action, detail }) => ({
    at: isoTime(at),
    actor: users.find((user) => `user:${user.id}` === actor)?.name ?? actor,
    action,
    detail: detail ?? undefined,
  }))
}
