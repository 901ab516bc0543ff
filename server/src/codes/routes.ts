import type { InvoiceKind, OrderLine } from '@piaoma/shared/invoice'
import type { Context } from 'koa'
import { type FindOptionsWhere, In, LessThan, MoreThan, Not } from 'typeorm'
import { contains, isUniqueViolation } from '../db'
import type { Ground } from '../ground'
import { AppError, answerOnce, type Guard, type Person, type RateLimits, uploadedFile } from '../http'
import { storeEntity } from '../merchants/entity'
import { assertStore, isAllowed, storeScope } from '../merchants/policy'
import { changeOrderCode } from './change-order-code'
import { insertOrderCode, type NewOrderCode } from './create-order-code'
import { type CodeRow, codeEntity, codeUseEntity, type OrderCodeRow, type ProductCodeRow } from './entity'
import { findCode } from './find-code'
import { IMPORT_TEMPLATE, importOrders } from './import-orders'
import { limitGuesses } from './limit-guesses'
import { presentCode, presentOpenOrderCode, presentOrderCode, presentProductCode } from './present'
import { changeProductCode, createProductCode, editProductCode } from './product-codes'

const epoch = (time: string | undefined): number | undefined =>
  time === undefined ? undefined : Date.parse(time)
const clearableEpoch = (time: string | null | undefined): number | null | undefined =>
  time === null ? null : epoch(time)
const actorOf = (person: Person): string => `user:${person.userId}`

/** Codes for guests, the console and the open API. */
export function mountCodes(guard: Guard, ground: Ground, limits: RateLimits): void {
  guard('GET /api/v1/codes/:code', 'lookup', ({ ctx, params }) =>
    readCode(ground, limits, ctx.ip, params.code),
  )
  mountOrderCodes(guard, ground)
  mountProductCodes(guard, ground)
  mountOpenApi(guard, ground)
}

/** A code as the guest sees it. */
export function readCode(ground: Ground, limits: RateLimits, ip: string, text: string) {
  return limitGuesses(limits, ip, [text], async () => presentCode(ground, await findCode(ground, text)))
}

interface CodeInput {
  orderNo?: string | undefined
  storeId?: string | undefined
  lines: OrderLine[]
  kinds?: InvoiceKind[] | undefined
  validFrom?: string | undefined
  validUntil?: string | undefined
  remark?: string | undefined
  isPaid?: boolean
}

/** Makes the code in the transaction that stores the answer, so that a replay finds both or neither. */
async function createOnce<T>(
  ground: Ground,
  ctx: Context,
  request: { scope: string; key: string; body: CodeInput },
  origin: Pick<NewOrderCode, 'merchantId' | 'source' | 'actor'>,
  present: (row: OrderCodeRow, storeName: string) => T,
): Promise<T> {
  const { validFrom, validUntil, ...fields } = request.body
  const input: NewOrderCode = {
    ...fields,
    ...origin,
    validFrom: epoch(validFrom),
    validUntil: epoch(validUntil),
  }
  for (let attempt = 1; ; attempt++) {
    try {
      return await answerOnce(ground, ctx, { ...request, httpStatus: 201 }, async () => {
        const storeName = await storeNameFor(ground, input)
        return async (tx) => present(await insertOrderCode(ground, tx, input), storeName)
      })
    } catch (error) {
      if (!isUniqueViolation(error)) throw error
      if (await hasOrder(ground, input)) throw new AppError('resource.exists')
      // The random short form met another one: draw again.
      if (attempt >= 5) throw error
    }
  }
}

function hasOrder(ground: Ground, { merchantId, orderNo }: NewOrderCode): Promise<boolean> {
  return orderNo === undefined
    ? Promise.resolve(false)
    : ground.db.manager.existsBy(codeEntity, { merchantId, orderKey: `no:${orderNo}` })
}

