import { EntitySchema } from 'typeorm'
import { fen, flag, id, integer, json, ref, text, time } from '../../db'

/** 收票邮箱: a folder at an IMAP server that is watched for received invoices. */
export interface MailboxRow {
  id: string
  merchantId: string
  /** What comes in by it is his. */
  personId: string
  host: string
  port: number
  /** `tls`: from the first byte; `starttls`: never without it; `none`: only at loopback. */
  security: 'tls' | 'starttls' | 'none'
  login: string
  /** Sealed with the data key; never leaves the server. */
  password: string
  folder: string
  isActive: boolean
  /** UIDs count anew when the server changes it (RFC 3501, 2.3.1.1). */
  uidValidity: number | null
  /** Every message up to it was taken. */
  lastUid: number
  checkedAt: number | null
  /** Why the last look failed. */
  problem: string | null
  createdAt: number
}
export const mailboxEntity = new EntitySchema<MailboxRow>({
  name: 'mailbox',
  columns: {
    id: id(),
    merchantId: ref(),
    personId: ref(),
    host: text(200),
    port: integer(),
    security: text(10),
    login: text(200),
    password: text(500),
    folder: text(200),
    isActive: flag(),
    uidValidity: fen({ nullable: true }),
    lastUid: fen(),
    checkedAt: time({ nullable: true }),
    problem: text(200, { nullable: true }),
    createdAt: time(),
  },
  uniques: [{ name: 'uq_mailbox', columns: ['merchantId', 'host', 'login', 'folder'] }],
})

/** One message that was taken, once: `messageKey` is its Message-ID or, without one, UIDVALIDITY and UID. */
export interface MailboxMessageRow {
  id: string
  merchantId: string
  mailboxId: string
  messageKey: string
  subject: string
  sender: string
  /** What its attachments became; null when it had none to take. */
  uploadId: string | null
  attachments: number
  /** Addresses in its text; listed for a person, never followed. */
  links: string[]
  sentAt: number | null
  takenAt: number
}
export const mailboxMessageEntity = new EntitySchema<MailboxMessageRow>({
  name: 'mailbox_message',
  columns: {
    id: id(),
    merchantId: ref(),
    mailboxId: ref(),
    messageKey: text(64),
    subject: text(300),
    sender: text(300),
    uploadId: ref({ nullable: true }),
    attachments: integer(),
    links: json(),
    sentAt: time({ nullable: true }),
    takenAt: time(),
  },
  uniques: [{ name: 'uq_mailbox_message', columns: ['mailboxId', 'messageKey'] }],
})
