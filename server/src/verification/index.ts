import type { Ground } from '../ground'
import type { JobKind } from '../jobs'
import { askTaxSide } from './ask-tax-side'
import { createPace } from './pace'
import { ASK_JOB } from './request-verification'
import type { VerifierFor } from './verifiers'

export { startRechecks } from './recheck'
export { createVerifiers } from './verifiers'

/** The jobs of this capability. */
export function verificationJobs(ground: Ground, verifierFor: VerifierFor): Record<string, JobKind> {
  const deps = { ground, verifierFor, pace: createPace(ground.clock) }
  return { [ASK_JOB]: { handle: (job) => askTaxSide(deps, job) } }
}
