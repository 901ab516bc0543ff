import { orderLinesInput } from '@piaoma/shared/contract'
import type { FieldIssue } from '@piaoma/shared/errors'
import type { OrderLine } from '@piaoma/shared/invoice'
import { parseYuan } from '@piaoma/shared/money'
import { In } from 'typeorm'
import { isUniqueViolation } from '../db'
import type { Ground } from '../ground'
import { AppError, fieldIssues, parseInput } from '../http'
import { storeEntity } from '../merchants/entity'
import { readTable, tableTemplate } from '../tables/read-table'
import { insertOrderCode } from './create-order-code'
import { codeEntity, type OrderCodeRow } from './entity'

/** Columns of the table, by their header in either language. Several rows of one order number are lines of one order. */
const COLUMNS = {
  orderNo: ['订单号', 'order no'],
  store: ['门店', 'store'],
  name: ['商品名称', 'item'],
  specification: ['规格型号', 'specification'],
  unit: ['单位', 'unit'],
  quantity: ['数量', 'quantity'],
  amount: ['含税金额', 'amount'],
  discount: ['折扣金额', 'discount'],
  taxRate: ['税率', 'tax rate'],
  taxCode: ['税收分类编码', 'tax code'],
} as const
type Column = keyof typeof COLUMNS
const REQUIRED: readonly Column[] = ['orderNo', 'name', 'amount', 'taxRate', 'taxCode']

export const IMPORT_TEMPLATE = tableTemplate(COLUMNS, [
  'A20261122001',
  '',
  '餐饮服务',
  '',
  '',
  '1',
  '128.00',
  '',
  '6%',
  '3070401000000000000',
])

export interface ImportedOrders {
  /** `row` counts from 1 with the header, as the table program shows it. */
  created: { row: number; code: OrderCodeRow }[]
  existing: number
}

interface ReadOrder {
  row: number
  orderNo: string
  storeName: string
  lines: OrderLine[]
}

/**
 * Makes the order codes of a table (.xlsx, .csv in UTF-8 or GB18030). All or nothing: the issues of every row are
 * reported at once (`rows.N.column`), and nothing is written unless there are none. Orders that have a code already
 * are left alone, so the same table may be sent twice.
 */
export async function importOrders(
  ground: Ground,
  input: { merchantId: string; actor: string; bytes: Uint8Array; storeIds: string[] | null },
): Promise<ImportedOrders> {
  const { orders, issues } = await readOrders(input.bytes)
  const stores = await ground.db.manager.find(storeEntity, {
    where: {
      merchantId: input.merchantId,
      isActive: true,
      ...(input.storeIds ? { id: In(input.storeIds) } : {}),
    },
    order: { id: 'ASC' },
  })
  const placed = orders.map((order) => {
    const store = order.storeName ? stores.find((each) => each.name === order.storeName) : stores[0]
    if (!store) issues.push({ path: `rows.${order.row}.store`, code: 'store.unknown' })
    return { ...order, storeId: store?.id }
  })
  if (issues.length > 0) throw new AppError('request.invalid', { fields: issues })
  for (let attempt = 1; ; attempt++) {
    try {
      return await createAll(ground, input, placed)
    } catch (error) {
      // Another import of the same orders was faster, or a random short form met another one: look and draw again.
      if (!isUniqueViolation(error) || attempt >= 5) throw error
    }
  }
}

function createAll(
  ground: Ground,
  { merchantId, actor }: { merchantId: string; actor: string },
  placed: (ReadOrder & { storeId: string | undefined })[],
): Promise<ImportedOrders> {
  return ground.db.transaction(async (tx) => {
    const known = new Set<string>()
    for (let from = 0; from < placed.length; from += 500) {
      const keys = placed.slice(from, from + 500).map((order) => `no:${order.orderNo}`)
      const rows = await tx.manager.find(codeEntity, {
        where: { merchantId, orderKey: In(keys) },
        select: { orderKey: true },
      })
      for (const row of rows) known.add(row.orderKey)
    }
    const created: ImportedOrders['created'] = []
    for (const order of placed) {
      if (known.has(`no:${order.orderNo}`)) continue
      const { orderNo, storeId, lines, row } = order
      const code = await insertOrderCode(ground, tx, {
        merchantId,
        actor,
        source: 'import',
        orderNo,
        storeId,
        lines,
      })
      created.push({ row, code })
    }
    return { created, existing: known.size }
  })
}

/** Orders with every issue of every row; a row that cannot be read adds to its order nothing but its issues. */
async function readOrders(bytes: Uint8Array): Promise<{ orders: ReadOrder[]; issues: FieldIssue[] }> {
  const { rows } = await readTable(bytes, COLUMNS, REQUIRED)
  const issues: FieldIssue[] = []
  const orders = new Map<string, ReadOrder>()
  for (const { row, cell } of rows) {
    const orderNo = cell('orderNo')
    if (!/^[\w.:/#-]{1,64}$/.test(orderNo))
      issues.push({ path: `rows.${row}.orderNo`, code: 'order_no.form' })
    const line = readLine(cell, row, issues)
    const order = orders.get(orderNo) ?? { row, orderNo, storeName: cell('store'), lines: [] }
    if (line) order.lines.push(line)
    orders.set(orderNo, order)
  }
  return { orders: [...orders.values()], issues }
}

function readLine(
  cell: (column: Column) => string,
  row: number,
  issues: FieldIssue[],
): OrderLine | undefined {
  const optional = (column: Column) => (cell(column) === '' ? undefined : cell(column))
  const yuan = (column: Column) => (cell(column) === '' ? undefined : (parseYuan(cell(column)) ?? Number.NaN))
  const parsed = parseInput(orderLinesInput, [
    {
      name: cell('name'),
      specification: optional('specification'),
      unit: optional('unit'),
      quantity: optional('quantity'),
      amountFen: yuan('amount'),
      discountFen: yuan('discount'),
      taxRate: cell('taxRate'),
      taxCode: cell('taxCode'),
    },
  ])
  if (parsed.success) return parsed.data[0]
  for (const { path, code } of fieldIssues(parsed.error)) {
    issues.push({ path: `rows.${row}.${path.replace(/^0\.?/, '') || 'name'}`, code })
  }
  return undefined
}
