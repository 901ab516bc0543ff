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
  sheet.text(36, 60, invoice.plate.charAt(0), { ...red, size: 4 })
  sheet.text(8, 30, `发票代码 ${invoice.code}`, { ...red, size: 4.2 })
  sheet.text(8, 38, `发票号码 ${invoice.number}`, { ...red, size: 4.2 })
  sheet.text(35, 47, '手写无效 模拟样张', { ...red, align: 'center' })
  const rows = [
    ['车号', invoice.plate.slice(1), ''],
    ['证号', invoice.machineNumber],
    ['日期', invoice.issuedOn],
    ['上车', '09:12'],
    ['下车', '09:41'],
    ['单价', '2.50', '元'],
    ['里程', '12.6km'],
    ['等候', '00:03:20'],
    ['金额', formatYuan(invoice.totalFen), '元'],
  ] as const
  for (const [index, [label, value, unit = '']] of rows.entries()) {
    const y = 60 + index * 9
    sheet.text(10, y, label, { ...red, size: 4 })
    sheet.needles(62 - unit.length * 3, y, value, { ink: invoice.ink })
    sheet.text(62, y, unit, { size: 2.9, align: 'right', colour: '#3a3a55' })
  }
  sheet.mark()
  return sheet
}

/** 卷票: a narrow roll with everything below each other. */
export function drawRoll(invoice: InventedInvoice): Sheet {
  const rows = [
    `发票代码：${invoice.code}`,
    `发票号码：${invoice.number}`,
    `机打号码：${invoice.number}`,
    `机器编号：${invoice.machineNumber}`,
    `开票日期：${chineseDate(invoice.issuedOn)}`,
    `收款员：${invoice.payee}`,
    `销售方名称：${invoice.seller.name}`,
    `纳税人识别号：${invoice.seller.taxpayerId}`,
    `购买方名称：${invoice.buyer.name}`,
    `纳税人识别号：${invoice.buyer.taxpayerId}`,
    '项目　　　　数量　　单价　　金额',
    ...invoice.lines.map(
      ({ name, quantity, amountFen, taxFen }) =>
        `${name}　${quantity}　${formatYuan(Math.round((amountFen + taxFen) / quantity))}　${formatYuan(amountFen + taxFen)}`,
    ),
    `合计金额(小写)：¥${formatYuan(invoice.totalFen)}`,
    `合计金额(大写)：${invoice.capitals}`,
    `校验码：${invoice.checkCode.replace(/(\d{5})(?=\d)/g, '$1 ')}`,
  ]
  const sheet = new Sheet(76, 52 + 7.5 * rows.length, '#fbfaf6')
  sheet.text(38, 8, `${invoice.seller.city}增值税普通发票（卷票）`, {
    size: 4,
    align: 'center',
    colour: '#8c2a1c',
  })
  sheet.text(38, 15, '发 票 联　模拟样张', { size: 3.4, align: 'center', colour: '#8c2a1c' })
  for (const [index, row] of rows.entries()) sheet.text(5, 24 + index * 7.5, row, { size: 3 })
  if (invoice.qr) sheet.qr(27, 26 + 7.5 * rows.length, 22, invoice.qr)
  sheet.mark()
  return sheet
}

/** 航空运输电子客票行程单. */
export function drawAir(invoice: InventedInvoice): Sheet {
  const sheet = new Sheet(210, 120)
  const brown = { colour: '#8a5a10' }
  const { flight, buyer, train } = invoice
  sheet.text(100, 11, '电子发票（航空运输电子客票行程单）', { ...brown, size: 5.6, align: 'center' })
  if (invoice.qr) sheet.qr(172, 5, 20, invoice.qr)
  sheet.text(10, 22, '国内国际标识：国内')
  sheet.text(110, 22, `发票号码：${invoice.number}`)
  sheet.box('#8a5a10', 8, 28, 194, 78)
  sheet.lines('#8a5a10', [8, 42, 202, 42], [8, 72, 202, 72], [8, 88, 202, 88])
  sheet.text(12, 32, '旅客姓名', brown)
  sheet.text(12, 38, invoice.drawer)
  sheet.text(60, 32, '有效身份证件号码', brown)
  sheet.text(60, 38, '310101********0011')
  const heads = ['承运人', '航班号', '座位等级', '日期', '时间', '客票级别/客票类别', '免费行李']
  for (const [index, head] of heads.entries()) sheet.text(46 + index * 23, 46, head, { ...brown, size: 2.8 })
  const values = ['东航', flight.number, 'Y', train.travelOn, '08:30', 'Y100', '20K']
  sheet.text(12, 54, `自：${flight.from}`)
  sheet.text(12, 62, `至：${flight.to}`)
  for (const [index, value] of values.entries()) sheet.text(46 + index * 23, 54, value, { size: 2.8 })
  const amounts = [
    ['票价', flight.fareFen],
    ['燃油附加费', flight.fuelFen],
    ['民航发展基金', flight.fundFen],
    ['其他税费', 0],
    ['合计', invoice.totalFen],
  ] as const
  for (const [index, [label, fen]] of amounts.entries()) {
    sheet.text(12 + index * 38, 76, label, brown)
    sheet.text(42 + index * 38, 83, `CNY ${formatYuan(fen)}`, { align: 'right' })
  }
  sheet.text(12, 92, `电子客票号码：${train.ticket.slice(0, 13)}`)
  sheet.text(120, 92, `填开日期：${chineseDate(invoice.issuedOn)}`)
  sheet.text(12, 100, `购买方名称：${buyer.name}`)
  sheet.text(104, 100, `统一社会信用代码/纳税人识别号：${buyer.taxpayerId}`)
  sheet.text(12, 112, '模拟样张')
  sheet.mark()
  return sheet
}

/** 通用机打发票: a blank with code and number, everything else by the needles of a printer. */
export function drawMachine(invoice: InventedInvoice): Sheet {
  const sheet = new Sheet(180, 100, '#fdf8f2')
  const red = { colour: '#a03024' }
  const { city } = invoice.seller
  sheet.text(90, 11, `${city}市通用机打发票`, { ...red, size: 6, align: 'center' })
  sheet.text(90, 18, '发 票 联　模拟样张', { ...red, size: 4, align: 'center' })
  sheet.text(112, 24, '发票代码', red)
  sheet.text(130, 24, invoice.code, { size: 4 })
  sheet.text(112, 31, '发票号码', red)
  sheet.text(130, 31, invoice.number, { size: 4, colour: '#b01010' })
  sheet.text(12, 31, '开票日期：', red)
  sheet.needles(52, 31, invoice.issuedOn, { ink: invoice.ink })
  sheet.box('#a03024', 10, 36, 160, 44)
  sheet.text(14, 42, `付款方名称：${invoice.buyer.name}`)
  sheet.text(14, 50, `收款方名称：${invoice.seller.name}`)
  sheet.text(14, 58, '项目：停车服务')
  sheet.text(14, 72, '合计金额（大写）', red)
  sheet.text(46, 72, invoice.capitals)
  sheet.text(112, 72, '（小写）', red)
  sheet.needles(160, 72, `¥${formatYuan(invoice.totalFen)}`, { ink: invoice.ink })
  sheet.text(14, 88, `开票人：${invoice.drawer}`)
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
