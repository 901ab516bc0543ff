import type { ReceivedKind } from '@piaoma/shared/received'
import type { DraftBuilder } from '../layout/draft'
import { findFirst, spanText } from '../layout/find'
import type { PageText } from '../layout/page-text'
import { putCheckCode, putCode, putDate, putMachineNumber, putNumber, putPeople } from './heading'
import { putItems } from './items'
import { putParties } from './parties'
import { putTotals, totalRow } from './totals'

const BUSINESS =
  /^(稀土|成品油|建筑服务|货物运输服务?|不动产销售|不动产经营租赁服务|代收车船税|通行费|旅客运输服务|医疗服务[(]?.{0,4}[)]?|自产农产品销售|农产品收购|光伏收购|卷烟|机动车|二手车|报废产品收购|差额征税.{0,8}|代开)$/

const isDigital = (kind: ReceivedKind) => kind === 'digital_normal' || kind === 'digital_special'

/** 数电票 (parties side by side, number of 20 digits) and the invoices of the tax-control system (code, check code). */
export function readVat(builder: DraftBuilder, page: PageText): void {
  const { kind } = builder.draft
  if (isDigital(kind)) putNumber(builder, page, 20)
  else {
    putCode(builder, page)
    putNumber(builder, page, 8)
    putCheckCode(builder, page)
    putMachineNumber(builder, page)
  }
  putDate(builder, page)
  const middle = totalRow(page)?.y ?? (page.top + page.bottom) / 2
  putParties(builder, page, kind === 'roll' ? 'labels' : isDigital(kind) ? 'sides' : 'rows', middle)
  putTotals(builder, page)
  putPeople(builder, page)
  putItems(builder, page)
  const business = findFirst(page.lines, BUSINESS)
  if (business) builder.draft.specialBusiness = spanText(business)
}
