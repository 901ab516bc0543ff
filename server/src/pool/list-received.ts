import type { receivedListQuery, receivedPage } from '@piaoma/shared/contract'
import {
  And,
  type FindOperator,
  type FindOptionsWhere,
  IsNull,
  LessThan,
  LessThanOrEqual,
  MoreThanOrEqual,
} from 'typeorm'
import type { z } from 'zod'
import { type ReceivedInvoiceRow, receivedInvoiceEntity } from '../capture/entity'
import { personNames, presentSummary } from '../capture/presenter'
import { contains } from '../db'
import type { Ground } from '../ground'
import type { Person } from '../http'
import { receivedScope } from '../merchants/policy'

type Query = z.output<typeof receivedListQuery>

/** The pool by its filters, newest first: one's own; of finance and owner, everybody's. */
export async function listReceived(
  ground: Ground,
  person: Person,
  query: Query,
): Promise<z.input<typeof receivedPage>> {
  const rows = await ground.db.manager.find(receivedInvoiceEntity, {
    where: whereOf(person, query),
    order: { id: 'DESC' },
    take: query.limit + 1,
  })
  const shown = rows.slice(0, query.limit)
  const names = await personNames(
    ground,
    shown.map((row) => row.personId),
  )
  return {
    items: shown.map((row) => presentSummary(row, names)),
    next: rows.length > query.limit ? (shown.at(-1)?.id ?? null) : null,
  }
}

const EXPORT_ROWS = 5_000

/** The same filters for a table: at most 5,000 rows, newest first. */
export function receivedForExport(
  ground: Ground,
  person: Person,
  query: Omit<Query, 'cursor' | 'limit'>,
): Promise<ReceivedInvoiceRow[]> {
  return ground.db.manager.find(receivedInvoiceEntity, {
    where: whereOf(person, query),
    order: { id: 'DESC' },
    take: EXPORT_ROWS,
  })
}

function whereOf(person: Person, query: Omit<Query, 'limit'>): FindOptionsWhere<ReceivedInvoiceRow>[] {
  const scope = receivedScope(person)
  const { kind, grade, useStatus, bookingStatus, cursor, search } = query
  const issuedOn = between(query.issuedFrom, query.issuedUntil)
  const totalFen = between(query.minFen, query.maxFen)
  const common: FindOptionsWhere<ReceivedInvoiceRow> = {
    merchantId: person.merchantId,
    mergedIntoId: IsNull(),
    ...(scope ? { personId: scope } : {}),
    ...(kind ? { kind } : {}),
    ...(grade ? { grade } : {}),
    ...(useStatus ? { useStatus } : {}),
    ...(bookingStatus ? { bookingStatus } : {}),
    ...(issuedOn ? { issuedOn } : {}),
    ...(totalFen ? { totalFen } : {}),
    ...(cursor ? { id: LessThan(cursor) } : {}),
  }
  if (!search) return [common]
  return (['number', 'buyerName', 'sellerName'] as const).map((column) => ({
    ...common,
    [column]: contains(search),
  }))
}

function between<T extends string | number>(
  from: T | undefined,
  until: T | undefined,
): FindOperator<T> | undefined {
  const bounds = [
    ...(from === undefined ? [] : [MoreThanOrEqual(from)]),
    ...(until === undefined ? [] : [LessThanOrEqual(until)]),
  ]
  return bounds.length > 0 ? And(...bounds) : undefined
}
