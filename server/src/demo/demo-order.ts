import { randomInt } from 'node:crypto'
import type { OrderLine } from '@piaoma/shared/invoice'
import { createOrderCode } from '../codes/create-order-code'
import type { OrderCodeRow } from '../codes/entity'
import type { Ground } from '../ground'
import { demoRestaurant } from './seed'

/** A fresh dinner for two at the demo restaurant. */
export async function createDemoOrder(ground: Ground): Promise<OrderCodeRow> {
  const { merchant, store } = await demoRestaurant(ground)
  const line = (name: string, quantity: number, unitFen: number, drink = false): OrderLine => ({
    name,
    quantity: String(quantity),
    unit: drink ? '瓶' : '份',
    amountFen: unitFen * quantity,
    taxRate: drink ? '0.13' : '0.06',
    taxCode: drink ? '1030307010000000000' : '3070401000000000000',
  })
  const lines = [
    line('清蒸鲈鱼', 1, 8_800 + randomInt(0, 9) * 100),
    line('荠菜豆腐羹', 1, 3_600),
    line('米饭', 2, 300),
    line('苏打水', 2, 800, true),
  ]
  return createOrderCode(ground, {
    merchantId: merchant.id,
    source: 'console',
    actor: 'system',
    storeId: store.id,
    lines,
  })
}
