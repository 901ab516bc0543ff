import type { ApplicationRow } from '../applications/entity'
import { withdrawApplication } from '../applications/review-application'
import { type OnSubmitted, submitApplication } from '../applications/submit-application'
import { limitGuesses } from '../codes/limit-guesses'
import { sendAgain } from '../delivery'
import { readOriginal } from '../documents/read-files'
import type { DocumentRenderer } from '../documents/render-pool'
import type { Ground } from '../ground'
import { AppError, type Guard, languageOf, type RateLimits } from '../http'
import { type InvoiceRow, invoiceEntity } from '../issuing/entity'
import type { FileFormat } from '../issuing/tax-channel'
import type { Storage } from '../storage'
import { findApplication, presentDelivery, viewApplication } from './application-view'
import { streamApplication } from './events'

export interface GuestDeps {
  ground: Ground
  limits: RateLimits
  storage: Storage
  renderer: DocumentRenderer
  onSubmitted: OnSubmitted
}

const MEDIA: Record<FileFormat, string> = {
  pdf: 'application/pdf',
  ofd: 'application/ofd',
  xml: 'application/xml',
}

/** What a guest does after scanning: apply, watch, fetch, send again, withdraw. */
export function mountGuest(guard: Guard, deps: GuestDeps): void {
  const { ground, storage, renderer } = deps
  guard('POST /api/v1/applications', 'apply', async ({ ctx, body, idempotencyKey }) => {
    const { answer, isReplay } = await limitGuesses(deps.limits, ctx.ip, body.codes, () =>
      submitApplication(ground, body, idempotencyKey, {
        language: languageOf(ctx),
        onSubmitted: deps.onSubmitted,
      }),
    )
    if (isReplay) ctx.set('idempotent-replayed', 'true')
    return answer
  })
  guard('GET /api/v1/applications/:token', 'lookup', async ({ ctx, params }) =>
    viewApplication(ground, await findApplication(ground, params.token), languageOf(ctx)),
  )
  guard('GET /api/v1/applications/:token/events', 'lookup', async ({ ctx, params }) =>
    streamApplication(ground, ctx, await findApplication(ground, params.token)),
  )
  guard('POST /api/v1/applications/:token/withdraw', 'apply', async ({ ctx, params }) => {
    await withdrawApplication(ground, await findApplication(ground, params.token))
    return viewApplication(ground, await findApplication(ground, params.token), languageOf(ctx))
  })
  guard('POST /api/v1/applications/:token/deliveries', 'send', async ({ params, body }) => {
    const application = await findApplication(ground, params.token)
    if (application.status !== 'issued') throw new AppError('resource.conflict')
    return presentDelivery(await sendAgain(ground, application, body.email), 'guest')
  })
  guard('GET /api/v1/applications/:token/files/:file', 'lookup', async ({ ctx, params }) => {
    const [number = '', format = ''] = params.file.split('.')
    const invoice = await findInvoice(ground, await findApplication(ground, params.token), number)
    const file = await readOriginal(ground, storage, invoice.id, format as FileFormat)
    if (!file) throw new AppError('document.not_ready')
    // The address is a secret: no cache and no search engine may keep what it leads to.
    ctx.set({ 'cache-control': 'private, no-store', 'x-robots-tag': 'noindex' })
    ctx.type = MEDIA[format as FileFormat]
    const disposition = format === 'pdf' && ctx.query.inline !== undefined ? 'inline' : 'attachment'
    ctx.attachment(`dzfp_${params.file}`, { type: disposition })
    return Buffer.from(file.bytes)
  })
  guard('GET /api/v1/applications/:token/print/:file', 'lookup', async ({ ctx, params, query }) => {
    const [number = ''] = params.file.split('.')
    const invoice = await findInvoice(ground, await findApplication(ground, params.token), number)
    ctx.set({ 'cache-control': 'private, no-store', 'x-robots-tag': 'noindex' })
    ctx.attachment(`dzfp_${number}_${query.size}.pdf`, { type: 'inline' })
    return Buffer.from(
      await renderer.render(invoice.model, 'pdf', { size: query.size, simulated: ground.config.DEMO_MARK }),
    )
  })
}

async function findInvoice(ground: Ground, application: ApplicationRow, number: string): Promise<InvoiceRow> {
  const where = { applicationId: application.id, number, status: 'issued' as const }
  const invoice = await ground.db.manager.findOneBy(invoiceEntity, where)
  if (!invoice) throw new AppError('application.not_found')
  return invoice
}
