import { reasonMessage } from '@piaoma/shared/messages'
import type { ApplicationRow } from '../applications/entity'
import { mergeApplications, mergeableWith } from '../applications/merge-applications'
import {
  approveApplication,
  correctApplication,
  discardApplication,
  editApplication,
  type OnDecided,
  rejectApplication,
} from '../applications/review-application'
import type { DocumentRenderer } from '../documents/render-pool'
import type { Ground } from '../ground'
import { AppError, type Guard, languageOf, type Person } from '../http'
import { acceptParked } from '../issuing/accept-parked'
import { buildOrders } from '../issuing/build-orders'
import type { IssuingDeps } from '../issuing/deps'
import { refusalReason } from '../issuing/reasons'
import { taxpayerEntity } from '../merchants/entity'
import {
  listApplications,
  loadApplication,
  summariseAll,
  viewMerchantApplication,
} from './merchant-application'

export interface ReviewDeps {
  ground: Ground
  issuing: IssuingDeps
  renderer: DocumentRenderer
  onDecided: OnDecided
}

const actorOf = (person: Person): string => `user:${person.userId}`

/** Review in the console: list, edit every field, approve, reject, correct, discard, many at once. */
export function mountReview(guard: Guard, deps: ReviewDeps): void {
  const { ground } = deps
  guard('GET /api/v1/merchant/applications', 'console', ({ ctx, caller, query }) =>
    listApplications(ground, caller, query, languageOf(ctx)),
  )
  guard('GET /api/v1/merchant/applications/:id', 'console', async ({ ctx, caller, params }) =>
    viewMerchantApplication(
      ground,
      caller,
      await loadApplication(ground, caller, params.id),
      languageOf(ctx),
    ),
  )
  guard('PATCH /api/v1/merchant/applications/:id', 'console', async ({ ctx, caller, params, body }) => {
    await editApplication(ground, await loadApplication(ground, caller, params.id), body, actorOf(caller))
    return viewMerchantApplication(
      ground,
      caller,
      await loadApplication(ground, caller, params.id),
      languageOf(ctx),
    )
  })
  mountDecisions(guard, deps)
  mountMerging(guard, deps)
  guard('POST /api/v1/merchant/applications/batch', 'console', async ({ caller, body }) => {
    if (body.action === 'reject' && !body.reason) {
      throw new AppError('request.invalid', { fields: [{ path: 'reason', code: 'reason.required' }] })
    }
    const results = []
    for (const item of body.items)
      results.push(await decideOne(deps, caller, body.action, item, body.reason ?? ''))
    return { results }
  })
  guard('GET /api/v1/merchant/applications/:id/preview.pdf', 'console', async ({ ctx, caller, params }) => {
    const row = await loadApplication(ground, caller, params.id)
    ctx.attachment('preview.pdf', { type: 'inline' })
    return Buffer.from(await renderPreview(deps, row))
  })
}

function mountDecisions(guard: Guard, deps: ReviewDeps): void {
  const { ground } = deps
  guard(
    'POST /api/v1/merchant/applications/:id/approve',
    'console',
    async ({ ctx, caller, params, body }) => {
      const decision = { version: body.version, actor: actorOf(caller) }
      await approveApplication(ground, await loadApplication(ground, caller, params.id), decision)
      return viewMerchantApplication(
        ground,
        caller,
        await loadApplication(ground, caller, params.id),
        languageOf(ctx),
      )
    },
  )
  guard('POST /api/v1/merchant/applications/:id/reject', 'console', async ({ ctx, caller, params, body }) => {
    const decision = { ...body, actor: actorOf(caller) }
    await rejectApplication(
      ground,
      await loadApplication(ground, caller, params.id),
      decision,
      deps.onDecided,
    )
    return viewMerchantApplication(
      ground,
      caller,
      await loadApplication(ground, caller, params.id),
      languageOf(ctx),
    )
  })
  guard(
    'POST /api/v1/merchant/applications/:id/correct',
    'console',
    async ({ ctx, caller, params, body }) => {
      const decision = { version: body.version, actor: actorOf(caller) }
      await correctApplication(ground, await loadApplication(ground, caller, params.id), decision)
      return viewMerchantApplication(
        ground,
        caller,
        await loadApplication(ground, caller, params.id),
        languageOf(ctx),
      )
    },
  )
  guard(
    'POST /api/v1/merchant/applications/:id/accept-parked',
    'console',
    async ({ ctx, caller, params, body }) => {
      const decision = { version: body.version, actor: actorOf(caller) }
      await acceptParked(deps.issuing, await loadApplication(ground, caller, params.id), decision)
      return viewMerchantApplication(
        ground,
        caller,
        await loadApplication(ground, caller, params.id),
        languageOf(ctx),
      )
    },
  )
}

