import { setTimeout as sleep } from 'node:timers/promises'
import { tokenFromBytes } from '@piaoma/shared/codes'
import { codeEntity, type OrderCodeRow } from '../codes/entity'
import { startService } from '../compose'
import { readConfig } from '../config'
import type { Ground } from '../ground'
import { createApiKey } from '../merchants/manage-keys'
import { buildShop, DINNER, taxNumber } from '../test/shop'
import { answerBench } from './processes'

export interface BenchShop {
  merchantId: string
  storeId: string
  taxpayerId: string
  taxNum: string
  sellerName: string
  apiKey: string
}

/** What stands behind an order code, for the baseline that must know it too. */
export interface BenchCode {
  id: string
  token: string
}

/** Simulator credentials of the bench's seller. */
export const BENCH_APP = { appKey: 'bench-app', appSecret: 'bench-secret-5d1c' }

/** The whole service as users run it, with a few questions for the bench beside it. */
export async function serviceProcess(): Promise<void> {
  const service = await startService(readConfig(process.env))
  const { ground, worker } = service
  answerBench(
    service.url,
    {
      shop: (bureauUrl: string | undefined) => openShop(ground, bureauUrl ?? 'http://127.0.0.1:1'),
      codes: (order: { shop: BenchShop; count: number }) => makeCodes(ground, order.shop, order.count),
      startWorker: () => worker.start(),
      /** Waits until so many applications are issued in all; answers epoch milliseconds. */
      issued: (count: number) =>
        waitFor(ground, "`application` WHERE `status` = 'issued'", (n) => n >= count),
      /** Waits until no job is left. */
      idle: () => waitFor(ground, '`job` WHERE `status` IN (0, 1)', (n) => n === 0),
      memory: () => {
        if (!globalThis.gc) throw new Error('started without --expose-gc')
        globalThis.gc()
        globalThis.gc()
        return process.memoryUsage()
      },
    },
    () => service.close(),
  )
}

async function openShop(ground: Ground, bureauUrl: string): Promise<BenchShop> {
  const sellerName = '压测餐饮有限公司'
  const shop = await buildShop(ground, {
    taxpayer: {
      name: sellerName,
      taxpayerId: taxNumber(1),
      drawer: '张三',
      channel: {
        gatewayUrl: `${bureauUrl}/open/v1/services`,
        tokenUrl: `${bureauUrl}/accessToken`,
        ...BENCH_APP,
      },
    },
  })
  const { merchantId, taxpayerId, taxNum, storeIds } = shop
  const { key } = await createApiKey(ground, { merchantId, actor: 'system' }, { name: 'bench' })
  return { merchantId, storeId: storeIds[0] ?? '', taxpayerId, taxNum, sellerName, apiKey: key }
}

const CHUNK = 250

/** Order codes by bulk insert, each of one dinner. */
async function makeCodes(ground: Ground, shop: BenchShop, count: number): Promise<BenchCode[]> {
  const rows = Array.from({ length: count }, () => codeRow(ground, shop))
  for (let from = 0; from < count; from += CHUNK) {
    await ground.db.manager.insert(codeEntity, rows.slice(from, from + CHUNK))
  }
  return rows.map(({ id, token }) => ({ id, token }))
}

function codeRow(ground: Ground, shop: BenchShop): OrderCodeRow {
  const now = ground.clock.now()
  const id = ground.ids.ulid()
  return {
    id,
    merchantId: shop.merchantId,
    storeId: shop.storeId,
    taxpayerId: shop.taxpayerId,
    kind: 'order',
    status: 'active',
    source: 'api',
    token: tokenFromBytes(ground.ids.bytes(17)),
    shortCode: id.slice(-16),
    orderNo: id,
    orderKey: `no:${id}`,
    title: null,
    lines: [DINNER],
    amountFen: DINNER.amountFen,
    minAmountFen: null,
    maxAmountFen: null,
    kinds: ['normal', 'special'],
    remark: null,
    validFrom: null,
    validUntil: now + 86_400_000,
    usedBy: null,
    usedAt: null,
    createdAt: now,
    updatedAt: now,
  }
}

async function waitFor(ground: Ground, rows: string, isEnough: (count: number) => boolean): Promise<number> {
  for (;;) {
    const [row] = (await ground.db.manager.query(`SELECT COUNT(*) AS n FROM ${rows}`)) as { n: number }[]
    if (isEnough(Number(row?.n))) return Date.now()
    await sleep(20)
  }
}