function mountOrderCodes(guard: Guard, ground: Ground): void {
  const load = async (person: Person, id: string): Promise<OrderCodeRow> =>
    loadCode(ground, person, id, 'order')
  guard('GET /api/v1/merchant/order-codes', 'console', async ({ caller, query }) => {
    const rows = (await listCodes(ground, caller, 'order', query)) as OrderCodeRow[]
    const shown = rows.slice(0, query.limit)
    return {
      items: (await presentOrderCodes(ground, shown)).map((view) => allowed(caller, view)),
      next: rows.length > query.limit ? (shown.at(-1)?.id ?? null) : null,
    }
  })
  guard('POST /api/v1/merchant/order-codes', 'console', ({ ctx, caller, body, idempotencyKey }) => {
    if (body.storeId) assertStore(caller, body.storeId)
    const storeId = body.storeId ?? storeScope(caller)?.[0]
    const request = {
      scope: `order-code:${caller.merchantId}`,
      key: idempotencyKey,
      body: { ...body, storeId },
    }
    const origin = { merchantId: caller.merchantId, source: 'console' as const, actor: actorOf(caller) }
    return createOnce(ground, ctx, request, origin, (row, storeName) =>
      presentOrderCode(ground, row, { storeName }),
    )
  })
  guard('GET /api/v1/merchant/order-codes/:id', 'console', async ({ caller, params }) =>
    allowed(caller, await presentOne(ground, await load(caller, params.id))),
  )
  guard('POST /api/v1/merchant/order-codes/:id/actions', 'console', async ({ caller, params, body }) => {
    const row = await load(caller, params.id)
    await changeOrderCode(ground, row, {
      action: body.action,
      validUntil: epoch(body.validUntil),
      actor: actorOf(caller),
    })
    return presentOne(ground, await load(caller, params.id))
  })
  guard('POST /api/v1/merchant/order-codes/import', 'upload', async ({ caller, ctx }) => {
    const result = await importOrders(ground, {
      merchantId: caller.merchantId,
      actor: actorOf(caller),
      bytes: uploadedFile(ctx),
      storeIds: storeScope(caller),
    })
    return {
      created: result.created.length,
      existing: result.existing,
      rows: result.created.map(({ row, code }) => {
        const { url, shortCode } = presentOpenOrderCode(ground, code)
        return { row, orderNo: code.orderNo, url, shortCode }
      }),
    }
  })
  guard('GET /api/v1/merchant/order-codes/import/template.csv', 'console', async ({ ctx }) => {
    ctx.attachment('piaoma-orders.csv')
    ctx.type = 'text/csv; charset=utf-8'
    return IMPORT_TEMPLATE
  })
}

function mountProductCodes(guard: Guard, ground: Ground): void {
  const load = async (person: Person, id: string): Promise<ProductCodeRow> =>
    loadCode(ground, person, id, 'product')
  const present = async (row: ProductCodeRow) =>
    presentProductCode(ground, row, {
      storeName: await storeNameOf(ground, row),
      useCount: await ground.db.manager.countBy(codeUseEntity, { codeId: row.id }),
    })
  guard('GET /api/v1/merchant/product-codes', 'console', async ({ caller, query }) => {
    const rows = (await listCodes(ground, caller, 'product', query)) as ProductCodeRow[]
    const shown = rows.slice(0, query.limit)
    const items = []
    for (const row of shown) items.push(allowed(caller, await present(row)))
    return { items, next: rows.length > query.limit ? (shown.at(-1)?.id ?? null) : null }
  })
  guard('POST /api/v1/merchant/product-codes', 'console', ({ ctx, caller, body, idempotencyKey }) => {
    if (body.storeId) assertStore(caller, body.storeId)
    const request = { scope: `product-code:${caller.merchantId}`, key: idempotencyKey, body, httpStatus: 201 }
    return answerOnce(ground, ctx, request, async () => async (tx) => {
      const row = await createProductCode(ground, tx, {
        ...body,
        storeId: body.storeId ?? storeScope(caller)?.[0],
        validFrom: epoch(body.validFrom),
        validUntil: epoch(body.validUntil),
        merchantId: caller.merchantId,
        actor: actorOf(caller),
      })
      const store = await tx.manager.findOneByOrFail(storeEntity, { id: row.storeId })
      return presentProductCode(ground, row, { storeName: store.name, useCount: 0 })
    })
  })
  guard('GET /api/v1/merchant/product-codes/:id', 'console', async ({ caller, params }) =>
    allowed(caller, await present(await load(caller, params.id))),
  )
  guard('PATCH /api/v1/merchant/product-codes/:id', 'console', async ({ caller, params, body }) => {
    if (body.storeId) assertStore(caller, body.storeId)
    const { validFrom, validUntil, ...fields } = body
    const times = { validFrom: clearableEpoch(validFrom), validUntil: clearableEpoch(validUntil) }
    await editProductCode(ground, await load(caller, params.id), {
      ...fields,
      ...times,
      actor: actorOf(caller),
    })
    return present(await load(caller, params.id))
  })
  guard('POST /api/v1/merchant/product-codes/:id/actions', 'console', async ({ caller, params, body }) => {
    await changeProductCode(ground, await load(caller, params.id), {
      action: body.action,
      actor: actorOf(caller),
    })
    return present(await load(caller, params.id))
  })
  guard('DELETE /api/v1/merchant/product-codes/:id', 'console', async ({ caller, params }) => {
    await changeProductCode(ground, await load(caller, params.id), {
      action: 'delete',
      actor: actorOf(caller),
    })
    return undefined as never
  })
}

