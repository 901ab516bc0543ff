import type { CaptureView, ReceivedSummary, UploadView } from '@piaoma/shared/contract'
import { receivedMessage } from '@piaoma/shared/messages'
import { captureMachine, nextActions } from '@piaoma/shared/states'
import { In } from 'typeorm'
import type { Ground } from '../ground'
import type { Language, Person } from '../http'
import { userEntity } from '../merchants/entity'
import { type CaptureRow, type ReceivedInvoiceRow, receivedFileEntity, receivedInvoiceEntity } from './entity'

const isoTime = (at: number): string => new Date(at).toISOString()

/** Names of people by their ids. */
export async function personNames(ground: Pick<Ground, 'db'>, ids: string[]): Promise<Map<string, string>> {
  const users = await ground.db.manager.findBy(userEntity, { id: In([...new Set(ids)]) })
  return new Map(users.map((user) => [user.id, user.name]))
}

/** An invoice of the pool as a list shows it. */
export function presentSummary(row: ReceivedInvoiceRow, names: ReadonlyMap<string, string>): ReceivedSummary {
  const { id, kind, grade, useStatus, bookingStatus, verificationStatus, isBlocked, version } = row
  return {
    id,
    kind,
    code: row.code ?? undefined,
    number: row.number ?? undefined,
    issuedOn: row.issuedOn ?? undefined,
    amountFen: row.amountFen ?? undefined,
    taxFen: row.taxFen ?? undefined,
    totalFen: row.totalFen ?? undefined,
    buyerName: row.buyerName ?? undefined,
    sellerName: row.sellerName ?? undefined,
    grade,
    doubtful: row.reading.doubtful,
    useStatus,
    bookingStatus,
    verificationStatus,
    isBlocked,
    isOnSheet: row.sheetId !== null,
    personName: names.get(row.personId) ?? '',
    createdAt: isoTime(row.createdAt),
    version,
  }
}

/** Captures with their files, invoices and people, in as many statements as there are tables. */
export async function presentCaptures(
  ground: Pick<Ground, 'db'>,
  person: Person,
  rows: readonly CaptureRow[],
  language: Language,
): Promise<CaptureView[]> {
  if (rows.length === 0) return []
  const { merchantId } = person
  const { manager } = ground.db
  const files = await manager.find(receivedFileEntity, {
    where: { merchantId, id: In(rows.map((row) => row.fileId)) },
    select: { id: true, type: true, size: true },
  })
  const invoiceIds = rows.flatMap((row) => row.receivedInvoiceId ?? [])
  const invoices = await manager.findBy(receivedInvoiceEntity, { merchantId, id: In(invoiceIds) })
  const people = [...rows.map((row) => row.personId), ...invoices.map((row) => row.personId)]
  const names = await personNames(ground, people)
  return rows.map((row) => {
    const invoice = invoices.find(({ id }) => id === row.receivedInvoiceId)
    const file = files.find(({ id }) => id === row.fileId)
    return presentCapture({ row, file, invoice, names, language, userId: person.userId })
  })
}

interface Shown {
  row: CaptureRow
  file: { type: CaptureView['fileType']; size: number } | undefined
  invoice: ReceivedInvoiceRow | undefined
  names: ReadonlyMap<string, string>
  language: Language
  userId: string
}

function presentCapture({ row, file, invoice, names, language, userId }: Shown): CaptureView {
  const { id, uploadId, source, status, progress, reason } = row
  return {
    id,
    uploadId,
    parentId: row.parentId ?? undefined,
    source,
    fileName: row.fileName ?? undefined,
    fileType: file?.type ?? 'other',
    fileSize: file?.size ?? 0,
    status,
    progress,
    ...(reason ? { reason: { code: reason, text: receivedMessage(reason, language) } } : {}),
    ...(row.isDuplicate && invoice
      ? {
          duplicate: {
            personName: names.get(invoice.personId) ?? '',
            isMine: invoice.personId === userId,
            at: isoTime(invoice.createdAt),
          },
        }
      : {}),
    ...(invoice ? { invoice: presentSummary(invoice, names) } : {}),
    personName: names.get(row.personId) ?? '',
    createdAt: isoTime(row.createdAt),
    finishedAt: row.finishedAt === null ? undefined : isoTime(row.finishedAt),
    actions: nextActions(captureMachine, status).filter((action) => action === 'retry'),
  }
}

/** Everything that was sent together. */
export async function presentUpload(
  ground: Pick<Ground, 'db'>,
  person: Person,
  rows: readonly CaptureRow[],
  language: Language,
): Promise<UploadView> {
  const isDone = rows.every(({ status }) => status !== 'queued' && status !== 'reading')
  return {
    id: rows[0]?.uploadId ?? '',
    isDone,
    captures: await presentCaptures(ground, person, rows, language),
  }
}
