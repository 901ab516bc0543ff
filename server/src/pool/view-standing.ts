import type { StandingView } from '@piaoma/shared/contract'
import { noDeductionMessage, ruleHitMessage, ruleName } from '@piaoma/shared/messages'
import { type DeductionSubject, deductibleTax, type RuleHit } from '@piaoma/shared/received-rules'
import { bookingMachine, nextActions, useMachine } from '@piaoma/shared/states'
import type { ReceivedInvoiceRow } from '../capture/entity'
import type { Ground } from '../ground'
import type { Language } from '../http'
import { viewVerification } from '../verification/view'
import { sheetEntity } from './sheets/entity'

/** Where a received invoice stands, in the reader's language. */
export async function viewStanding(
  ground: Ground,
  row: ReceivedInvoiceRow,
  language: Language,
): Promise<StandingView> {
  const { merchantId, sheetId } = row
  const sheet =
    sheetId === null ? null : await ground.db.manager.findOneBy(sheetEntity, { id: sheetId, merchantId })
  const deduction = deductibleTax(deductionSubject(row))
  return {
    version: row.version,
    verification: await viewVerification(ground, row, language),
    rules: row.ruleHits.map((hit) => presentHit(hit, language)),
    isBlocked: row.isBlocked,
    use: { status: row.useStatus, actions: nextActions(useMachine, row.useStatus) },
    booking: { status: row.bookingStatus, actions: nextActions(bookingMachine, row.bookingStatus) },
    deduction: {
      deductibleFen: deduction.deductibleFen,
      ...('source' in deduction
        ? { source: deduction.source }
        : { reason: noDeductionMessage(deduction.reason, language) }),
    },
    ...(sheet ? { sheet: { id: sheet.id, title: sheet.title, status: sheet.status } } : {}),
  }
}

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
