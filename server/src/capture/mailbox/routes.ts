import type { MailboxView, mailboxChange, mailboxInput } from '@piaoma/shared/contract'
import { LessThan } from 'typeorm'
import type { z } from 'zod'
import { isUniqueViolation } from '../../db'
import type { Ground } from '../../ground'
import { AppError, type Guard, type Person } from '../../http'
import { enqueue, hasten } from '../../jobs'
import { actingAs, changedFields } from '../../merchants/acting'
import { recordAudit } from '../../merchants/audit'
import { forMerchant } from '../../merchants/scoped'
import { type MailboxRow, mailboxEntity, mailboxMessageEntity } from './entity'

const isoTime = (at: number): string => new Date(at).toISOString()

/** Mailboxes of the merchant, for finance and owner. */
export function mountMailboxes(guard: Guard, ground: Ground): void {
  const mailboxes = (person: Person) => forMerchant(ground.db.manager, mailboxEntity, person.merchantId)
  guard('GET /api/v1/merchant/mailboxes', 'console', async ({ caller }) => ({
    items: (await mailboxes(caller).find({}, { order: { id: 'ASC' } })).map(presentMailbox),
  }))
  guard('POST /api/v1/merchant/mailboxes', 'console', async ({ caller, body }) =>
    presentMailbox(await addMailbox(ground, caller, body)),
  )
  guard('PATCH /api/v1/merchant/mailboxes/:id', 'console', async ({ caller, params, body }) => {
    await changeMailbox(ground, caller, params.id, body)
    return presentMailbox(await mailboxes(caller).get(params.id))
  })
  guard('DELETE /api/v1/merchant/mailboxes/:id', 'console', async ({ caller, params }) => {
    await ground.db.transaction(async (tx) => {
      const removed = await forMerchant(tx.manager, mailboxEntity, caller.merchantId).delete({
        id: params.id,
      })
      if (removed === 0) throw new AppError('resource.not_found')
      await audit(ground, tx, caller, params.id, 'mailbox.remove')
    })
  })
  guard('POST /api/v1/merchant/mailboxes/:id/check', 'console', async ({ caller, params }) => {
    const row = await mailboxes(caller).get(params.id)
    await hasten(ground, 'mailbox.check', row.id)
    return presentMailbox(row)
  })
  guard('GET /api/v1/merchant/mailboxes/:id/messages', 'console', async ({ caller, params, query }) => {
    const { id: mailboxId } = await mailboxes(caller).get(params.id)
    const rows = await forMerchant(ground.db.manager, mailboxMessageEntity, caller.merchantId).find(
      { mailboxId, ...(query.cursor ? { id: LessThan(query.cursor) } : {}) },
      { order: { id: 'DESC' }, take: query.limit + 1 },
    )
    const shown = rows.slice(0, query.limit)
    return {
      items: shown.map(({ id, subject, sender, uploadId, attachments, links, sentAt, takenAt }) => ({
        id,
        subject,
        sender,
        uploadId: uploadId ?? undefined,
        attachments,
        links,
        sentAt: sentAt === null ? undefined : isoTime(sentAt),
        takenAt: isoTime(takenAt),
      })),
      next: rows.length > query.limit ? (shown.at(-1)?.id ?? null) : null,
    }
  })
}

function presentMailbox({
  id,
  host,
  port,
  security,
  login,
  folder,
  isActive,
  checkedAt,
  problem,
}: MailboxRow): MailboxView {
  return {
    id,
    host,
    port,
    security,
    login,
    folder,
    isActive,
    checkedAt: checkedAt === null ? undefined : isoTime(checkedAt),
    problem: problem ?? undefined,
  }
}

/** Adds a mailbox and the job that watches it; the same folder twice is `resource.exists`. */
function addMailbox(
  ground: Ground,
  person: Person,
  { password, ...input }: z.output<typeof mailboxInput>,
): Promise<MailboxRow> {
  assertSecure(ground, input)
  return existing(() =>
    ground.db.transaction(async (tx) => {
      const row = await forMerchant(tx.manager, mailboxEntity, person.merchantId).insert({
        ...input,
        id: ground.ids.ulid(),
        personId: person.userId,
        password: ground.secrets.seal(password),
        isActive: true,
        uidValidity: null,
        lastUid: 0,
        checkedAt: null,
        problem: null,
        createdAt: ground.clock.now(),
      })
      await enqueue(ground, tx, 'mailbox.check', { mailboxId: row.id }, { subject: row.id })
      await audit(ground, tx, person, row.id, 'mailbox.add')
      return row
    }),
  )
}

function changeMailbox(
  ground: Ground,
  person: Person,
  id: string,
  { password, ...change }: z.output<typeof mailboxChange>,
): Promise<void> {
  return existing(() =>
    ground.db.transaction(async (tx) => {
      const mailboxes = forMerchant(tx.manager, mailboxEntity, person.merchantId)
      const row = await mailboxes.get(id)
      assertSecure(ground, { ...row, ...change })
      const isElsewhere = (['host', 'login', 'folder'] as const).some(
        (name) => change[name] !== undefined && change[name] !== row[name],
      )
      await mailboxes.update(
        { id },
        {
          ...change,
          ...(password === undefined ? {} : { password: ground.secrets.seal(password) }),
          // Another folder counts its messages by itself.
          ...(isElsewhere ? { uidValidity: null, lastUid: 0 } : {}),
          problem: null,
        },
      )
      if (change.isActive === true && !row.isActive) {
        await enqueue(ground, tx, 'mailbox.check', { mailboxId: id }, { subject: id })
      }
      await audit(ground, tx, person, id, 'mailbox.change', changedFields({ ...change, password }))
    }),
  )
}

/** A password goes over the network in the clear nowhere but at loopback, where the demo and tests are. */
function assertSecure({ config }: Ground, { security, host }: { security: string; host: string }): void {
  const isLoopback = /^(localhost|127(\.\d+){3}|::1)$/.test(host)
  if ((security === 'none' || isLoopback) && !(isLoopback && config.WEBHOOK_PRIVATE_HOSTS)) {
    throw new AppError('request.invalid', { fields: [{ path: 'security', code: 'mailbox.insecure' }] })
  }
}

async function existing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (isUniqueViolation(error)) throw new AppError('resource.exists')
    throw error
  }
}

function audit(
  ground: Ground,
  tx: Parameters<typeof recordAudit>[1],
  person: Person,
  targetId: string,
  action: string,
  detail?: string,
): Promise<void> {
  return recordAudit(ground, tx, { ...actingAs(person), targetType: 'mailbox', targetId, action, detail })
}