function mountOpenApi(guard: Guard, ground: Ground): void {
  guard('POST /open/v1/order-codes', 'open', ({ ctx, caller, body, idempotencyKey }) => {
    const request = { scope: `open:${caller.merchantId}`, key: idempotencyKey, body }
    const origin = { merchantId: caller.merchantId, source: 'api' as const, actor: `key:${caller.keyId}` }
    return createOnce(ground, ctx, request, origin, (row) => presentOpenOrderCode(ground, row))
  })
  guard('POST /open/v1/order-codes/:orderNo/actions', 'open', async ({ caller, params, body }) => {
    const where = { merchantId: caller.merchantId, orderKey: `no:${params.orderNo}` }
    const row = (await ground.db.manager.findOneBy(codeEntity, where)) as OrderCodeRow | null
    if (!row) throw new AppError('resource.not_found')
    await changeOrderCode(ground, row, {
      action: body.action,
      validUntil: epoch(body.validUntil),
      actor: `key:${caller.keyId}`,
    })
    const changed = await ground.db.manager.findOneByOrFail(codeEntity, { id: row.id })
    return presentOpenOrderCode(ground, changed as OrderCodeRow)
  })
}

/** Who may only look is offered nothing to do. */
function allowed<View extends { actions: string[] }>(person: Person, view: View): View {
  return isAllowed(person.role, 'codes.write') ? view : { ...view, actions: [] }
}

async function loadCode<K extends 'order' | 'product'>(
  ground: Ground,
  person: Person,
  id: string,
  kind: K,
): Promise<Extract<CodeRow, { kind: K }>> {
  const where = { id, kind, merchantId: person.merchantId } as FindOptionsWhere<CodeRow>
  const row = await ground.db.manager.findOneBy(codeEntity, where)
  if (!row || (row.status === 'void' && kind === 'product')) throw new AppError('resource.not_found')
  assertStore(person, row.storeId)
  return row as Extract<CodeRow, { kind: K }>
}

async function listCodes(
  ground: Ground,
  person: Person,
  kind: CodeRow['kind'],
  query: {
    cursor?: string | undefined
    limit: number
    status?: string | undefined
    source?: CodeRow['source'] | undefined
    storeId?: string | undefined
    search?: string | undefined
  },
): Promise<CodeRow[]> {
  if (query.storeId) assertStore(person, query.storeId)
  const scope = query.storeId ? [query.storeId] : storeScope(person)
  const common = {
    merchantId: person.merchantId,
    kind,
    ...(scope ? { storeId: In(scope) } : {}),
    ...(query.cursor ? { id: LessThan(query.cursor) } : {}),
    ...(query.source ? { source: query.source } : {}),
    ...statusWhere(ground, kind, query.status),
  }
  const { search } = query
  const where = search
    ? [
        { ...common, orderNo: contains(search) },
        { ...common, title: contains(search) },
        { ...common, shortCode: contains(search.replace(/-/g, '')) },
      ]
    : common
  return ground.db.manager.find(codeEntity, {
    where: where as FindOptionsWhere<CodeRow>,
    order: { id: 'DESC' },
    take: query.limit + 1,
  })
}

/** `expired` is no state but a date. */
function statusWhere(
  ground: Ground,
  kind: CodeRow['kind'],
  status: string | undefined,
): FindOptionsWhere<CodeRow> {
  const now = ground.clock.now()
  if (status === 'expired')
    return { status: 'active', validUntil: LessThan(now) } as FindOptionsWhere<CodeRow>
  // Order codes always end; a product code without an end stays valid.
  if (status === 'active' && kind === 'order') {
    return { status: 'active', validUntil: MoreThan(now) } as FindOptionsWhere<CodeRow>
  }
  if (status) return { status: In(status.split(',')) } as FindOptionsWhere<CodeRow>
  return (kind === 'product' ? { status: Not('void') } : {}) as FindOptionsWhere<CodeRow>
}

/** The store an order will belong to, named before the transaction opens. */
async function storeNameFor(ground: Ground, input: NewOrderCode): Promise<string> {
  const where = {
    merchantId: input.merchantId,
    ...(input.storeId ? { id: input.storeId } : { isActive: true }),
  }
  const store = await ground.db.manager.findOne(storeEntity, { where, order: { id: 'ASC' } })
  return store?.name ?? ''
}

async function storeNameOf(ground: Ground, row: { storeId: string }): Promise<string> {
  return (await ground.db.manager.findOneByOrFail(storeEntity, { id: row.storeId })).name
}

async function presentOne(ground: Ground, row: OrderCodeRow) {
  const [view] = await presentOrderCodes(ground, [row])
  if (!view) throw new AppError('resource.not_found')
  return view
}

async function presentOrderCodes(ground: Ground, rows: OrderCodeRow[]) {
  if (rows.length === 0) return []
  const stores = await ground.db.manager.findBy(storeEntity, { id: In(rows.map((row) => row.storeId)) })
  const uses = await ground.db.manager.findBy(codeUseEntity, {
    holdKey: In(rows.map((row) => row.id)),
  })
  return rows.map((row) =>
    presentOrderCode(ground, row, {
      storeName: stores.find((store) => store.id === row.storeId)?.name ?? '',
      applicationId: uses.find((use) => use.codeId === row.id)?.applicationId,
    }),
  )
}
