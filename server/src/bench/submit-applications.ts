import { applicationBody } from '../test/shop'
import type { Figure } from './figures'
import { loadFor } from './load'
import { type Comparison, compare } from './rounds'
import { dealer, type Engine, openScene, type Plan, posting, type Scene } from './scene'

/** More codes than either side can spend in one second of load. */
const CODES_PER_SECOND = 4_000

/** `POST /api/v1/applications`, each with its own fresh order code, against the same statements by a bare driver. */
export async function benchSubmits(plan: Plan, engine: Engine): Promise<Figure[]> {
  const scene = await openScene(plan, engine)
  try {
    const { ours, baseline, ratio } = await compareSubmits(plan, scene)
    const driver = engine === 'MariaDB' ? 'mysql2' : 'libsql'
    return [
      {
        name: `submit → accepted, ${engine}`,
        value: ours,
        unit: '/s',
        baseline: {
          value: baseline,
          what: `bare Koa + raw ${driver}: key and code SELECTs, BEGIN, UPDATE, 4 INSERTs, COMMIT`,
        },
        ratio,
        // The target is against mysql2; libsql alone never leaves its thread, so it is only shown.
        ...(engine === 'MariaDB' ? { target: { atLeast: 0.5 } } : {}),
      },
    ]
  } finally {
    await scene.close()
  }
}

function compareSubmits(plan: Plan, scene: Scene): Promise<Comparison> {
  const round = async (url: string, path: string) => {
    const next = dealer(await scene.newCodes(Math.ceil(CODES_PER_SECOND * plan.seconds)))
    return loadFor(plan.seconds, url, () => posting(path, applicationBody([next().token])))
  }
  return compare(
    plan.rounds,
    () => round(scene.service.url, '/api/v1/applications'),
    () => round(scene.baseline.url, '/applications'),
  )
}
