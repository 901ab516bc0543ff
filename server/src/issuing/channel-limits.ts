import { gbkByteLength } from '@piaoma/shared/tax'
import type { ChannelLimits, IssueOrder, Refusal } from './tax-channel'

type Checked = Pick<IssueOrder, 'buyer' | 'seller' | 'lines' | 'remark' | 'drawer'>

export interface TextIssue {
  /** `limit.buyerName` and so on: the field of `ChannelLimits.text`. */
  code: string
  correctableBy: Refusal['correctableBy']
}

/** Which texts of an order the channel would cut or refuse, by characters and by GBK bytes. */
export function textIssues(order: Checked, limits: ChannelLimits): TextIssue[] {
  const { buyer } = order
  const issues: TextIssue[] = []
  const check = (
    field: keyof ChannelLimits['text'],
    text: string | undefined,
    by: Refusal['correctableBy'],
  ) => {
    const { characters, gbkBytes } = limits.text[field]
    if (text === undefined) return
    const isLong = (characters !== undefined && text.length > characters) || tooManyBytes(text, gbkBytes)
    if (isLong) issues.push({ code: `limit.${field}`, correctableBy: by })
  }
  check('buyerName', buyer.name, 'guest')
  check('taxpayerId', buyer.taxpayerId, 'guest')
  check('addressAndPhone', `${buyer.address ?? ''}${buyer.phone ?? ''}`, 'guest')
  check('bankAndAccount', `${buyer.bankName ?? ''}${buyer.bankAccount ?? ''}`, 'guest')
  check('remark', order.remark, 'merchant')
  check('drawer', order.drawer, 'merchant')
  for (const line of order.lines) {
    check('lineName', line.name, 'merchant')
    check('specification', line.specification, 'merchant')
    check('unit', line.unit, 'merchant')
  }
  return issues
}

function tooManyBytes(text: string, limit: number | undefined): boolean {
  return limit !== undefined && gbkByteLength(text) > limit
}
