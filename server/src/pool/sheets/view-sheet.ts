import type { SheetSummary, SheetView } from '@piaoma/shared/contract'
import { In, LessThan } from 'typeorm'
import { type ReceivedInvoiceRow, receivedInvoiceEntity } from '../../capture/entity'
import { personNames } from '../../capture/presenter'
import type { Ground } from '../../ground'
import type { Language, Person } from '../../http'
import { receivedScope } from '../../merchants/policy'
import { countedDeduction, presentHit } from '../view-standing'
import { allowedActions } from './act-on-sheet'
import { type SheetRow, sheetEntity } from './entity'
import { invoicesOf } from './load-sheet'

const iso = (at: number): string => new Date(at).toISOString()
const isoOrNone = (at: number | null): string | undefined => (at === null ? undefined : iso(at))
const sum = (values: readonly (number | null)[]): number =>
  values.reduce<number>((all, each) => all + (each ?? 0), 0)

function summaryOf(
  person: Person,
  sheet: SheetRow,
  invoices: readonly ReceivedInvoiceRow[],
  personName: string,
): SheetSummary {
  return {
    id: sheet.id,
    title: sheet.title,
    status: sheet.status,
    version: sheet.version,
    personName,
    isMine: sheet.personId === person.userId,
    invoices: invoices.length,
    totalFen: sum(invoices.map(({ totalFen }) => totalFen)),
    createdAt: iso(sheet.createdAt),
    updatedAt: iso(sheet.updatedAt),
  }
}

/** One sheet with its invoices, totals, and what the reader may do. */
export async function viewSheet(
  ground: Ground,
  person: Person,
  sheet: SheetRow,
  language: Language,
): Promise<SheetView> {
  const invoices = await invoicesOf(ground.db.manager, sheet)
  const names = await personNames(ground, [
    sheet.personId,
    ...(sheet.decidedBy === null ? [] : [sheet.decidedBy]),
  ])
  return {
    ...summaryOf(person, sheet, invoices, names.get(sheet.personId) ?? ''),
    items: invoices.map((row) => ({
      id: row.id,
      kind: row.kind,
      number: row.number ?? undefined,
      issuedOn: row.issuedOn ?? undefined,
      sellerName: row.sellerName ?? undefined,
      totalFen: row.totalFen ?? undefined,
      deductibleFen: countedDeduction(row),
      verificationStatus: row.verificationStatus,
      rules: row.ruleHits.map((hit) => presentHit(hit, language)),
    })),
    taxFen: sum(invoices.map(({ taxFen }) => taxFen)),
    deductibleFen: sum(invoices.map(countedDeduction)),
    reason: sheet.reason ?? undefined,
    decidedBy: sheet.decidedBy === null ? undefined : names.get(sheet.decidedBy),
    submittedAt: isoOrNone(sheet.submittedAt),
    decidedAt: isoOrNone(sheet.decidedAt),
    paidAt: isoOrNone(sheet.paidAt),
    canChange: sheet.personId === person.userId && ['draft', 'returned'].includes(sheet.status),
    actions: allowedActions(person, sheet),
  }
}

/** Sheets, newest first, `limit` of them before `cursor`. */
export async function listSheets(
  ground: Ground,
  person: Person,
  query: { cursor?: string | undefined; limit: number; status?: SheetRow['status'] | undefined },
): Promise<{ items: SheetSummary[]; next: string | null }> {
  const { manager } = ground.db
  const { merchantId } = person
  const scope = receivedScope(person)
  const rows = await manager.find(sheetEntity, {
    where: {
      merchantId,
      ...(scope === null ? {} : { personId: scope }),
      ...(query.status ? { status: query.status } : {}),
      ...(query.cursor ? { id: LessThan(query.cursor) } : {}),
    },
    order: { id: 'DESC' },
    take: query.limit + 1,
  })
  const shown = rows.slice(0, query.limit)
  const invoices = await manager.findBy(receivedInvoiceEntity, {
    merchantId,
    sheetId: In(shown.map(({ id }) => id)),
  })
  const names = await personNames(
    ground,
    shown.map(({ personId }) => personId),
  )
  return {
    items: shown.map((sheet) =>
      summaryOf(
        person,
        sheet,
        invoices.filter(({ sheetId }) => sheetId === sheet.id),
        names.get(sheet.personId) ?? '',
      ),
    ),
    next: rows.length > query.limit ? (shown.at(-1)?.id ?? null) : null,
  }
}