/** 合并与拆分: what the reviewer may put together, and what will come apart by itself. */
function mountMerging(guard: Guard, deps: ReviewDeps): void {
  const { ground, issuing } = deps
  guard('GET /api/v1/merchant/applications/:id/proposals', 'console', async ({ ctx, caller, params }) => {
    const row = await loadApplication(ground, caller, params.id)
    const seller = await ground.db.manager.findOneByOrFail(taxpayerEntity, { id: row.taxpayerId })
    const built = buildOrders(row, seller, issuing.channelFor(seller).limits, ground.clock.now())
    const language = languageOf(ctx)
    const mergeable = row.status === 'reviewing' ? await mergeableWith(ground, row) : []
    return {
      parts: built.ok ? built.orders.length : 0,
      ...(built.ok ? {} : { problem: reasonMessage(refusalReason(built.refusal).reasonCode, language) }),
      mergeable: await summariseAll(ground, caller, mergeable, language),
    }
  })
  guard('POST /api/v1/merchant/applications/:id/merge', 'console', async ({ ctx, caller, params, body }) => {
    const row = await loadApplication(ground, caller, params.id)
    const others = []
    for (const { id, version } of body.others)
      others.push({ row: await loadApplication(ground, caller, id), version })
    await mergeApplications(ground, { row, version: body.version, others, actor: actorOf(caller) })
    return viewMerchantApplication(
      ground,
      caller,
      await loadApplication(ground, caller, params.id),
      languageOf(ctx),
    )
  })
}

/** Each one of a batch succeeds or fails by itself and says so. */
async function decideOne(
  deps: ReviewDeps,
  person: Person,
  action: 'approve' | 'reject' | 'discard',
  item: { id: string; version: number },
  reason: string,
): Promise<{ id: string; isDone: boolean; code?: string }> {
  const { ground } = deps
  const decision = { version: item.version, actor: actorOf(person) }
  try {
    const row = await loadApplication(ground, person, item.id)
    if (action === 'approve') await approveApplication(ground, row, decision)
    else if (action === 'reject')
      await rejectApplication(ground, row, { ...decision, reason }, deps.onDecided)
    else await discardApplication(ground, row, decision)
    return { id: item.id, isDone: true }
  } catch (error) {
    if (error instanceof AppError) return { id: item.id, isDone: false, code: error.code }
    throw error
  }
}

async function renderPreview(deps: ReviewDeps, row: ApplicationRow): Promise<Uint8Array> {
  const { ground, issuing, renderer } = deps
  const seller = await ground.db.manager.findOneByOrFail(taxpayerEntity, { id: row.taxpayerId })
  const now = ground.clock.now()
  const built = buildOrders(row, seller, issuing.channelFor(seller).limits, now)
  const order = built.ok ? built.orders[0] : undefined
  if (!order) throw new AppError('resource.not_found')
  const { kind, buyer, lines, amountFen, taxFen, totalFen, drawer, remark } = order
  return renderer.render(
    {
      kind,
      issuedAt: now,
      seller: order.seller,
      buyer,
      lines,
      amountFen,
      taxFen,
      totalFen,
      drawer,
      ...(remark ? { remark } : {}),
    },
    'pdf',
    { preview: true },
  )
}
