import type { Figure } from './figures'
import { followUntil } from './http'
import { type Child, startChild } from './processes'
import { type IssueRaw, rawBureau } from './raw-bureau'
import { median, percentile } from './rounds'
import { apply, inParallel, type Plan, serviceEnv } from './scene'
import type { BenchCode, BenchShop } from './service-process'

/** As many jobs at once as the worker takes unless told otherwise. */
const AT_ONCE = 8
const GUESTS = 60
const QUEUE = 500

/** A service on SQLite with the simulated bureau opposite, nothing queued and the worker still off. */
export interface IssuingScene {
  service: Child
  bureau: Child
  shop: BenchShop
  newCodes(count: number): Promise<BenchCode[]>
  close(): Promise<void>
}

export async function openIssuingScene(plan: Plan, execArgv: string[] = []): Promise<IssuingScene> {
  const { data, env } = serviceEnv(plan.folder)
  const bureau = await startChild('bureau', { BENCH_DATA: `${data}-bureau` })
  const service = await startChild('service', env, execArgv)
  const shop = await service.ask<BenchShop>('shop', bureau.url)
  await bureau.ask('seller', { taxNum: shop.taxNum, name: shop.sellerName })
  return {
    service,
    bureau,
    shop,
    newCodes: (count) => service.ask('codes', { shop, count }),
    async close() {
      await service.stop()
      await bureau.stop()
    },
  }
}

/** From the guest's tap to his invoice, alone and in a crowd, against the simulator's own round trips. */
export async function benchIssuing(plan: Plan): Promise<Figure[]> {
  const scene = await openIssuingScene(plan)
  try {
    const raw = await rawBureau(scene.bureau.url, { taxNum: scene.shop.taxNum, name: scene.shop.sellerName })
    const drained = await drain(scene, raw)
    const alone = await oneAtATime(scene, raw)
    return [...alone, drained]
  } finally {
    await scene.close()
  }
}

let serials = 0
const freshSerial = () => `BENCH${Date.now().toString(36)}${++serials}`.slice(0, 20)

async function oneAtATime(scene: IssuingScene, raw: IssueRaw): Promise<Figure[]> {
  const codes = await scene.newCodes(GUESTS)
  const ours: number[] = []
  const bare: number[] = []
  for (const code of codes) {
    bare.push(await timed(() => raw(freshSerial())))
    ours.push(await timed(() => untilIssued(scene.service.url, code)))
  }
  const baseline = (value: number) => ({ value, what: 'raw HTTP to the simulator: accept, query' })
  const [p50, p95] = [percentile(ours, 0.5), percentile(ours, 0.95)]
  const [rawP50, rawP95] = [percentile(bare, 0.5), percentile(bare, 0.95)]
  const ratio = median(ours.map((value, index) => value / (bare[index] ?? value)))
  return [
    { name: 'submit → issued, p50', value: p50, unit: 'ms', baseline: baseline(rawP50), ratio },
    { name: 'submit → issued, p95', value: p95, unit: 'ms', baseline: baseline(rawP95), ratio: p95 / rawP95 },
  ]
}

/** As the guest's page does it: apply, then follow the events until a number is there. */
async function untilIssued(url: string, code: BenchCode): Promise<void> {
  const token = await apply(url, code)
  await followUntil(`${url}/api/v1/applications/${token}/events`, (text) =>
    text.includes('"status":"issued"'),
  )
}

/** Five hundred wait for the worker; then it starts. Files are fetched meanwhile, as in life. */
async function drain(scene: IssuingScene, raw: IssueRaw): Promise<Figure> {
  const codes = await scene.newCodes(QUEUE)
  await inParallel(QUEUE, AT_ONCE, (index) => apply(scene.service.url, codes[index] as BenchCode))
  const rawMs = await timed(() => inParallel(QUEUE, AT_ONCE, () => raw(freshSerial())))
  const from = Date.now()
  await scene.service.ask('startWorker')
  const until = await scene.service.ask<number>('issued', QUEUE)
  await scene.service.ask('idle')
  const filed = Date.now()
  const ours = QUEUE / ((until - from) / 1000)
  const baseline = QUEUE / (rawMs / 1000)
  return {
    name: `issued of ${QUEUE} queued`,
    value: ours,
    unit: '/s',
    baseline: { value: baseline, what: `raw HTTP to the simulator: accept, query, ${AT_ONCE} at once` },
    ratio: ours / baseline,
    note: `with all files fetched ${(QUEUE / ((filed - from) / 1000)).toFixed(0)} /s`,
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const from = process.hrtime.bigint()
  await work()
  return Number(process.hrtime.bigint() - from) / 1e6
}
