import { applicationMachine, type IssueRequestAction, issueRequestMachine } from '@piaoma/shared/states'
import { applicationEntity } from '../applications/entity'
import { applicationTopic } from '../applications/topics'
import { crashPoint } from '../crash-point'
import { type Tx, transition } from '../db'
import type { Job, JobResult } from '../jobs'
import { raiseAlarm } from '../merchants/audit'
import { type TaxpayerRow, taxpayerEntity } from '../merchants/entity'
import type { IssuingDeps } from './deps'
import { type IssueRequestRow, issueRequestEntity } from './entity'
import { askAgainInMs, trustAbsenceAfterMs, tryAgainInMs } from './pace'
import { waitReason } from './reasons'
import { recordInvoice } from './record-invoice'
import { refuseApplication } from './request-invoice'
import type { IssueOutcome, QueryOutcome, Refusal, TaxChannel, WaitCause } from './tax-channel'

/**
 * Job `issuing.drive`: takes one issue request one step further and asks to be called again until its fate is known.
 * Before a call the request is marked `sending`; whoever finds it so later asks about the serial, never sends anew
 * under another one. Sending again happens only under the same serial and only after the channel has said that it
 * never saw it.
 */
export async function driveRequest(deps: IssuingDeps, job: Job): Promise<JobResult> {
  const { ground } = deps
  const request = await ground.db.manager.findOneBy(issueRequestEntity, { id: job.payload.requestId ?? '' })
  if (!request) return
  const seller = await ground.db.manager.findOneByOrFail(taxpayerEntity, { id: request.taxpayerId })
  const step = new Step(deps, job, request, seller)
  switch (request.status) {
    case 'created':
      return step.start()
    case 'waiting':
      return step.send('send')
    case 'sending':
    case 'accepted':
    case 'unknown':
      return step.ask()
    case 'issued':
    case 'parked':
    case 'refused':
      return
  }
}

class Step {
  private readonly channel: TaxChannel

  constructor(
    private readonly deps: IssuingDeps,
    private readonly job: Job,
    private readonly request: IssueRequestRow,
    private readonly seller: TaxpayerRow,
  ) {
    this.channel = deps.channelFor(seller)
  }

  /** Parts of one application go one after the other, so that a refusal of the first stops the rest. */
  async start(): Promise<JobResult> {
    if (this.request.part > 0) {
      const previous = await this.deps.ground.db.manager.findOneByOrFail(issueRequestEntity, {
        applicationId: this.request.applicationId,
        round: this.request.round,
        part: this.request.part - 1,
      })
      if (previous.status === 'refused') return this.close('refuse', previous.cause ?? '')
      if (previous.status !== 'issued') return { retryInMs: tryAgainInMs(this.age()) }
    }
    return this.send('send')
  }

  async send(action: 'send' | 'resend'): Promise<JobResult> {
    const { ground, callbackUrlFor } = this.deps
    const sentAt = ground.clock.now()
    crashPoint('issuing.drive:before-mark')
    // Stored before the call: after a crash from here on the serial is asked about.
    if (!(await this.move(action, { sentAt }))) return { retryInMs: 0 }
    this.request.sentAt = sentAt
    crashPoint('issuing.drive:before-call')
    const outcome = await this.channel.issue({
      ...this.request.order,
      callbackUrl: callbackUrlFor(this.seller),
    })
    crashPoint('issuing.drive:after-call')
    return this.settle(outcome)
  }

  private async settle(outcome: IssueOutcome): Promise<JobResult> {
    switch (outcome.outcome) {
      case 'accepted':
        await this.move('accept', { channelSerial: outcome.channelSerial, cause: null })
        crashPoint('issuing.drive:after-accept')
        return { retryInMs: 0 }
      case 'refused':
        return this.refuse(outcome.refusal)
      case 'waiting':
        return this.wait(outcome.cause, outcome.message)
      case 'unknown':
        await this.move('lose', { cause: outcome.cause })
        return { retryInMs: askAgainInMs(this.age()) }
    }
  }

  async ask(): Promise<JobResult> {
    const outcome = await this.channel.query(this.request.serial)
    crashPoint('issuing.drive:after-query')
    return this.learn(outcome)
  }

