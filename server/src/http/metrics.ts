import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Database } from '../db'

export interface HttpMetrics {
  observe(method: string, route: string, status: number, ms: number): void
  /** Prometheus text. */
  read(): Promise<{ type: string; text: string }>
}

/** Request times by route, waiting jobs, and the process. One registry a service, so that tests may start several. */
export function createMetrics(db: Database, now: () => number): HttpMetrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const requests = new Histogram({
    name: 'piaoma_http_request_seconds',
    help: 'Time to answer, by route pattern',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.3, 1, 3, 10],
    registers: [registry],
  })
  const counters = new Map<string, ReturnType<typeof requests.labels>>()
  new Gauge({
    name: 'piaoma_jobs_due',
    help: 'Jobs whose time has come and that no worker has finished yet, by kind',
    labelNames: ['kind'],
    registers: [registry],
    async collect() {
      const rows = (await db.manager.query(
        'SELECT `kind`, COUNT(*) AS `count` FROM `job` WHERE `status` IN (0, 1) AND `availableAt` <= ? GROUP BY `kind`',
        [now()],
      )) as { kind: string; count: number | string }[]
      this.reset()
      for (const row of rows) this.set({ kind: row.kind }, Number(row.count))
    },
  })
  return {
    observe(method, route, status, ms) {
      const key = `${method} ${route} ${status}`
      // Looked up by its labels each time, a counter costs more than it counts.
      const counter = counters.get(key) ?? requests.labels(method, route, String(status))
      counters.set(key, counter)
      counter.observe(ms / 1000)
    },
    read: async () => ({ type: registry.contentType, text: await registry.metrics() }),
  }
}
