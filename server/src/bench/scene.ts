import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { applicationBody } from '../test/shop'
import { call } from './http'
import type { LoadRequest } from './load'
import { type Child, startChild } from './processes'
import type { BenchCode, BenchShop } from './service-process'

/** How long and how often is measured, and on what. */
export interface Plan {
  rounds: number
  /** Of one round of load. */
  seconds: number
  /** Applications that the memory is watched over. */
  applications: number
  /** Removed at the end. */
  folder: string
  /** Makes an empty MariaDB/MySQL database; undefined without a server. */
  mysqlUrl?: (() => Promise<string>) | undefined
  /** Tells what is being done. */
  say(text: string): void
}

export type Engine = 'MariaDB' | 'SQLite'

/** The service and the bare baseline, each a process of its own, on one database. */
export interface Scene {
  service: Child
  baseline: Child
  shop: BenchShop
  newCodes(count: number): Promise<BenchCode[]>
  close(): Promise<void>
}

let scenes = 0

/** Settings of a service of the bench in a fresh folder. */
export function serviceEnv(folder: string): { data: string; env: Record<string, string> } {
  scenes += 1
  const data = join(folder, `service-${scenes}`)
  const env = { PORT: '0', HOST: '127.0.0.1', PIAOMA_DATA: data, RATE_LIMIT_FACTOR: '0', LOG_LEVEL: 'silent' }
  return { data, env: { ...env, DATABASE_URL: '', WORKER: 'off' } }
}

export async function openScene(plan: Plan, engine: Engine): Promise<Scene> {
  const { data, env } = serviceEnv(plan.folder)
  const url = engine === 'MariaDB' ? await plan.mysqlUrl?.() : undefined
  if (url) env.DATABASE_URL = url
  const service = await startChild('service', env)
  const baseline = await startChild('baseline', { BENCH_DATABASE: url ?? join(data, 'piaoma.sqlite') })
  const shop = await service.ask<BenchShop>('shop')
  return {
    service,
    baseline,
    shop,
    newCodes: (count) => service.ask('codes', { shop, count }),
    async close() {
      await Promise.all([service.stop(), baseline.stop()])
    },
  }
}

const JSON_TYPE = 'application/json'
const freshKey = () => ({ 'idempotency-key': randomUUID(), 'content-type': JSON_TYPE })

/** A request that posts a body under a key of its own. */
export function posting(path: string, body: unknown, headers: Record<string, string> = {}): LoadRequest {
  return { method: 'POST', path, headers: { ...headers, ...freshKey() }, body: JSON.stringify(body) }
}

/** A guest applies; answers the token of his application. */
export async function apply(url: string, code: BenchCode): Promise<string> {
  const { path, ...request } = posting('/api/v1/applications', applicationBody([code.token]))
  return (await call<{ token: string }>(url + path, request)).token
}

/** Hands out each of a list once; throws when there is none left. */
export function dealer<Item>(items: readonly Item[]): () => Item {
  let next = 0
  return () => {
    const item = items[next++]
    if (item === undefined) throw new Error(`all ${items.length} prepared items are used up`)
    return item
  }
}

/** Does `work` so many times with so many at once. */
export async function inParallel(
  count: number,
  atOnce: number,
  work: (index: number) => Promise<unknown>,
): Promise<void> {
  let next = 0
  const lane = async () => {
    while (next < count) await work(next++)
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, count) }, lane))
}
