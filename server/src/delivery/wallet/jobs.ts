import type { JobKind } from '../../jobs'
import { cancelCard } from './cancel-card'
import { CANCEL_JOB, DRIVE_JOB } from './card-state'
import type { WalletDeps } from './deps'
import { driveCard } from './drive-card'

/** The jobs of the card wallet. A fault of ours is tried for ever, at most an hour apart. */
export function walletJobs(deps: WalletDeps): Record<string, JobKind> {
  return {
    [DRIVE_JOB]: { handle: (job) => driveCard(deps, job), maxDelayMs: 3_600_000 },
    [CANCEL_JOB]: { handle: (job) => cancelCard(deps, job), maxDelayMs: 3_600_000 },
  }
}
