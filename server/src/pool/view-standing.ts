import type { StandingView } from '@piaoma/shared/contract'
import { noDeductionMessage, ruleHitMessage, ruleName } from '@piaoma/shared/messages'
import { type DeductionSubject, deductibleTax, type RuleHit } from '@piaoma/shared/received-rules'
import {
  type BookingAction,
  bookingMachine,
  nextActions,
  type UseAction,
  useMachine,
} from '@piaoma/shared/states'
import type { ReceivedInvoiceRow } from '../capture/entity'
import type { Ground } from '../ground'
import type { Language, Person } from '../http'
import { isAllowed } from '../merchants/policy'
import { viewVerification } from '../verification/view'
import { sheetEntity } from './sheets/entity'

/** Where a received invoice stands, in the reader's language, with what he may do about it. */
export async function viewStanding(
  ground: Ground,
  person: Pick<Person, 'role'>,
  row: ReceivedInvoiceRow,
  language: Language,
): Promise<StandingView> {
  const { merchantId, sheetId } = row
  const sheet =
    sheetId === null ? null : await ground.db.manager.findOneBy(sheetEntity, { id: sheetId, merchantId })
  const deduction = deductibleTax(deductionSubject(row))
  const canManage = isAllowed(person.role, 'received.manage')
  return {
    version: row.version,
    verification: await viewVerification(ground, row, language),
    rules: row.ruleHits.map((hit) => presentHit(hit, language)),
    isBlocked: row.isBlocked,
    use: { status: row.useStatus, actions: canManage ? useActions(row) : [] },
    booking: {
      status: row.bookingStatus,
      actions: canManage ? bookingActions(row) : [],
      hasVoucher: canManage && hasVoucher(row),
    },
    deduction: {
      deductibleFen: deduction.deductibleFen,
      ...('source' in deduction
        ? { source: deduction.source }
        : { reason: noDeductionMessage(deduction.reason, language) }),
    },
    ...(sheet ? { sheet: { id: sheet.id, title: sheet.title, status: sheet.status } } : {}),
  }
}

/** Voided or reversed: nothing more can be made of it. */
export const isWorthless = ({ verificationStatus }: ReceivedInvoiceRow): boolean =>
  verificationStatus === 'voided' || verificationStatus === 'reversed'

/** What its tax may be used for now: see `changeUse`. */
export function useActions(row: ReceivedInvoiceRow): UseAction[] {
  const isDeductible = deductibleTax(deductionSubject(row)).deductibleFen > 0
  return nextActions(useMachine, row.useStatus).filter(
    (action) => action === 'clear' || (!isWorthless(row) && (action !== 'deduct' || isDeductible)),
  )
}

/** Whether it may be booked or the booking taken back now: see `changeBooking`. */
export const bookingActions = (row: ReceivedInvoiceRow): BookingAction[] =>
  nextActions(bookingMachine, row.bookingStatus).filter((action) => action === 'unbook' || !isWorthless(row))

/** Whether the receiver's XBRL can be made of it: a booked 数电票 with its number, date and total. */
export const hasVoucher = (row: ReceivedInvoiceRow): boolean =>
  row.bookingStatus === 'booked' &&
  (row.kind === 'digital_normal' || row.kind === 'digital_special') &&
  Boolean(row.number && row.issuedOn && row.totalFen !== null)

/** A rule that an invoice meets, in the reader's language. */
export const presentHit = (hit: RuleHit, language: Language): StandingView['rules'][number] => ({
  rule: hit.rule,
  level: hit.level,
  name: ruleName(hit.rule, language),
  text: ruleHitMessage(hit, language),
})

/** An invoice as the deduction sees it. */
export function deductionSubject(row: ReceivedInvoiceRow): DeductionSubject {
  const { fields, lines, specialBusiness } = row.reading
  return {
    kind: row.kind,
    issuedOn: row.issuedOn ?? undefined,
    taxFen: row.taxFen ?? undefined,
    totalFen: row.totalFen ?? undefined,
    fareFen: fields.fareFen?.value,
    fuelFen: fields.fuelFen?.value,
    passenger: fields.passenger?.value,
    specialBusiness,
    lineNames: lines.map(({ name }) => name),
  }
}

/** Input tax of one invoice as sums count it: none when finance has decided not to deduct it. */
export const countedDeduction = (row: ReceivedInvoiceRow): number =>
  row.useStatus === 'not_deducted' ? 0 : deductibleTax(deductionSubject(row)).deductibleFen
