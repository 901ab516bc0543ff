import type { Readable } from 'node:stream'
import { createTransport, type NodemailerError } from 'nodemailer'
import { messageProblem, oneLine } from './check-message'
import type { Mailer, MailMessage, SendResult } from './mailer'

export interface SmtpOptions {
  /** `smtp://user:password@host:587` or `smtps://…:465`. */
  url: string
  /** `票码 Piaoma <invoice@example.cn>`. */
  from: string
  /** Longest wait for the server's next word. */
  replyTimeoutMs?: number
  /** Longest time for a whole mail. */
  mailTimeoutMs?: number
}

/**
 * Sends through an SMTP server over a few kept connections (nodemailer). With a password, a server that is not on
 * this machine must offer TLS; `?requireTLS=false` in the address lifts that.
 */
export function createSmtpMailer(options: SmtpOptions): Mailer {
  const replyTimeout = options.replyTimeoutMs ?? 30_000
  const transport = createTransport({
    pool: true,
    maxConnections: 4,
    connectionTimeout: Math.min(replyTimeout, 15_000),
    greetingTimeout: replyTimeout,
    socketTimeout: replyTimeout,
    dnsTimeout: replyTimeout,
    requireTLS: needsTls(options.url),
    // Content comes as bytes only; a path or an address among it would be somebody's trick.
    disableFileAccess: true,
    disableUrlAccess: true,
    url: options.url,
  })
  const contents = new Map<string, Readable>()
  transport.use('stream', (mail, done) => {
    const { message } = mail
    if (!message) return done()
    const create = message.createReadStream.bind(message)
    message.createReadStream = (streamOptions) => {
      const stream = create(streamOptions)
      contents.set(message.messageId(), stream)
      return stream
    }
    done()
  })

  return {
    async send(message) {
      const impossible = messageProblem(message)
      if (impossible !== undefined) return { outcome: 'refused', problem: impossible }
      try {
        await transport.sendMail({
          ...mailOptions(message, options.from),
          signal: AbortSignal.timeout(options.mailTimeoutMs ?? 120_000),
        })
        return { outcome: 'sent' }
      } catch (error) {
        const hasBegun = contents.get(message.messageId)?.readableDidRead === true
        return sendFailure(error as NodemailerError, hasBegun)
      } finally {
        contents.delete(message.messageId)
      }
    },
    close: () => transport.close(),
  }
}

function mailOptions(message: MailMessage, from: string) {
  return {
    from,
    // As parts: the library then parses no text into addresses.
    to: { name: '', address: message.to },
    subject: message.subject,
    messageId: message.messageId,
    text: message.text,
    html: message.html,
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    attachments: message.attachments.map(({ fileName, mediaType, bytes }) => ({
      filename: fileName,
      contentType: mediaType,
      content: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    })),
  }
}

/** Sorts a failure into the outcomes of `SendResult`. `hasBegun`: the server had asked for the content. */
function sendFailure(error: NodemailerError, hasBegun: boolean): SendResult {
  const problem = oneLine(error.response ?? error.message, 250)
  const isAboutThisMail = error.code === 'EENVELOPE' || error.code === 'EMESSAGE'
  // Without a reply it was the library that found the message impossible, or too large for this server.
  if (isAboutThisMail) return { outcome: error.permanent === false ? 'retry' : 'refused', problem }
  // A reply is definite. A refused log-in or greeting is about our settings: it passes once somebody mends them.
  if (error.responseCode !== undefined) return { outcome: 'retry', problem }
  return { outcome: hasBegun ? 'unknown' : 'retry', problem }
}

function needsTls(address: string): boolean {
  const url = new URL(address)
  const isLocal = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname)
  return url.protocol === 'smtp:' && url.username !== '' && !isLocal
}
