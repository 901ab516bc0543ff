import type { ReceivedDetail, ReceivedFieldView } from '@piaoma/shared/contract'
import { receivedMessage } from '@piaoma/shared/messages'
import type { Reading, ReceivedFieldName } from '@piaoma/shared/received'
import { In } from 'typeorm'
import {
  type CaptureRow,
  captureEntity,
  type ReceivedFileRow,
  type ReceivedInvoiceRow,
  receivedCorrectionEntity,
  receivedFileEntity,
} from '../capture/entity'
import { personNames, presentSummary } from '../capture/presenter'
import type { Ground } from '../ground'
import type { Language, Person } from '../http'
import { isOnOpenSheet } from './sheets/load-sheet'

/** One original: the first attempt that brought these bytes. */
interface Original {
  capture: CaptureRow
  file: ReceivedFileRow
}

/** Which original leads, best first. */
const RANK = ['xml', 'ofd', 'pdf', 'wallet', 'qr']
const rankOf = ({ file }: Original): number => {
  const rank = RANK.indexOf(file.type)
  return rank < 0 ? RANK.length : rank
}

/** More attempts than this are counted, not named. */
const SHOWN = 50

const readingOf = ({ capture, file }: Original): Reading | undefined =>
  file.outcome?.outcome === 'read' ? file.outcome.readings[capture.part] : undefined

const isoTime = (at: number): string => new Date(at).toISOString()

/** Everything of one received invoice: fields with their sources, originals, history, and what to beware of. */
export async function viewReceived(
  ground: Ground,
  person: Person,
  row: ReceivedInvoiceRow,
  language: Language,
): Promise<ReceivedDetail> {
  const { manager } = ground.db
  const { merchantId, id } = row
  const captures = await manager.find(captureEntity, {
    where: { merchantId, receivedInvoiceId: id },
    order: { id: 'ASC' },
  })
  const files = await manager.findBy(receivedFileEntity, {
    merchantId,
    id: In(captures.map((capture) => capture.fileId)),
  })
  const originals = originalsOf(captures, files)
  const corrections = await manager.find(receivedCorrectionEntity, {
    where: { merchantId, receivedInvoiceId: id },
    order: { id: 'ASC' },
  })
  const people = [row, ...captures, ...corrections].map((each) => each.personId)
  const names = await personNames(ground, people)
  const { reading } = row
  return {
    ...presentSummary(row, names),
    fields: fieldsOf(row, originals),
    lines: reading.lines,
    checks: reading.checks,
    specialBusiness: reading.specialBusiness,
    seal: reading.seal,
    warnings: warningsOf(row, captures).map((code) => ({ code, text: receivedMessage(code, language) })),
    originals: originals.map(({ capture, file }, index) => ({
      captureId: capture.id,
      type: file.type,
      size: file.size,
      sha256: file.sha256,
      source: capture.source,
      fileName: capture.fileName ?? undefined,
      personName: names.get(capture.personId) ?? '',
      at: isoTime(capture.createdAt),
      isLeading: index === 0,
      page: readingOf({ capture, file })?.pages[0] ?? 1,
    })),
    attempts: captures.length,
    brought: captures.slice(0, SHOWN).map(({ id: captureId, personId, source, createdAt }) => ({
      captureId,
      personName: names.get(personId) ?? '',
      isMine: personId === person.userId,
      source,
      at: isoTime(createdAt),
    })),
    history: corrections.map(({ field, oldValue, newValue, personId, at }) => ({
      field,
      oldValue,
      newValue,
      personName: names.get(personId) ?? '',
      at: isoTime(at),
    })),
    canCorrect: row.bookingStatus === 'unbooked' && (await isOnOpenSheet(ground.db.manager, row)),
  }
}

/** Each file once, the best first, among equals the earliest. */
function originalsOf(captures: readonly CaptureRow[], files: readonly ReceivedFileRow[]): Original[] {
  const seen = new Set<string>()
  const originals = captures.flatMap((capture) => {
    const file = files.find(({ id }) => id === capture.fileId)
    if (!file || seen.has(file.id)) return []
    seen.add(file.id)
    return [{ capture, file }]
  })
  return originals.sort((a, b) => rankOf(a) - rankOf(b))
}

function fieldsOf({ reading }: ReceivedInvoiceRow, originals: readonly Original[]): ReceivedDetail['fields'] {
  const names = Object.keys(reading.fields) as ReceivedFieldName[]
  // What was looked for and not read is shown too, empty: a person may fill it in.
  return Object.fromEntries(
    names.flatMap((name): [ReceivedFieldName, ReceivedFieldView][] => {
      const field = reading.fields[name]
      if (!field) return []
      const { value, confidence, source, repairedFrom } = field
      const isDoubtful = reading.doubtful.includes(name)
      return [
        [name, { value, confidence, source, repairedFrom, isDoubtful, cutOutOf: cutOutOf(name, originals) }],
      ]
    }),
  )
}

/** The attempt whose picture shows where a field stands. */
function cutOutOf(name: ReceivedFieldName, originals: readonly Original[]): string | undefined {
  return originals.find((original) => readingOf(original)?.fields[name]?.place !== undefined)?.capture.id
}

function warningsOf(
  { reading, identityKey, personId }: ReceivedInvoiceRow,
  captures: readonly CaptureRow[],
): string[] {
  const isFailed = reading.checks.some(({ name, outcome }) => outcome === 'failed' && name !== 'crc')
  return [
    ...(reading.seal === 'changed' ? ['seal_changed'] : []),
    ...(reading.seal === 'unknown_root' ? ['seal_unknown_root'] : []),
    ...(identityKey === null ? ['number_missing'] : []),
    ...(isFailed ? ['check_failed'] : []),
    ...(reading.doubtful.length > 0 ? ['fields_doubtful'] : []),
    ...(captures.some((capture) => capture.personId !== personId) ? ['brought_again'] : []),
  ]
}
