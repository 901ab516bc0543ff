import type { sheetActionInput } from '@piaoma/shared/contract'
import { nextActions, type SheetAction, sheetMachine } from '@piaoma/shared/states'
import { Not } from 'typeorm'
import type { z } from 'zod'
import type { ReceivedInvoiceRow } from '../../capture/entity'
import { type Tx, transition } from '../../db'
import type { Ground } from '../../ground'
import { AppError, type Person } from '../../http'
import { hasten } from '../../jobs'
import { jobEntity } from '../../jobs/entity'
import { refuseIssues } from '../../merchants/acting'
import { isAllowed } from '../../merchants/policy'
import { loadAccount } from '../../verification/account'
import { ASK_JOB, enqueueAsk } from '../../verification/request-verification'
import { isPastAsking } from '../../verification/tries'
import { assertClaimed, planClaims } from '../claims/plan-claims'
import { auditSheet, takeOff } from './change-sheet'
import { type SheetRow, sheetEntity } from './entity'
import { invoicesOf } from './load-sheet'

/** What comes after the pool, handed in by compose.ts. */
export interface SheetHooks {
  /** In the transaction of the payment. */
  onPaid(tx: Tx, actor: string, sheet: SheetRow, invoices: readonly ReceivedInvoiceRow[]): Promise<void>
}

/** A good answer of the tax side that is older than this is asked for again before money leaves. */
const FRESH_MS = 24 * 3_600_000

const BY_OWNER_OF_SHEET: readonly SheetAction[] = ['submit', 'discard']

/** What somebody may do with a sheet now. Nobody but an owner of the company decides on a sheet of his own. */
export function allowedActions(person: Person, sheet: SheetRow): SheetAction[] {
  const isMine = sheet.personId === person.userId
  const mayDecide = isAllowed(person.role, 'received.manage') && (!isMine || person.role === 'owner')
  return nextActions(sheetMachine, sheet.status).filter((action) =>
    BY_OWNER_OF_SHEET.includes(action) ? isMine : mayDecide,
  )
}

/**
 * Takes an action on a sheet. Refuses `sheet.own` to decide on one's own, `sheet.empty`, `sheet.invoice_blocked` when a
 * rule or the tax side says no to an invoice on it, `sheet.rechecking` while invoices are verified again before
 * payment, `sheet.wallet_pending` while WeChat locks what came out of a card wallet (call again shortly), and `resource.conflict` when it has changed meanwhile or its state does not allow it.
 */
export async function actOnSheet(
  ground: Ground,
  person: Person,
  sheet: SheetRow,
  input: z.output<typeof sheetActionInput>,
  hooks: SheetHooks,
): Promise<void> {
  const { action, version, reason } = input
  if (action === 'return' && reason === undefined) refuseIssues([{ path: 'reason', code: 'reason.required' }])
  if (!nextActions(sheetMachine, sheet.status).includes(action)) throw new AppError('resource.conflict')
  if (!allowedActions(person, sheet).includes(action)) throw new AppError('sheet.own')
  if (action === 'pay') await recheck(ground, person, sheet)
  const { id, merchantId } = sheet
  await ground.db.transaction(async (tx) => {
    const now = ground.clock.now()
    const set = { version: version + 1, updatedAt: now, ...changesOf(action, person, now, reason) }
    const isMine = await transition(tx, sheetEntity, sheetMachine, action, { id, merchantId, version }, set)
    if (!isMine) throw new AppError('resource.conflict')
    const invoices = await invoicesOf(tx.manager, sheet)
    if (action !== 'return' && action !== 'discard') assertGood(invoices)
    await assertClaimed(tx.manager, action, invoices)
    if (action === 'discard') await takeOff(tx, sheet)
    await planClaims(ground, tx, action, invoices)
    await auditSheet(ground, tx, person, sheet, `sheet.${action}`, reason)
    if (action === 'pay')
      await hooks.onPaid(tx, `user:${person.userId}`, { ...sheet, ...set, status: 'paid' }, invoices)
  })
}

function changesOf(
  action: SheetAction,
  person: Person,
  now: number,
  reason: string | undefined,
): Partial<SheetRow> {
  if (action === 'submit') return { submittedAt: now, reason: null }
  if (action === 'approve') return { decidedAt: now, decidedBy: person.userId }
  if (action === 'return') return { decidedAt: now, decidedBy: person.userId, reason: reason ?? null }
  return action === 'pay' ? { paidAt: now } : {}
}

function assertGood(invoices: readonly ReceivedInvoiceRow[]): void {
  if (invoices.length === 0) throw new AppError('sheet.empty')
  const isBad = ({ isBlocked, verificationStatus: status }: ReceivedInvoiceRow) =>
    isBlocked || status === 'voided' || status === 'reversed'
  if (invoices.some(isBad)) throw new AppError('sheet.invoice_blocked')
}

/** Before money leaves: every invoice that was good is asked about again, unless that was within the last day. */
async function recheck(ground: Ground, person: Person, sheet: SheetRow): Promise<void> {
  const { merchantId } = sheet
  const invoices = await invoicesOf(ground.db.manager, sheet)
  if (!(await loadAccount(ground.db.manager, merchantId))) return
  const since = ground.clock.now() - FRESH_MS
  const stale: ReceivedInvoiceRow[] = []
  for (const row of invoices) {
    const isOld = row.verificationStatus === 'verified' && (row.verifiedAt ?? 0) < since
    if (isOld && !(await isPastAsking(ground.db.manager, row, since))) stale.push(row)
  }
  const isAsking = invoices.some((row) => row.verificationStatus === 'asking')
  if (stale.length === 0 && !isAsking) return
  for (const row of stale) await askBeforePayment(ground, `user:${person.userId}`, row)
  throw new AppError('sheet.rechecking')
}

async function askBeforePayment(
  ground: Ground,
  actor: string,
  { id, merchantId }: ReceivedInvoiceRow,
): Promise<void> {
  const waiting = { kind: ASK_JOB, subject: id, status: Not(2) as never }
  if ((await ground.db.manager.countBy(jobEntity, waiting)) > 0) return hasten(ground, ASK_JOB, id)
  await ground.db.transaction((tx) => enqueueAsk(ground, tx, { merchantId, id, actor }, 'payment'))
}
