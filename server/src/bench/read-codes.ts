import type { Figure } from './figures'
import { loadFor } from './load'
import { compare } from './rounds'
import { type Engine, openScene, type Plan } from './scene'

const CODES = 1_000

/** `GET /api/v1/codes/:code` of the whole service against a bare Koa route with the one raw query. */
export async function benchReads(plan: Plan, engine: Engine): Promise<Figure[]> {
  const scene = await openScene(plan, engine)
  try {
    const codes = await scene.newCodes(CODES)
    let turn = 0
    const path = (prefix: string) => () => {
      turn += 1
      return { method: 'GET' as const, path: `${prefix}/${codes[turn % CODES]?.token}` }
    }
    const { ours, baseline, ratio } = await compare(
      plan.rounds,
      () => loadFor(plan.seconds, scene.service.url, path('/api/v1/codes')),
      () => loadFor(plan.seconds, scene.baseline.url, path('/code')),
    )
    const driver = engine === 'MariaDB' ? 'mysql2' : 'libsql'
    return [
      {
        name: `code read, ${engine}`,
        value: ours,
        unit: '/s',
        baseline: { value: baseline, what: `bare Koa + one raw ${driver} query` },
        ratio,
        target: { atLeast: 0.5 },
      },
    ]
  } finally {
    await scene.close()
  }
}
