/** One mail to one recipient. Text fields hold one line each, without control characters. */
export interface MailMessage {
  /** `<local@host>`, chosen by the caller: sending the same message again carries the same one. */
  messageId: string
  to: string
  subject: string
  text: string
  html: string
  attachments: MailAttachment[]
}

export interface MailAttachment {
  fileName: string
  mediaType: string
  bytes: Uint8Array
}

/**
 * `sent`: the server took it over. `refused`: it never will (5xx, or the message itself is impossible).
 * `retry`: it was not taken, for a passing cause. `unknown`: the connection was lost after the content had begun to
 * flow, so the server may have taken it. `problem` is one line for people.
 */
export type SendResult = { outcome: 'sent' } | { outcome: 'refused' | 'retry' | 'unknown'; problem: string }

export interface Mailer {
  /** Never throws. */
  send(message: MailMessage): Promise<SendResult>
  /** Lets running mails end and closes the connections. */
  close(): void
}

/** Stands in while no `SMTP_URL` is set: everything waits for one. */
export const unconfiguredMailer: Mailer = {
  send: async () => ({ outcome: 'retry', problem: 'SMTP_URL is not set' }),
  close: () => {},
}
