import type { Guard } from '../http'
import type { JobKind } from '../jobs'
import type { CaptureDeps } from './deps'
import { mailboxJobs } from './mailbox/check-mailbox'
import { mountMailboxes } from './mailbox/routes'
import { readingJobs } from './read-capture'
import { mountAttempts } from './routes'

export type { CaptureDeps, ReceivedFileReader } from './deps'
export { createFileReader } from './reader'

/** Taking in received invoices: uploads, scans, mailboxes. */
export function mountCapture(guard: Guard, deps: CaptureDeps): void {
  mountAttempts(guard, deps)
  mountMailboxes(guard, deps.ground)
}

/** The jobs of capture. */
export function captureJobs(deps: CaptureDeps): Record<string, JobKind> {
  return { ...readingJobs(deps), ...mailboxJobs(deps) }
}
