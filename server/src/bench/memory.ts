import type { Figure } from './figures'
import { openIssuingScene } from './issue-applications'
import { median } from './rounds'
import { apply, inParallel, type Plan } from './scene'
import type { BenchCode } from './service-process'

const SAMPLES = 40
/** Guests at once. */
const AT_ONCE = 16
/** The last quarter may not lie higher above the second than this. */
const LARGEST_GROWTH = 1.15

interface Sample {
  applications: number
  heapUsed: number
  rss: number
}

/** Heap and resident memory of a whole service while it issues thousands of invoices; each sample after a full GC. */
export async function benchMemory(plan: Plan): Promise<Figure[]> {
  const scene = await openIssuingScene(plan, ['--expose-gc'])
  const batch = Math.ceil(plan.applications / SAMPLES)
  const samples: Sample[] = []
  try {
    await scene.service.ask('startWorker')
    for (let done = batch; done <= plan.applications; done += batch) {
      const codes = await scene.newCodes(batch)
      await inParallel(batch, AT_ONCE, (index) => apply(scene.service.url, codes[index] as BenchCode))
      await scene.service.ask('issued', done)
      await scene.service.ask('idle')
      const { heapUsed, rss } = await scene.service.ask<NodeJS.MemoryUsage>('memory')
      samples.push({ applications: done, heapUsed, rss })
      if (samples.length % 4 === 0) plan.say(`${done} issued, heap ${megabytes(heapUsed)} MB`)
    }
  } finally {
    await scene.close()
  }
  return report(samples, plan.applications)
}

function report(samples: readonly Sample[], applications: number): Figure[] {
  const quarter = Math.floor(samples.length / 4)
  const second = samples.slice(quarter, 2 * quarter)
  const last = samples.slice(-quarter)
  return (['heapUsed', 'rss'] as const).map((key) => {
    const [early, late] = [second, last].map((part) => median(part.map((sample) => sample[key])))
    if (early === undefined || late === undefined) throw new Error('no samples')
    const slope = slopeOf(samples.slice(quarter), key)
    return {
      name: key === 'heapUsed' ? `heap over ${applications} applications` : 'resident memory over the same',
      value: megabytes(late),
      unit: 'MB',
      baseline: { value: megabytes(early), what: 'second quarter (ours: last)' },
      ratio: late / early,
      // The allocator keeps what it once had, so only the heap can tell a leak.
      ...(key === 'heapUsed' ? { target: { atMost: LARGEST_GROWTH } } : {}),
      note: `${slope >= 0 ? '+' : ''}${slope.toFixed(0)} bytes an application after warm-up`,
    }
  })
}

const megabytes = (bytes: number): number => Math.round(bytes / 104_857.6) / 10

/** Bytes an application, by least squares. */
function slopeOf(samples: readonly Sample[], key: 'heapUsed' | 'rss'): number {
  const mean = (of: (sample: Sample) => number) =>
    samples.reduce((sum, sample) => sum + of(sample), 0) / samples.length
  const [x, y] = [mean((sample) => sample.applications), mean((sample) => sample[key])]
  const covariance = mean((sample) => (sample.applications - x) * (sample[key] - y))
  return covariance / mean((sample) => (sample.applications - x) ** 2)
}
