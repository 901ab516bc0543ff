import type { FieldIssue } from '@piaoma/shared/errors'
import { fieldMessage } from '@piaoma/shared/messages'
import type { Language } from '@/words'

/** Looks up what is wrong with a field, e.g. `buyer.taxpayerId`, in the words of the page or those of the service. */
export function fieldProblems(
  issues: readonly FieldIssue[],
  language: Language,
): (path: string) => string | undefined {
  return (path) => {
    const issue = issues.find((candidate) => candidate.path === path)
    return issue && (issue.message ?? fieldMessage(issue.code, language))
  }
}
