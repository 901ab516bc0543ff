import { z } from 'zod'
import { page, text, time, ulid } from './common'

/** 收票邮箱. Its password never leaves the server. */
export const mailbox = z.object({
  id: ulid,
  host: z.string(),
  port: z.int(),
  security: z.enum(['tls', 'starttls', 'none']),
  login: z.string(),
  folder: z.string(),
  isActive: z.boolean(),
  checkedAt: time.optional(),
  /** Why the last look failed. */
  problem: z.string().optional(),
})
export type MailboxView = z.infer<typeof mailbox>
const parts = {
  host: z
    .string()
    .trim()
    .max(200, 'text.too_long')
    .regex(/^[A-Za-z0-9.:-]+$/, 'mailbox.host_form'),
  port: z.int().min(1, 'mailbox.port_form').max(65_535, 'mailbox.port_form'),
  security: z.enum(['tls', 'starttls', 'none']),
  login: text(200),
  password: z.string().min(1, 'field.required').max(200, 'text.too_long'),
  folder: text(200),
}
export const mailboxInput = z.strictObject({
  ...parts,
  port: parts.port.default(993),
  security: parts.security.default('tls'),
  folder: parts.folder.default('INBOX'),
})
export const mailboxChange = z.strictObject({ ...parts, isActive: z.boolean() }).partial()

/** A message that was taken; its links are for a person to look at. */
export const mailboxMessage = z.object({
  id: ulid,
  subject: z.string(),
  sender: z.string(),
  uploadId: ulid.optional(),
  attachments: z.int(),
  links: z.array(z.string()),
  sentAt: time.optional(),
  takenAt: time,
})
export const mailboxMessagePage = page(mailboxMessage)
