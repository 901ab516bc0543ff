import { isAcceptableTaxpayerId } from './taxpayer-id'
import type { BureauOrder, Problem, Taxpayer } from './types'
import { lineProblem } from './validate-lines'

const MAX_BUYER_NAME = 150
const MAX_REMARK = 450

/** Checks an order as the bureau would; the first problem found, or none. Quota and operator come at issuing. */
export function orderProblem(
  order: BureauOrder,
  seller: Taxpayer | undefined,
  isTaxCode: (code: string) => boolean,
): Problem | undefined {
  if (seller === undefined) return { code: 'seller_unknown', message: '销方企业不存在或未开通' }
  if (!seller.kinds.includes(order.kind)) return { code: 'kind_not_allowed', message: '销方未核定该发票票种' }
  return lineProblem(order.lines, isTaxCode) ?? buyerProblem(order) ?? remarkProblem(order)
}

function buyerProblem(order: BureauOrder): Problem | undefined {
  const { name, taxpayerId } = order.buyer
  if (name.trim() === '') return { code: 'buyer_name', message: '购买方名称不能为空' }
  if ([...name].length > MAX_BUYER_NAME || /[<>]/.test(name)) {
    return { code: 'buyer_name', message: '购买方名称过长或含有非法字符' }
  }
  if (order.kind === 'special' && order.isNaturalPerson) {
    return { code: 'special_buyer', message: '购买方为自然人，不得开具增值税专用发票' }
  }
  if (order.kind === 'special' && taxpayerId === undefined) {
    return { code: 'special_buyer', message: '开具增值税专用发票时购买方纳税人识别号不能为空' }
  }
  if (taxpayerId !== undefined && !isAcceptableTaxpayerId(taxpayerId)) {
    return { code: 'buyer_tax_id', message: '购买方纳税人识别号不正确' }
  }
  return undefined
}

function remarkProblem(order: BureauOrder): Problem | undefined {
  return [...(order.remark ?? '')].length > MAX_REMARK
    ? { code: 'line_text', message: '备注过长' }
    : undefined
}
