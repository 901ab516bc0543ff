import { type Guard, languageOf } from '../../http'
import type { JobKind } from '../../jobs'
import type { CaptureDeps } from '../deps'
import { fetchPickPdf, PICK_PDF_JOB } from './fetch-pick-pdf'
import { type PickDeps, takePicks } from './take-picks'

/** Taking in invoices that a member picked from his own card wallet. */
export function mountWalletPicks(guard: Guard, deps: PickDeps): void {
  guard('POST /api/v1/merchant/wechat/picked-invoices', 'console', ({ ctx, caller, body }) =>
    takePicks(deps, caller, body.items, languageOf(ctx)),
  )
}

/** The jobs of picking. */
export function walletPickJobs(deps: CaptureDeps): Record<string, JobKind> {
  return { [PICK_PDF_JOB]: { handle: (job) => fetchPickPdf(deps, job) } }
}
