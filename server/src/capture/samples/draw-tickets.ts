import { formatYuan } from '@piaoma/shared/money'
import type { InventedInvoice } from './invent'
import { Sheet } from './sheet'

const chineseDate = (day: string) => day.replace(/^(\d+)-(\d+)-(\d+)$/, '$1年$2月$3日')

/** 铁路电子客票. */
export function drawRail(invoice: InventedInvoice): Sheet {
  const sheet = new Sheet(180, 112)
  const { train, buyer } = invoice
  sheet.text(90, 10, '电子发票（铁路电子客票）', { size: 6, align: 'center', colour: '#2b4a8b' })
  sheet.text(12, 20, `发票号码：${invoice.number}`)
  sheet.text(128, 20, `开票日期：${chineseDate(invoice.issuedOn)}`)
  sheet.box('#2b4a8b', 8, 25, 164, 60)
  sheet.text(24, 35, `${train.from}站`, { size: 6 })
  sheet.text(90, 35, train.number, { size: 6, align: 'center' })
  sheet.text(118, 35, `${train.to}站`, { size: 6 })
  sheet.lines('#333', [72, 40, 108, 40])
  sheet.text(20, 49, `${chineseDate(train.travelOn)}08:15开`, { size: 4 })
  sheet.text(92, 49, train.seat, { size: 4 })
  sheet.text(138, 49, '二等座', { size: 4 })
  sheet.text(20, 58, `票价：¥${formatYuan(invoice.totalFen)}`, { size: 4.4 })
  sheet.text(20, 67, `3101011990****0011 ${invoice.drawer}`, { size: 4 })
  sheet.text(20, 76, `电子客票号：${train.ticket}`, { size: 3.6 })
  if (invoice.qr) sheet.qr(142, 56, 24, invoice.qr)
  sheet.text(12, 91, `购买方名称：${buyer.name}`)
  sheet.text(96, 91, `统一社会信用代码：${buyer.taxpayerId}`)
  sheet.text(12, 99, '买票请到12306 发货请到95306  模拟样张')
  sheet.mark()
  return sheet
}

/** 出租车发票 of a thermal roll. */
export function drawTaxi(invoice: InventedInvoice): Sheet {
  const sheet = new Sheet(70, 150, '#f6f4ee')
  const red = { colour: '#b03020' }
  sheet.text(35, 10, `${invoice.seller.city}市出租汽车专用发票`, { ...red, size: 4.4, align: 'center' })
  sheet.text(35, 18, '发 票 联', { ...red, size: 4.4, align: 'center' })
  sheet.text(8, 30, `发票代码 ${invoice.code}`, { ...red, size: 4.2 })
  sheet.text(8, 38, `发票号码 ${invoice.number}`, { ...red, size: 4.2 })
  sheet.text(35, 47, '手写无效 模拟样张', { ...red, align: 'center' })
  const rows = [
    ['车号', invoice.plate],
    ['证号', invoice.machineNumber],
    ['日期', invoice.issuedOn],
    ['上车', '09:12'],
    ['下车', '09:41'],
    ['单价', '2.50元/公里'],
    ['里程', '12.6公里'],
    ['等候', '00:03:20'],
    ['金额', `${formatYuan(invoice.totalFen)}元`],
  ] as const
  for (const [index, [label, value]] of rows.entries()) {
    sheet.text(10, 60 + index * 9, label, { ...red, size: 4 })
    sheet.text(62, 60 + index * 9, value, { size: 4.2, align: 'right', colour: '#3a3a55' })
  }
  sheet.mark()
  return sheet
}

/** 定额发票. */
export function drawQuota(invoice: InventedInvoice): Sheet {
  const sheet = new Sheet(120, 62, '#fdf3f0')
  const red = { colour: '#a03024' }
  sheet.box('#a03024', 3, 3, 114, 56)
  sheet.text(60, 11, `国家税务总局${invoice.seller.city}市税务局通用定额发票`, {
    ...red,
    size: 4.6,
    align: 'center',
  })
  sheet.text(60, 18, '发 票 联', { ...red, size: 4, align: 'center' })
  sheet.text(12, 26, `发票代码 ${invoice.code}`, { size: 3.8 })
  sheet.text(12, 33, `发票号码 ${invoice.number}`, { size: 3.8, colour: '#b01010' })
  sheet.text(60, 43, invoice.capitals.replace('圆整', '元整'), { size: 7, align: 'center' })
  sheet.text(94, 43, `¥${formatYuan(invoice.totalFen)}`, { size: 4 })
  sheet.text(12, 54, '收款单位（盖章有效）', { ...red })
  sheet.text(76, 54, '模拟样张', red)
  return sheet
}

/** 财政电子票据. */
export function drawFiscal(invoice: InventedInvoice): Sheet {
  const sheet = new Sheet(210, 120)
  sheet.text(105, 12, `${invoice.seller.city}市非税收入统一票据（电子）`, { size: 5.6, align: 'center' })
  if (invoice.qr) sheet.qr(10, 6, 20, invoice.qr)
  sheet.text(34, 24, `票据代码：${invoice.code}`)
  sheet.text(140, 24, `票据号码：${invoice.number}`)
  sheet.text(34, 31, `交款人统一社会信用代码：${invoice.buyer.taxpayerId}`)
  sheet.text(140, 31, `校验码：${invoice.checkCode}`)
  sheet.text(34, 38, `交款人：${invoice.buyer.name}`)
  sheet.text(140, 38, `开票日期：${invoice.issuedOn}`)
  sheet.box('#555', 8, 44, 194, 46)
  sheet.lines('#555', [8, 51, 202, 51], [8, 82, 202, 82])
  for (const [x, head] of [
    [24, '项目编码'],
    [70, '项目名称'],
    [110, '单位'],
    [130, '数量'],
    [155, '标准'],
    [182, '金额（元）'],
  ] as const) {
    sheet.text(x, 47.5, head, { align: 'center' })
  }
  sheet.text(24, 57, '103042', { align: 'center' })
  sheet.text(70, 57, '考试考务费', { align: 'center' })
  sheet.text(110, 57, '人次', { align: 'center' })
  sheet.text(130, 57, '1', { align: 'center' })
  sheet.text(155, 57, formatYuan(invoice.totalFen), { align: 'center' })
  sheet.text(182, 57, formatYuan(invoice.totalFen), { align: 'center' })
  sheet.text(14, 86, `金额合计（大写）${invoice.capitals}`)
  sheet.text(140, 86, `（小写）${formatYuan(invoice.totalFen)}`)
  sheet.text(14, 98, `收款单位（章）：${invoice.seller.name}`)
  sheet.text(110, 98, `复核人：${invoice.reviewer}`)
  sheet.text(155, 98, `收款人：${invoice.payee}`)
  sheet.text(14, 108, '模拟样张')
  sheet.mark()
  return sheet
}
