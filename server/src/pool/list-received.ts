import { RECEIVED_ACTIONS, type receivedListQuery, type receivedPage } from '@piaoma/shared/contract'
import { planVerification } from '@piaoma/shared/received-rules'
import {
  And,
  Equal,
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
import { isAllowed, receivedScope } from '../merchants/policy'
import { loadAccount } from '../verification/account'
import { bookingActions, useActions } from './view-standing'

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
  const isVerifying = (await loadAccount(ground.db.manager, person.merchantId)) !== null
  return {
    items: shown.map((row) => ({
      ...presentSummary(row, names),
      actions: listActions(person, row, isVerifying),
    })),
    next: rows.length > query.limit ? (shown.at(-1)?.id ?? null) : null,
  }
}

type Action = (typeof RECEIVED_ACTIONS)[number]

function listActions(person: Person, row: ReceivedInvoiceRow, isVerifying: boolean): Action[] {
  const { kind, reading, verificationStatus: status } = row
  const canManage = isAllowed(person.role, 'received.manage')
  const isOpen = ['unverified', 'mismatch', 'no_record'].includes(status)
  const can: Record<Action, boolean> = {
    reimburse: row.personId === person.userId && row.sheetId === null && !row.isBlocked,
    verify: isVerifying && isOpen && planVerification(kind, reading.fields, reading.doubtful).plan === 'ask',
    deduct: canManage && useActions(row).includes('deduct'),
    book: canManage && bookingActions(row).includes('book'),
  }
  return RECEIVED_ACTIONS.filter((action) => can[action])
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
  const { kind, grade, useStatus, bookingStatus, verificationStatus, cursor, search } = query
  const isOwn = query.can === 'reimburse'
  // Somebody who sees his own only asks in vain for another's.
  const whose = [scope, query.personId, isOwn ? person.userId : undefined].flatMap((each) => each ?? [])
  const issuedOn = between(query.issuedFrom, query.issuedUntil)
  const totalFen = between(query.minFen, query.maxFen)
  const common: FindOptionsWhere<ReceivedInvoiceRow> = {
    merchantId: person.merchantId,
    mergedIntoId: IsNull(),
    ...(whose.length > 0 ? { personId: And(...whose.map((each) => Equal(each))) } : {}),
    ...(isOwn ? { sheetId: IsNull(), isBlocked: false } : {}),
    ...(kind ? { kind } : {}),
    ...(grade ? { grade } : {}),
    ...(useStatus ? { useStatus } : {}),
    ...(bookingStatus ? { bookingStatus } : {}),
    ...(verificationStatus ? { verificationStatus } : {}),
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
