import type { FieldIssue } from '@piaoma/shared/errors'
import { checkTaxCode } from '@piaoma/shared/tax-codes'
import { AppError, type Person } from '../http'

/** For which merchant a command works and who is written into its history. */
export interface Acting {
  merchantId: string
  /** `user:ID` or `system`. */
  actor: string
}

export const actingAs = (person: Pick<Person, 'merchantId' | 'userId'>): Acting => ({
  merchantId: person.merchantId,
  actor: `user:${person.userId}`,
})

/** Names of the fields that a change sets, for the history; never their values, which may be personal or secret. */
export function changedFields(change: Record<string, unknown>): string {
  return Object.keys(change)
    .filter((name) => change[name] !== undefined)
    .join(', ')
}

/** Refuses with every issue of a form that only the server can see. */
export function refuseIssues(issues: FieldIssue[]): void {
  if (issues.length > 0) throw new AppError('request.invalid', { fields: issues })
}

/** What is wrong with a tax classification code, at `path`. */
export function taxCodeIssues(taxCode: string | undefined, path: string): FieldIssue[] {
  const issue = taxCode === undefined ? undefined : checkTaxCode(taxCode)
  return issue ? [{ path, code: `line.tax_code_${issue}` }] : []
}
