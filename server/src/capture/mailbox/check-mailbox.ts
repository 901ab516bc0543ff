import type { ImapFlow } from 'imapflow'
import { crashPoint } from '../../crash-point'
import { insertRow } from '../../db'
import { AppError } from '../../http'
import { sha256 } from '../../ids'
import type { Job, JobKind, JobResult } from '../../jobs'
import type { CaptureDeps } from '../deps'
import { assertRoom, type KeptFile, keepBytes, takeIn } from '../take-in'
import { type MailboxRow, mailboxEntity, mailboxMessageEntity } from './entity'
import { type ReadMessage, readMessage } from './read-message'

/** A folder is looked into this often. */
const EVERY_MS = 60_000
/** After a failure, and while there is no room. */
const LATER_MS = 5 * 60_000
/** One look takes so many; the next follows at once. */
const AT_ONCE = 20
/** A larger message is passed over: no invoice needs it. */
const MAX_MESSAGE_BYTES = 50 * 1024 * 1024
const TIMEOUT_MS = 20_000

/** The job that watches mailboxes. */
export function mailboxJobs(deps: CaptureDeps): Record<string, JobKind> {
  return { 'mailbox.check': { handle: (job) => checkMailbox(deps, job), maxDelayMs: LATER_MS } }
}

/**
 * Job `mailbox.check`: takes the new messages of a watched folder, each once, and comes back for ever while the mailbox
 * is watched. Nothing at the server is changed: no message is marked or moved. A failure is noted for people to see.
 */
async function checkMailbox(deps: CaptureDeps, job: Job): Promise<JobResult> {
  const { ground } = deps
  const row = await ground.db.manager.findOneBy(mailboxEntity, { id: job.payload.mailboxId ?? '' })
  if (!row?.isActive) return undefined
  const { id, merchantId } = row
  const note = (problem: string | null) =>
    ground.db.manager.update(mailboxEntity, { id, merchantId }, { checkedAt: ground.clock.now(), problem })
  try {
    const taken = await takeNew(deps, row)
    await note(null)
    return { retryInMs: taken >= AT_ONCE ? 0 : EVERY_MS }
  } catch (error) {
    const problem = problemOf(error)
    ground.log.warn({ event: 'mailbox.failed', mailbox: id, problem, err: error })
    await note(problem)
    return { retryInMs: LATER_MS }
  }
}

/** What went wrong, as a word that pages explain; never the server's own text. */
function problemOf(error: unknown): string {
  const { authenticationFailed, code, mailboxMissing, serverResponseCode } = error as {
    authenticationFailed?: boolean
    code?: string
    mailboxMissing?: boolean
    serverResponseCode?: string
  }
  if (error instanceof AppError) return 'too_many_waiting'
  if (authenticationFailed) return 'login_refused'
  if (mailboxMissing || serverResponseCode === 'NONEXISTENT') return 'folder_missing'
  if (/CERT|SSL|TLS/i.test(code ?? '')) return 'certificate'
  return 'unreachable'
}

async function takeNew(deps: CaptureDeps, row: MailboxRow): Promise<number> {
  // Loaded by those who watch a mailbox.
  const { ImapFlow } = await import('imapflow')
  const client = new ImapFlow({
    host: row.host,
    port: row.port,
    secure: row.security === 'tls',
    ...(row.security === 'starttls' ? { doSTARTTLS: true } : {}),
    ...(row.security === 'none' ? { doSTARTTLS: false } : {}),
    auth: { user: row.login, pass: deps.ground.secrets.open(row.password) },
    logger: false,
    disableAutoIdle: true,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
  })
  // Whatever breaks is told by the command that waits; without a listener it would end the process.
  client.on('error', () => {})
  try {
    await client.connect()
    const lock = await client.getMailboxLock(row.folder, { readOnly: true })
    try {
      return await takeFrom(deps, client, row)
    } finally {
      lock.release()
    }
  } finally {
    client.close()
  }
}

async function takeFrom(deps: CaptureDeps, client: ImapFlow, row: MailboxRow): Promise<number> {
  const { mailbox } = client
  if (!mailbox) throw new Error('no folder is open')
  const uidValidity = Number(mailbox.uidValidity)
  const isKnown = row.uidValidity === uidValidity
  const from = isKnown ? row.lastUid + 1 : 1
  const found: { uid: number; size: number }[] = []
  // `n:*` answers the last message even when it is older than n.
  for await (const { uid, size } of client.fetch(`${from}:*`, { uid: true, size: true }, { uid: true })) {
    if (uid >= from) found.push({ uid, size: size ?? 0 })
  }
  const due = found.sort((a, b) => a.uid - b.uid).slice(0, AT_ONCE)
  for (const { uid, size } of due) {
    const message = size <= MAX_MESSAGE_BYTES ? await download(deps, client, uid) : undefined
    await keepMessage(deps, row, { uid, uidValidity }, message)
  }
  return due.length
}

async function download(deps: CaptureDeps, client: ImapFlow, uid: number): Promise<ReadMessage | undefined> {
  const answer = await client.fetchOne(String(uid), { source: true }, { uid: true })
  // Deleted between the two commands.
  if (!answer) return undefined
  if (!answer.source) throw new Error('a message came without its source')
  return readMessage(answer.source, deps.reader.detect)
}

/** Takes one message: its attachments, the note that it was taken and the place to go on from, all or nothing. */
async function keepMessage(
  deps: CaptureDeps,
  row: MailboxRow,
  { uid, uidValidity }: { uid: number; uidValidity: number },
  message: ReadMessage | undefined,
): Promise<void> {
  const { ground } = deps
  const { id: mailboxId, merchantId, personId } = row
  const files = message?.files ?? []
  await assertRoom(ground, merchantId, files.length)
  const kept: KeptFile[] = []
  for (const file of files) kept.push(await keepBytes(deps, merchantId, file))
  const messageKey = sha256(message?.messageId ?? `${uidValidity}:${uid}`)
  const isNew =
    message !== undefined &&
    !(await ground.db.manager.existsBy(mailboxMessageEntity, { merchantId, mailboxId, messageKey }))
  await ground.db.transaction(async (tx) => {
    if (isNew) {
      const uploadId = kept.length > 0 ? ground.ids.ulid() : null
      await insertRow(tx.manager, mailboxMessageEntity, {
        id: ground.ids.ulid(),
        merchantId,
        mailboxId,
        messageKey,
        subject: message.subject,
        sender: message.sender,
        uploadId,
        attachments: kept.length,
        links: message.links,
        sentAt: message.sentAt,
        takenAt: ground.clock.now(),
      })
      if (uploadId) await takeIn(ground, tx, { merchantId, personId, source: 'mail', uploadId }, kept)
    }
    const mine = { id: mailboxId, merchantId }
    await tx.manager.update(mailboxEntity, mine, { uidValidity, lastUid: uid })
    crashPoint('mailbox.take:before-commit')
  })
  crashPoint('mailbox.take:after-commit')
}