  private async learn(outcome: QueryOutcome): Promise<JobResult> {
    switch (outcome.outcome) {
      case 'issued':
        await recordInvoice(this.deps, this.job, this.request, outcome.result)
        return
      case 'refused':
        return this.refuse(outcome.refusal)
      case 'waiting':
        return this.wait(outcome.cause, outcome.message)
      case 'absent':
        // A call of ours may still be on its way; the serial makes a late twin harmless, but why provoke it.
        if (this.age() < trustAbsenceAfterMs(this.deps.ground.config.CHANNEL_TIMEOUT_MS))
          return { retryInMs: askAgainInMs(this.age()) }
        if (this.request.status === 'sending') await this.move('lose', { cause: 'absent' })
        this.request.status = 'unknown'
        return this.send('resend')
      case 'processing':
      case 'unknown': {
        const cause = outcome.outcome === 'unknown' ? outcome.cause : null
        if (this.request.status === 'sending')
          await this.move('lose', { cause: cause ?? 'crashed while sending' })
        await this.alarmWhenLate()
        return { retryInMs: askAgainInMs(this.age()) }
      }
    }
  }

  private async wait(cause: WaitCause, message: string): Promise<JobResult> {
    const { ground } = this.deps
    const reason = waitReason(cause, message)
    await ground.db.transaction(async (tx) => {
      if (!(await this.moveIn(tx, 'hold', { cause: message.slice(0, 500) }))) return
      await this.moveApplication(tx, 'hold', reason)
    })
    await this.alarm(`waiting_${cause}`, message)
    return { retryInMs: tryAgainInMs(this.age()) }
  }

  private async refuse(refusal: Refusal): Promise<JobResult> {
    return this.close('refuse', refusal.message, refusal)
  }

  /** A definite end without an invoice. If another part was issued, a person must decide what follows. */
  private async close(action: 'refuse', cause: string, refusal?: Refusal): Promise<JobResult> {
    const { ground } = this.deps
    let isPartial = false
    await ground.db.transaction(async (tx) => {
      await this.job.finish(tx)
      if (!(await this.moveIn(tx, action, { cause: cause.slice(0, 500) }))) return
      const application = await tx.manager.findOneByOrFail(applicationEntity, {
        id: this.request.applicationId,
      })
      if (refusal && this.request.part > 0) {
        isPartial = true
        await this.moveApplication(tx, 'hold', {
          reasonCode: 'partly_refused',
          reasonText: cause.slice(0, 500),
        })
      } else if (refusal) {
        await refuseApplication(this.deps, tx, application, refusal)
      }
    })
    if (isPartial) await this.alarm('partly_refused', cause)
    return
  }

  private age(): number {
    const since = this.request.sentAt ?? this.request.createdAt
    return this.deps.ground.clock.now() - since
  }

  /** Half an hour without an answer is worth a person's look; the asking goes on all the same. */
  private async alarmWhenLate(): Promise<void> {
    if (this.age() > 1_800_000) await this.alarm('issuing_late', this.request.serial)
  }

  private async alarm(kind: string, text: string): Promise<void> {
    const { merchantId, applicationId } = this.request
    const { storeId } = await this.deps.ground.db.manager.findOneByOrFail(applicationEntity, {
      id: applicationId,
    })
    return raiseAlarm(this.deps.ground, {
      merchantId,
      kind,
      text: text.slice(0, 500),
      targetType: 'application',
      targetId: applicationId,
      storeId,
    })
  }

  /** `resume` once the channel took the request after a wait. */
  private async moveApplication(
    tx: Tx,
    action: 'hold' | 'resume',
    set: { reasonCode: string | null; reasonText: string | null },
  ): Promise<void> {
    const { ground } = this.deps
    const { applicationId } = this.request
    const where = { id: applicationId }
    const now = ground.clock.now()
    if (
      await transition(tx, applicationEntity, applicationMachine, action, where, { ...set, updatedAt: now })
    ) {
      await tx.manager.increment(applicationEntity, where, 'version', 1)
      tx.onCommit(() => ground.signals.send(applicationTopic(applicationId)))
    }
  }

  private move(action: IssueRequestAction, set: Partial<IssueRequestRow>): Promise<boolean> {
    return this.deps.ground.db.transaction(async (tx) => {
      const isMoved = await this.moveIn(tx, action, set)
      if (isMoved && action === 'accept') {
        await this.moveApplication(tx, 'resume', { reasonCode: null, reasonText: null })
      }
      return isMoved
    })
  }

  private moveIn(tx: Tx, action: IssueRequestAction, set: Partial<IssueRequestRow>): Promise<boolean> {
    const updatedAt = this.deps.ground.clock.now()
    return transition(
      tx,
      issueRequestEntity,
      issueRequestMachine,
      action,
      { id: this.request.id },
      { ...set, updatedAt },
    )
  }
}
