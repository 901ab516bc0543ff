import type { Chance } from './random'
import { Sheet } from './sheet'

/** What people photograph by mistake; each must be refused by its name. */
export const OTHER_PAPERS = ['bank', 'payment_code', 'letter'] as const
export type OtherPaper = (typeof OTHER_PAPERS)[number]

export function drawOther(paper: OtherPaper, chance: Chance): Sheet {
  const sheet = new Sheet(210, 140)
  if (paper === 'bank') {
    sheet.text(105, 16, '样例银行电子回单', { size: 6, align: 'center' })
    const rows = [
      '付款人户名：青禾信息技术有限公司',
      '付款人账号：',
      '收款人户名：北辰物流有限公司',
      '收款人账号：',
      '金额：',
      '用途：货款',
      '交易流水号：',
    ]
    for (const [index, row] of rows.entries())
      sheet.text(24, 34 + index * 10, row + (row.endsWith('：') ? chance.digits(12) : ''), { size: 4 })
  } else if (paper === 'payment_code') {
    sheet.text(105, 18, '扫一扫 向我付款', { size: 8, align: 'center' })
    sheet.qr(70, 34, 70, `https://pay.example.com/q/${chance.digits(16)}`)
  } else {
    sheet.text(105, 16, '关于召开季度会议的通知', { size: 6, align: 'center' })
    for (let row = 0; row < 5; row++)
      sheet.text(24, 34 + row * 9, '请各部门于本周五下午两点到三楼会议室参加季度工作会议。', { size: 4 })
  }
  return sheet
}
