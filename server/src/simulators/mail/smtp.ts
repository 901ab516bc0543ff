import type { AddressInfo } from 'node:net'
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server'
import type { Faults } from './faults'
import type { MailStore } from './mail-store'

const MAX_BYTES = 40 * 1024 * 1024

/** Takes every mail and keeps it before it answers, unless a fault is switched on. Answers the port. */
export async function startSmtp(
  store: MailStore,
  faults: Faults,
  where: { host: string; port: number },
): Promise<{ port: number; close: () => Promise<void> }> {
  const server = new SMTPServer({
    // A sink for one machine: it has no users and no certificate.
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    size: MAX_BYTES,
    rejectOversized: true,
    banner: 'Piaoma mail sink',
    onRcptTo({ address }, _session, done) {
      const fault = faults.take(['refuse', 'defer'], [address])
      if (fault?.kind === 'refuse') return done(reply(550, '5.1.1 mailbox unavailable'))
      if (fault?.kind === 'defer') return done(reply(451, '4.7.1 try again later'))
      done()
    },
    onData(stream, session, done) {
      receive(stream, session, store, faults).then(
        (outcome) => {
          if (outcome === 'drop') drop(server, session)
          else done(outcome)
        },
        (error: unknown) => done(reply(451, `4.3.0 ${error instanceof Error ? error.message : 'failed'}`)),
      )
    },
  })
  // A client that hangs up is no event here.
  server.on('error', () => {})
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject)
    server.listen(where.port, where.host, resolve)
  })
  return {
    port: (server.server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        for (const connection of server.connections) connection.close()
        server.close(() => resolve())
      }),
  }
}

async function receive(
  stream: SMTPServerDataStream,
  session: SMTPServerSession,
  store: MailStore,
  faults: Faults,
): Promise<Error | null | 'drop'> {
  const chunks: Buffer[] = []
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    // An oversized mail is read to its end, but not kept: the server answers 552 by itself.
    if (!stream.sizeExceeded) chunks.push(chunk)
  }
  if (stream.sizeExceeded) return null
  const { mailFrom, rcptTo } = session.envelope
  const to = rcptTo.map(({ address }) => address)
  const fault = faults.take(['refuse_content', 'defer_content', 'drop_before', 'drop_after', 'slow'], to)
  if (fault?.kind === 'refuse_content') return reply(554, '5.7.1 content refused')
  if (fault?.kind === 'defer_content') return reply(451, '4.3.1 out of space')
  if (fault?.kind === 'drop_before') return 'drop'
  if (fault?.kind === 'slow') await new Promise((resolve) => setTimeout(resolve, fault.delayMs ?? 5_000))
  await store.add({ from: mailFrom ? mailFrom.address : '', to, raw: Buffer.concat(chunks) })
  return fault?.kind === 'drop_after' ? 'drop' : null
}

const reply = (responseCode: number, message: string) => Object.assign(new Error(message), { responseCode })

function drop(server: SMTPServer, session: SMTPServerSession): void {
  for (const connection of server.connections) {
    if (connection.session.id === session.id) connection._socket.destroy()
  }
}
