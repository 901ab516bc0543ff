import type { StatisticsBy, StatisticsView } from '@piaoma/shared/contract'
import { shanghaiDateTime } from '@piaoma/shared/invoice'
import { formatTaxRate, isTaxRate } from '@piaoma/shared/tax'
import { Between, In } from 'typeorm'
import type { Cell, SheetData } from 'write-excel-file/node'
import type { Ground } from '../ground'
import type { Language } from '../http'
import { invoiceEntity } from '../issuing/entity'
import { storeEntity } from '../merchants/entity'
import { forMerchant } from '../merchants/scoped'
import type { StatisticsScope } from './sum-invoices'

/** Invoices on the second sheet; whoever needs more narrows the days. */
const MOST_INVOICES = 10_000

const WORDS = {
  'zh-CN': {
    sums: '统计',
    invoices: '发票',
    total: '合计',
    count: '张数',
    amount: '金额',
    tax: '税额',
    sum: '价税合计',
    number: '发票号码',
    issuedAt: '开票时间',
    kind: '票种',
    store: '门店',
    buyer: '购买方',
    buyerNumber: '购买方税号',
    by: { day: '日期', month: '月份', store: '门店', kind: '票种', rate: '税率', goods: '商品' },
    kinds: { normal: '普票', special: '专票' },
  },
  en: {
    sums: 'Sums',
    invoices: 'Invoices',
    total: 'Total',
    count: 'Invoices',
    amount: 'Amount',
    tax: 'Tax',
    sum: 'Total with tax',
    number: 'Number',
    issuedAt: 'Issued at',
    kind: 'Kind',
    store: 'Store',
    buyer: 'Buyer',
    buyerNumber: 'Buyer’s tax number',
    by: { day: 'Day', month: 'Month', store: 'Store', kind: 'Kind', rate: 'Rate', goods: 'Goods' },
    kinds: { normal: 'Normal', special: 'Special' },
  },
} as const

/** Always a text, so that no table program makes a number or a formula of it. */
const text = (value: string): Cell => ({ value, type: String })
const bold = (value: string): Cell => ({ value, type: String, fontWeight: 'bold' })
/** Fen as yuan; the file's number has two decimals, which a double holds exactly enough to show. */
const yuan = (fen: number): Cell => ({ value: fen / 100, type: Number, format: '#,##0.00' })
const whole = (value: number): Cell => ({ value, type: Number, format: '0' })

/** The sums as an .xlsx, and every invoice they are over. */
export async function exportStatistics(
  ground: Ground,
  scope: StatisticsScope,
  by: StatisticsBy,
  view: StatisticsView,
  language: Language,
): Promise<Uint8Array> {
  const words = WORDS[language]
  const { default: writeXlsxFile } = await import('write-excel-file/node')
  const sums: SheetData = [
    [words.by[by], words.count, words.amount, words.tax, words.sum].map(bold),
    ...view.rows.map((row) => sumRow(nameOf(by, row.name, language), row)),
    sumRow(words.total, view.total),
  ]
  return writeXlsxFile([
    { data: sums, sheet: words.sums, columns: [{ width: 28 }, { width: 10 }, ...WIDE] },
    {
      data: await invoiceRows(ground, scope, language),
      sheet: words.invoices,
      columns: [
        { width: 24 },
        { width: 20 },
        { width: 8 },
        { width: 20 },
        { width: 30 },
        { width: 22 },
        ...WIDE,
      ],
    },
  ]).toBuffer()
}

const WIDE = [{ width: 16 }, { width: 16 }, { width: 16 }]

function sumRow(name: string, row: StatisticsView['total']): Cell[] {
  return [text(name), whole(row.invoices), yuan(row.amountFen), yuan(row.taxFen), yuan(row.totalFen)]
}

function nameOf(by: StatisticsBy, name: string, language: Language): string {
  if (by === 'kind' && (name === 'normal' || name === 'special')) return WORDS[language].kinds[name]
  return by === 'rate' && isTaxRate(name) ? formatTaxRate(name) : name
}

async function invoiceRows(ground: Ground, scope: StatisticsScope, language: Language): Promise<SheetData> {
  const words = WORDS[language]
  const { merchantId, storeIds, from, until } = scope
  const invoices = await forMerchant(ground.db.manager, invoiceEntity, merchantId).find(
    { status: 'issued', issuedAt: Between(from, until), ...(storeIds ? { storeId: In(storeIds) } : {}) },
    { order: { issuedAt: 'ASC', id: 'ASC' }, take: MOST_INVOICES },
  )
  const stores = await forMerchant(ground.db.manager, storeEntity, merchantId).find()
  const names = new Map(stores.map((store) => [store.id, store.name]))
  const { number, issuedAt, kind, store, buyer, buyerNumber, amount, tax, sum } = words
  return [
    [number, issuedAt, kind, store, buyer, buyerNumber, amount, tax, sum].map(bold),
    ...invoices.map((row) => [
      text(row.number),
      text(shanghaiDateTime(row.issuedAt)),
      text(words.kinds[row.kind]),
      text(names.get(row.storeId) ?? ''),
      text(row.buyerName),
      text(row.model.buyer.taxpayerId ?? ''),
      yuan(row.amountFen),
      yuan(row.taxFen),
      yuan(row.totalFen),
    ]),
  ]
}
