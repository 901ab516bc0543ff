import { applicationMachine } from '@piaoma/shared/states'
import { type ApplicationRow, applicationEntity } from '../applications/entity'
import { releaseHeldCodes } from '../applications/review-application'
import { applicationTopic } from '../applications/topics'
import { crashPoint } from '../crash-point'
import { insertRow, type Tx, transition } from '../db'
import type { Job } from '../jobs'
import { enqueue } from '../jobs'
import { taxpayerEntity } from '../merchants/entity'
import { buildOrders } from './build-orders'
import type { IssuingDeps } from './deps'
import { issueRequestEntity } from './entity'
import { refusalReason } from './reasons'
import type { Refusal } from './tax-channel'

/**
 * Job `issuing.request`: turns an accepted application into one issue request a part, each with a serial of its own
 * that is stored here, before anything is sent. Run twice it does nothing the second time.
 */
export async function requestInvoice(deps: IssuingDeps, job: Job): Promise<undefined> {
  const { ground } = deps
  const applicationId = job.payload.applicationId ?? ''
  const application = await ground.db.manager.findOneBy(applicationEntity, { id: applicationId })
  if (application?.status !== 'submitted') return
  const seller = await ground.db.manager.findOneByOrFail(taxpayerEntity, { id: application.taxpayerId })
  const channel = deps.channelFor(seller)
  const now = ground.clock.now()
  const built = buildOrders(application, seller, channel.limits, now)
  await ground.db.transaction(async (tx) => {
    await job.finish(tx)
    const set = { updatedAt: now, version: application.version + 1 }
    const where = { id: application.id, version: application.version }
    if (!(await transition(tx, applicationEntity, applicationMachine, 'request', where, set))) return
    tx.onCommit(() => ground.signals.send(applicationTopic(application.id)))
    if (!built.ok) return refuseApplication(deps, tx, { ...application, ...set }, built.refusal)
    const earlier = await tx.manager.maximum(issueRequestEntity, 'round', { applicationId: application.id })
    for (const [part, order] of built.orders.entries()) {
      const id = ground.ids.ulid()
      const serial = makeSerial(now, ground.ids.bytes(8))
      await insertRow(tx.manager, issueRequestEntity, {
        id,
        merchantId: application.merchantId,
        taxpayerId: application.taxpayerId,
        applicationId: application.id,
        serial,
        round: (earlier ?? 0) + 1,
        part,
        status: 'created',
        channel: channel.name,
        channelSerial: null,
        order: { ...order, serial },
        cause: null,
        sentAt: null,
        createdAt: now,
        updatedAt: now,
      })
      await enqueue(ground, tx, 'issuing.drive', { requestId: id }, { subject: id })
    }
    crashPoint('issuing.request:before-commit')
  })
  crashPoint('issuing.request:after-commit')
  return
}

/** Nothing was or will be issued: the guest reads why, the merchant may correct it, the order codes are free. */
export async function refuseApplication(
  deps: IssuingDeps,
  tx: Tx,
  application: ApplicationRow,
  refusal: Refusal,
): Promise<void> {
  const { ground } = deps
  const reason = refusalReason(refusal)
  const isDone = await transition(
    tx,
    applicationEntity,
    applicationMachine,
    'refuse',
    { id: application.id },
    { ...reason, version: application.version + 1, updatedAt: ground.clock.now() },
  )
  if (!isDone) return
  await releaseHeldCodes(ground, tx, application.id)
  await deps.onEvent?.(tx, 'application.refused', { ...application, ...reason, status: 'refused' })
  tx.onCommit(() => ground.signals.send(applicationTopic(application.id)))
}

/** 20 ASCII characters: `P`, the millisecond in base 36 (8, until 2059), and 55 random bits in base 36. */
export function makeSerial(now: number, random: Uint8Array): string {
  const number = random.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n) % 36n ** 11n
  return `P${now.toString(36).toUpperCase().padStart(8, '0')}${number.toString(36).toUpperCase().padStart(11, '0')}`
}
