import type { InvoiceLine } from '@piaoma/shared/invoice'
import { TAX_RATES, type TaxRate } from '@piaoma/shared/tax'
import type { Problem } from './types'

/** Rates in thousandths; written out here so that the bureau is a second opinion on the product's arithmetic. */
const THOUSANDTHS: Record<TaxRate, number> = {
  '0.13': 130,
  '0.09': 90,
  '0.06': 60,
  '0.05': 50,
  '0.03': 30,
  '0.015': 15,
  '0.01': 10,
  '0': 0,
  exempt: 0,
  not_taxed: 0,
}

const LINE_TOLERANCE_FEN = 6
const INVOICE_TOLERANCE_FEN = 127
const MAX_LINES = 2000

/** Checks the rows of one invoice as the bureau does; the first problem found, or none. */
export function lineProblem(lines: InvoiceLine[], isTaxCode: (code: string) => boolean): Problem | undefined {
  if (lines.length === 0) return { code: 'no_lines', message: '发票明细不能为空' }
  if (lines.length > 1 && lines.some((line) => line.deductionFen !== undefined)) {
    return { code: 'deduction', message: '差额征税发票只允许一行明细' }
  }
  if (lines.length > MAX_LINES) return { code: 'too_many_lines', message: `发票明细超过${MAX_LINES}行` }
  let errorSum = 0
  for (const [index, line] of lines.entries()) {
    const problem = textProblem(line, isTaxCode) ?? amountProblem(line) ?? discountProblem(lines, index)
    if (problem !== undefined) {
      return { code: problem.code, message: `第${index + 1}行：${problem.message}` }
    }
    errorSum += taxError(line)
  }
  if (errorSum > INVOICE_TOLERANCE_FEN * 1000) {
    return { code: 'invoice_tolerance', message: '发票税额误差合计超过1.27元' }
  }
  const totalFen = lines.reduce((sum, line) => sum + line.totalFen, 0)
  return totalFen > 0 ? undefined : { code: 'total', message: '价税合计金额必须大于零' }
}

function textProblem(line: InvoiceLine, isTaxCode: (code: string) => boolean): Problem | undefined {
  if (line.name.trim() === '') return { code: 'line_text', message: '商品名称不能为空' }
  if (!/^\d{19}$/.test(line.taxCode) || !isTaxCode(line.taxCode)) {
    return { code: 'tax_code', message: '商品和服务税收分类编码不存在' }
  }
  if (!TAX_RATES.includes(line.taxRate)) return { code: 'rate', message: '税率不正确' }
  return undefined
}

function amountProblem(line: InvoiceLine): Problem | undefined {
  if (line.amountFen + line.taxFen !== line.totalFen) {
    return { code: 'line_sum', message: '不含税金额与税额之和不等于含税金额' }
  }
  if (THOUSANDTHS[line.taxRate] === 0 && line.taxFen !== 0) {
    return { code: 'line_tolerance', message: '零税率、免税或不征税的税额必须为零' }
  }
  if (taxError(line) > LINE_TOLERANCE_FEN * 1000) {
    return { code: 'line_tolerance', message: '税额误差超过0.06元' }
  }
  return priceProblem(line)
}

/** |taxed amount × rate − tax| in thousandths of a fen; under 差额征税 the deduction is not taxed. */
function taxError(line: InvoiceLine): number {
  const taxedFen = line.totalFen - (line.deductionFen ?? 0) - line.taxFen
  return Math.abs(taxedFen * THOUSANDTHS[line.taxRate] - line.taxFen * 1000)
}

/** 单价 × 数量 must give the 金额 within one fen; both or neither. */
function priceProblem(line: InvoiceLine): Problem | undefined {
  if ((line.quantity === undefined) !== (line.unitPrice === undefined)) {
    return { code: 'price_quantity', message: '单价和数量必须同时为空或同时不为空' }
  }
  if (line.quantity === undefined || line.unitPrice === undefined) return undefined
  const quantity = scaled(line.quantity)
  const price = scaled(line.unitPrice)
  if (quantity === undefined || price === undefined)
    return { code: 'price_quantity', message: '单价或数量不是数字' }
  const unit = 10n ** BigInt(quantity.decimals + price.decimals)
  const differenceInFen = quantity.units * price.units * 100n - BigInt(line.amountFen) * unit
  const magnitude = differenceInFen < 0n ? -differenceInFen : differenceInFen
  return magnitude > unit ? { code: 'price_quantity', message: '单价乘以数量不等于金额' } : undefined
}

function scaled(text: string): { units: bigint; decimals: number } | undefined {
  const match = /^(-?\d{1,20})(?:\.(\d{1,20}))?$/.exec(text)
  if (match === null) return undefined
  const decimals = match[2] ?? ''
  return { units: BigInt(`${match[1]}${decimals}`), decimals: decimals.length }
}

/** A 折扣行 stands right below its 被折扣行, names the same goods at the same rate, and takes off no more than it. */
function discountProblem(lines: InvoiceLine[], index: number): Problem | undefined {
  const line = lines[index]
  const above = lines[index - 1]
  const below = lines[index + 1]
  if (line === undefined) return undefined
  if (line.nature === 'discounted' && below?.nature !== 'discount') {
    return { code: 'discount_position', message: '被折扣行下一行必须是折扣行' }
  }
  if (line.nature !== 'discount') {
    return line.amountFen > 0 ? undefined : { code: 'line_sum', message: '金额必须大于零' }
  }
  if (above?.nature !== 'discounted') return { code: 'discount_position', message: '折扣行必须紧邻被折扣行' }
  if (above.name !== line.name || above.taxCode !== line.taxCode) {
    return { code: 'discount_name', message: '折扣行的商品名称必须和被折扣行相同' }
  }
  if (above.taxRate !== line.taxRate)
    return { code: 'discount_rate', message: '折扣行的税率必须和被折扣行相同' }
  const isWithin =
    line.amountFen < 0 && -line.amountFen <= above.amountFen && -line.totalFen <= above.totalFen
  return isWithin ? undefined : { code: 'discount_amount', message: '折扣金额必须为负且不大于被折扣行金额' }
}
