import type { CodeView } from '../contract'
import type { Problem } from '../errors'

/** Why there is no form to show. */
export type Notice =
  | 'spent'
  | 'expired'
  | 'inactive'
  | 'unpaid'
  | 'notStarted'
  | 'unknown'
  | 'tooOld'
  | 'limited'
  | 'offline'
  | 'broken'
  | 'noApplication'
  | 'noPage'

const OF_STATE: Readonly<Record<CodeView['state'], Notice | undefined>> = {
  open: undefined,
  spent: 'spent',
  expired: 'expired',
  inactive: 'inactive',
  unpaid: 'unpaid',
  not_started: 'notStarted',
}

/** The page of a code that cannot be invoiced now; undefined when it can. */
export function noticeOfCode(view: Pick<CodeView, 'state'>): Notice | undefined {
  return OF_STATE[view.state]
}

const OF_PROBLEM: Readonly<Partial<Record<Problem['code'], Notice>>> = {
  'code.not_found': 'unknown',
  'code.spent': 'spent',
  'code.expired': 'expired',
  'code.not_started': 'notStarted',
  'code.inactive': 'inactive',
  'code.unpaid': 'unpaid',
  'code.too_old': 'tooOld',
  'application.not_found': 'noApplication',
  'resource.not_found': 'noPage',
  'request.rate_limited': 'limited',
}

/** The page of a request that failed. */
export function noticeOfProblem(problem: Pick<Problem, 'code' | 'status'>): Notice {
  if (problem.status === 0) return 'offline'
  return OF_PROBLEM[problem.code] ?? 'broken'
}

/** Whether the same request may answer otherwise in a while, so that the page offers to try again. */
export function isPassing(notice: Notice): boolean {
  return ['limited', 'offline', 'broken', 'notStarted', 'inactive', 'expired'].indexOf(notice) >= 0
}
