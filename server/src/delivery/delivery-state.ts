import { type DeliveryAction, deliveryMachine } from '@piaoma/shared/states'
import { maskEmail, maskPhone } from '@piaoma/shared/taxpayer'
import { IsNull } from 'typeorm'
import { applicationEntity } from '../applications/entity'
import { applicationTopic } from '../applications/topics'
import { crashPoint } from '../crash-point'
import { type Tx, transition } from '../db'
import type { Ground } from '../ground'
import type { Job } from '../jobs'
import { oneLine } from '../mail'
import { raiseAlarm } from '../merchants/audit'
import { alarmEntity } from '../merchants/entity'
import { type DeliveryRow, deliveryEntity } from './entity'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
/** Pauses after each try that failed for a passing cause: eleven tries over about 24 hours. */
const PAUSES_MS = [
  30 * SECOND,
  2 * MINUTE,
  5 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  4 * HOUR,
  8 * HOUR,
  8 * HOUR,
]
export const FAILED_ALARM = 'delivery_failed'

/** What the server said, without the addresses it likes to repeat: a guest's link may be passed on. */
export const problemText = (said: string) =>
  oneLine(said, 300).replace(/[^\s<>:;,"]+@[^\s<>:;,"]+/g, (address) => maskEmail(address))

/** Taken over by the other side: the delivery and its job are done, an open alarm about it is over. */
export async function completeDelivery(ground: Ground, job: Job, row: DeliveryRow): Promise<undefined> {
  await ground.db.transaction(async (tx) => {
    await step(ground, tx, row, 'complete', { problem: null })
    const at = ground.clock.now()
    const open = { targetId: row.id, kind: FAILED_ALARM, resolvedAt: IsNull() }
    await tx.manager.update(alarmEntity, open, { resolvedAt: at })
    await job.finish(tx)
    crashPoint('delivery.complete:before-commit')
  })
  crashPoint('delivery.complete:after-commit')
}

/** It will never go out by itself: marked, alarmed and left to a person. */
export async function failDelivery(
  ground: Ground,
  job: Job,
  row: DeliveryRow,
  problem: string,
): Promise<undefined> {
  const mask = row.channel === 'sms' ? maskPhone : maskEmail
  const application = await ground.db.manager.findOneBy(applicationEntity, { id: row.applicationId })
  // Before the state: a crash in between repeats the alarm instead of losing it.
  await raiseAlarm(ground, {
    merchantId: row.merchantId,
    kind: FAILED_ALARM,
    text: `${mask(row.target)}: ${problem}`.slice(0, 500),
    targetType: 'delivery',
    targetId: row.id,
    ...(application ? { storeId: application.storeId } : {}),
  })
  await ground.db.transaction(async (tx) => {
    await step(ground, tx, row, 'fail', { problem })
    await job.finish(tx)
  })
}

type Change = Partial<Pick<DeliveryRow, 'attempts' | 'problem'>>

/** One step of a delivery in a transaction of its own; false when somebody else was first. */
export const moveDelivery = (
  ground: Ground,
  row: DeliveryRow,
  action: DeliveryAction,
  change: Change,
): Promise<boolean> => ground.db.transaction((tx) => step(ground, tx, row, action, change))

function step(
  ground: Ground,
  tx: Tx,
  row: DeliveryRow,
  action: DeliveryAction,
  change: Change,
): Promise<boolean> {
  tx.onCommit(() => ground.signals.send(applicationTopic(row.applicationId)))
  const set = { ...change, updatedAt: ground.clock.now() }
  return transition(tx, deliveryEntity, deliveryMachine, action, { id: row.id }, set)
}

/** Not taken, for a passing cause: again after a pause, or never when a day is over. */
export async function retryDelivery(
  ground: Ground,
  job: Job,
  row: DeliveryRow,
  { attempts, problem }: { attempts: number; problem: string },
): Promise<{ retryInMs: number } | undefined> {
  const pause = PAUSES_MS[attempts - 1]
  if (pause === undefined) return failDelivery(ground, job, row, problem)
  await moveDelivery(ground, row, 'retry', { problem })
  // Spread, so that a server that comes back is not met by everybody at once.
  return { retryInMs: Math.round(pause * (0.8 + Math.random() * 0.4)) }
}
