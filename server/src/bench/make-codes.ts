import { randomUUID } from 'node:crypto'
import { DINNER } from '../test/shop'
import type { Figure } from './figures'
import { loadFor } from './load'
import { compare } from './rounds'
import { type Engine, openScene, type Plan, posting } from './scene'

/** `POST /open/v1/order-codes` of a till against the INSERTs of a bare driver. */
export async function benchCodeMaking(plan: Plan, engine: Engine): Promise<Figure[]> {
  const scene = await openScene(plan, engine)
  try {
    const { apiKey, merchantId, storeId, taxpayerId } = scene.shop
    const order = () => ({ orderNo: randomUUID(), lines: [DINNER] })
    const authorization = `Bearer ${apiKey}`
    const owner = { merchantId, storeId, taxpayerId }
    const { ours, baseline, ratio } = await compare(
      plan.rounds,
      () =>
        loadFor(plan.seconds, scene.service.url, () =>
          posting('/open/v1/order-codes', order(), { authorization }),
        ),
      () => loadFor(plan.seconds, scene.baseline.url, () => posting('/order-codes', { ...order(), owner })),
    )
    return [
      {
        name: `codes made, ${engine}`,
        value: ours,
        unit: '/s',
        baseline: {
          value: baseline,
          what: 'bare Koa + raw driver: key SELECT, BEGIN, 3 INSERTs, COMMIT',
        },
        ratio,
      },
    ]
  } finally {
    await scene.close()
  }
}
