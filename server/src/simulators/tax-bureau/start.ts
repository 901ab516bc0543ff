import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { checkTaxCode, printedName } from '@piaoma/shared/tax-codes'
import { createBureauApp, troubleFrom } from './bureau-app'
import { type Bureau, createBureau } from './core/bureau'
import { type CrashPoint, crashAt } from './crash'
import { createShelf, type DocumentRenderer } from './documents/shelf'
import { createApps } from './door-nuonuo/apps'
import { createNotifier } from './door-nuonuo/callbacks'
import { createKnownInvoices } from './door-verify/known-invoices'
import { createFaultBoard } from './faults/board'
import { createJournal } from './journal'
import { createSettler } from './settler'
import { openStore, type Store } from './store'

export interface BureauServerOptions {
  /** Folder of the simulator's own SQLite file; made when it is not there. */
  dataFolder: string
  /** Draws PDF, OFD and XML; `createDocumentRenderer()` of server/src/documents fits. Not closed here. */
  renderer: DocumentRenderer
  /** 0 takes the port of the last run while it is free (so that file addresses last), else a free one. */
  port?: number
  /** How long the bureau takes to issue; 0. */
  delayMs?: number
  /** Guards `/control`; made up when not given. */
  controlToken?: string
  /** Tokens an app may fetch in 30 days; 50 as at NuoNuo. */
  tokenRation?: number
  crashPoint?: CrashPoint
}

export interface RunningBureau {
  /** `http://127.0.0.1:PORT`. */
  url: string
  port: number
  gatewayUrl: string
  tokenUrl: string
  controlUrl: string
  controlToken: string
  /** Ends all connections and closes the file; what is accepted is taken up at the next start. */
  close(): Promise<void>
}

/** Starts the tax bureau simulator on loopback. */
export async function startBureau(options: BureauServerOptions): Promise<RunningBureau> {
  mkdirSync(options.dataFolder, { recursive: true })
  const store = openStore(join(options.dataFolder, 'tax-bureau.sqlite'))
  const controlToken = options.controlToken ?? randomBytes(18).toString('base64url')
  const address = { url: '' }
  const { app, settler, notifier } = assemble(options, store, controlToken, () => address.url)
  const server = createServer(app.callback())
  try {
    address.url = `http://127.0.0.1:${await listen(server, options.port ?? 0, lastPort(store))}`
  } catch (error) {
    store.close()
    throw error
  }
  const port = portOf(server)
  store.run('INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)', 'port', String(port))
  settler.resume()
  return {
    url: address.url,
    port,
    gatewayUrl: `${address.url}/open/v1/services`,
    tokenUrl: `${address.url}/accessToken`,
    controlUrl: `${address.url}/control`,
    controlToken,
    async close() {
      settler.stop()
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeAllConnections()
      await Promise.all([closed, notifier.stop()])
      store.close()
    },
  }
}

function assemble(options: BureauServerOptions, store: Store, token: string, baseUrl: () => string) {
  const clock = { offsetMs: 0, now: () => Date.now() + clock.offsetMs }
  const { now } = clock
  const crash = crashAt(options.crashPoint)
  const faults = createFaultBoard()
  const journal = createJournal()
  const bureau: Bureau = createBureau({
    store,
    now,
    crash,
    isTaxCode: (code) => checkTaxCode(code) === undefined,
    printedName,
    trouble: troubleFrom(faults),
    isUnsealed: ({ taxNum, serial: orderNo, order }) =>
      faults.take('seal_failed', { taxNum, orderNo, buyerName: order.buyer.name }) !== undefined,
  })
  const apps = createApps(store, now, options.tokenRation ?? 50)
  const notifier = createNotifier({ bureau, faults, journal, crash, now })
  const settler = createSettler({ bureau, now, onSettled: notifier.settled })
  const known = createKnownInvoices(store)
  const parts = { bureau, apps, faults, journal, crash, now }
  const door = { ...parts, settler, notifier, delayMs: options.delayMs ?? 0, heldQueries: new Map(), baseUrl }
  const app = createBureauApp(door, { ...parts, known, clock, token }, createShelf(store, options.renderer))
  return { app, settler, notifier }
}

function lastPort(store: Store): number {
  return Number(store.one<{ value: string }>("SELECT value FROM meta WHERE name = 'port'")?.value ?? 0)
}

async function listen(server: Server, wanted: number, last: number): Promise<number> {
  if (wanted === 0 && last !== 0) {
    try {
      return await listenOn(server, last)
    } catch (error) {
      if (!(error instanceof Error) || !('code' in error) || error.code !== 'EADDRINUSE') throw error
    }
  }
  return listenOn(server, wanted)
}

function listenOn(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject)
      resolve(portOf(server))
    })
  })
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port
}
