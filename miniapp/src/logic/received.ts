import type { ReceivedListed } from '@piaoma/shared/contract'
import type { SheetStatus, VerificationStatus } from '@piaoma/shared/states'
import type { Tone } from './statuses'

/** How the outcome of 查验 looks. */
export const VERIFICATION_TONES: Readonly<Record<VerificationStatus, Tone>> = {
  unverified: 'neutral',
  asking: 'info',
  verified: 'good',
  mismatch: 'danger',
  no_record: 'warn',
  voided: 'danger',
  reversed: 'danger',
  not_possible: 'neutral',
}

/** How the state of a reimbursement sheet looks. */
export const SHEET_TONES: Readonly<Record<SheetStatus, Tone>> = {
  draft: 'neutral',
  submitted: 'warn',
  approved: 'info',
  returned: 'danger',
  paid: 'good',
  discarded: 'neutral',
}

/** What may be done with a row of the list. */
export type ReceivedAction = ReceivedListed['actions'][number]

/** The chosen rows that an action is allowed for. */
export function allowedFor<Row extends Pick<ReceivedListed, 'id' | 'actions'>>(
  items: readonly Row[],
  chosen: ReadonlySet<string>,
  action: ReceivedAction,
): Row[] {
  return items.filter(({ id, actions }) => chosen.has(id) && actions.includes(action))
}

/** The sum of what is known of the totals. */
export function sumFen(items: readonly { totalFen?: number | undefined }[]): number {
  return items.reduce((sum, { totalFen }) => sum + (totalFen ?? 0), 0)
}

/** The set with `id` put in or taken out. */
export function toggled(chosen: ReadonlySet<string>, id: string): Set<string> {
  const next = new Set(chosen)
  if (!next.delete(id)) next.add(id)
  return next
}
