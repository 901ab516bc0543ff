import type { AddressInfo } from 'node:net'
import { Faults } from './faults'
import { type MailStore, openMailStore } from './mail-store'
import { startSmtp } from './smtp'
import { createWeb } from './web'

export interface MailSinkOptions {
  /** Folder of the .eml files. */
  data: string
  /** Default 127.0.0.1: what lands here is private. */
  host?: string
  /** 0 or absent: a free port. */
  smtpPort?: number
  httpPort?: number
}

export interface MailSink {
  readonly smtpUrl: string
  readonly httpUrl: string
  readonly store: MailStore
  readonly faults: Faults
  close(): Promise<void>
}

/** Starts the mail sink: an SMTP server that delivers to nobody, and a web page with what it received. */
export async function startMailSink(options: MailSinkOptions): Promise<MailSink> {
  const host = options.host ?? '127.0.0.1'
  const store = await openMailStore(options.data, Date.now)
  const faults = new Faults()
  const smtp = await startSmtp(store, faults, { host, port: options.smtpPort ?? 0 })
  try {
    const web = await listen(createWeb(store, faults), host, options.httpPort ?? 0)
    return {
      smtpUrl: `smtp://${urlHost(host)}:${smtp.port}`,
      httpUrl: `http://${urlHost(host)}:${web.port}`,
      store,
      faults,
      close: async () => {
        await smtp.close()
        await web.close()
      },
    }
  } catch (error) {
    await smtp.close()
    throw error
  }
}

function listen(
  app: ReturnType<typeof createWeb>,
  host: string,
  port: number,
): Promise<{ port: number; close: () => Promise<void> }> {
  return new Promise((resolve, reject) => {
    const server = app.listen(port, host)
    server.once('error', reject)
    server.once('listening', () =>
      resolve({
        port: (server.address() as AddressInfo).port,
        close: () =>
          new Promise((done) => {
            server.close(() => done())
            server.closeAllConnections()
          }),
      }),
    )
  })
}

/** An address that can be connected to: 0.0.0.0 listens everywhere but leads nowhere. */
function urlHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1'
  return host.includes(':') ? `[${host}]` : host
}
