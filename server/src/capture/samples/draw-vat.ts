import { formatYuan } from '@piaoma/shared/money'
import type { InventedInvoice, InventedLine } from './invent'
import { Sheet } from './sheet'

const RED = '#8c2a1c'
const BLUE = '#2b3a6b'

const chineseDate = (day: string) => day.replace(/^(\d+)-(\d+)-(\d+)$/, '$1年$2月$3日')

/** x of the columns: where texts begin, where numbers end. */
interface Columns {
  name: number
  specification: number
  unit: number
  quantity: number
  unitPrice: number
  amount: number
  rate: number
  tax: number
}

const COLUMNS: Columns = {
  name: 9,
  specification: 58,
  unit: 82,
  quantity: 104,
  unitPrice: 131,
  amount: 158,
  rate: 168,
  tax: 200,
}

function drawTable(sheet: Sheet, invoice: InventedInvoice, top: number, heads: readonly string[]): void {
  const ink = { colour: RED, align: 'center' as const }
  const places = [28, 63, 84, 100, 125, 150, 168, 192]
  for (const [index, head] of heads.entries()) sheet.text(places[index] ?? 0, top, head, ink)
  for (const [index, line] of invoice.lines.entries()) drawLine(sheet, line, top + 5.5 * (index + 1))
}

function drawLine(sheet: Sheet, line: InventedLine, y: number): void {
  const right = { align: 'right' as const }
  sheet.text(COLUMNS.name, y, line.name)
  sheet.text(COLUMNS.specification, y, line.specification)
  sheet.text(COLUMNS.unit, y, line.unit)
  sheet.text(COLUMNS.quantity, y, String(line.quantity), right)
  sheet.text(COLUMNS.unitPrice, y, formatYuan(line.unitPriceFen), right)
  sheet.text(COLUMNS.amount, y, formatYuan(line.amountFen), right)
  sheet.text(COLUMNS.rate, y, `${line.ratePercent}%`, { align: 'center' })
  sheet.text(COLUMNS.tax, y, formatYuan(line.taxFen), right)
}

function drawTotals(sheet: Sheet, invoice: InventedInvoice, y: number): void {
  const right = { align: 'right' as const }
  sheet.text(20, y, '合', { colour: RED })
  sheet.text(36, y, '计', { colour: RED })
  sheet.text(COLUMNS.amount, y, `¥${formatYuan(invoice.amountFen)}`, right)
  sheet.text(COLUMNS.tax, y, `¥${formatYuan(invoice.taxFen)}`, right)
  sheet.text(14, y + 7, '价税合计（大写）', { colour: RED })
  sheet.text(58, y + 7, `⊗ ${invoice.capitals}`)
  sheet.text(140, y + 7, '（小写）', { colour: RED })
  sheet.text(154, y + 7, `¥${formatYuan(invoice.totalFen)}`)
}

/** 数电票: parties side by side, one 20-digit number, no code. */
export function drawDigital(invoice: InventedInvoice): Sheet {
  const sheet = new Sheet(210, 140)
  const red = { colour: RED }
  const title = invoice.kind === 'digital_special' ? '增值税专用发票' : '普通发票'
  if (invoice.qr) sheet.qr(8, 7, 20, invoice.qr)
  sheet.text(105, 14, `电子发票（${title}）`, { colour: RED, size: 6.2, align: 'center' })
  sheet.lines(RED, [68, 19, 142, 19], [68, 20, 142, 20])
  sheet.seal(105, 17, '模拟样张')
  sheet.text(150, 11, '发票号码：', red)
  sheet.text(165, 11, invoice.number)
  sheet.text(150, 17, '开票日期：', red)
  sheet.text(165, 17, chineseDate(invoice.issuedOn))
  sheet.box(RED, 6, 29, 198, 92)
  sheet.lines(RED, [6, 48, 204, 48], [6, 86, 204, 86], [6, 93.5, 204, 93.5], [6, 100, 204, 100])
  sheet.lines(RED, [12, 29, 12, 48], [105, 29, 105, 48], [111, 29, 111, 48])
  for (const [x, party, side] of [
    [6, invoice.buyer, '购买方信息'],
    [105, invoice.seller, '销售方信息'],
  ] as const) {
    sheet.column(x + 3, 32, side, { ...red, size: 2.6 })
    sheet.text(x + 8, 34, '名称：', red)
    sheet.text(x + 18, 34, party.name)
    sheet.text(x + 8, 43, '统一社会信用代码/纳税人识别号：', { ...red, size: 2.8 })
    sheet.text(x + 54, 43, party.taxpayerId, { size: 3.4 })
  }
  drawTable(sheet, invoice, 52, [
    '项目名称',
    '规格型号',
    '单 位',
    '数 量',
    '单 价',
    '金 额',
    '税率/征收率',
    '税 额',
  ])
  drawTotals(sheet, invoice, 89.5)
  sheet.column(9, 105, '备注', red)
  sheet.text(16, 105, '模拟样张，不作凭证')
  sheet.text(20, 126, '开票人：', red)
  sheet.text(34, 126, invoice.drawer)
  sheet.mark()
  return sheet
}

/** 税控: buyer above, seller below the goods, code and number, cipher area. */
export function drawTaxControl(invoice: InventedInvoice, cipher: readonly string[]): Sheet {
  const isPaper = invoice.kind.startsWith('paper')
  const sheet = new Sheet(210, 140, isPaper ? '#fbf6ea' : '#ffffff')
  const ink = isPaper ? BLUE : '#222'
  const red = { colour: RED }
  if (invoice.qr) sheet.qr(10, 7, 19, invoice.qr)
  const title = `增值税${isPaper ? '' : '电子'}${/special$/.test(invoice.kind) ? '专用' : '普通'}发票`
  sheet.text(105, 13, `${invoice.seller.city}${title}`, { colour: RED, size: 6.2, align: 'center' })
  sheet.seal(105, 18, '模拟样张')
  if (isPaper) sheet.text(34, 11, invoice.code, { size: 5, colour: ink })
  else sheet.text(152, 8, `发票代码：${invoice.code}`, { colour: ink })
  if (isPaper) sheet.text(150, 10, `No ${invoice.number}`, { size: 5, colour: ink })
  else sheet.text(152, 13.5, `发票号码：${invoice.number}`, { colour: ink })
  sheet.text(152, 19, `开票日期：${chineseDate(invoice.issuedOn)}`, { colour: ink })
  if (invoice.kind === 'toll') sheet.text(32, 12, '通行费', { size: 4 })
  if (invoice.kind !== 'paper_special') {
    const check = invoice.checkCode.replace(/(\d{5})(?=\d)/g, '$1 ')
    sheet.text(152, 24.5, `校验码：${check}`, { colour: ink, size: 2.9 })
  }
  sheet.text(32, 24, `机器编号：${invoice.machineNumber}`, { colour: ink })
  sheet.box(RED, 6, 29, 198, 96)
  sheet.lines(RED, [6, 51, 204, 51], [6, 84, 204, 84], [6, 91.5, 204, 91.5], [6, 99, 204, 99])
  sheet.lines(
    RED,
    [12, 29, 12, 51],
    [122, 29, 122, 51],
    [128, 29, 128, 51],
    [12, 99, 12, 125],
    [122, 99, 122, 125],
  )
  drawParty(sheet, invoice.buyer, 32, '购买方', ink)
  sheet.column(125, 34, '密码区', { ...red, size: 3 })
  for (const [index, row] of cipher.entries())
    sheet.text(131, 33 + index * 5, row, { colour: ink, spacing: 0.4 })
  drawTable(sheet, invoice, 55, [
    '货物或应税劳务、服务名称',
    '规格型号',
    '单 位',
    '数 量',
    '单 价',
    '金 额',
    '税率',
    '税 额',
  ])
  drawTotals(sheet, invoice, 88)
  drawParty(sheet, invoice.seller, 102, '销售方', ink)
  sheet.column(125, 106, '备注', red)
  sheet.text(131, 104, '模拟样张', { colour: ink })
  sheet.text(14, 130, `收款人：${invoice.payee}`, { colour: ink })
  sheet.text(64, 130, `复核：${invoice.reviewer}`, { colour: ink })
  sheet.text(110, 130, `开票人：${invoice.drawer}`, { colour: ink })
  sheet.text(150, 130, '销售方：（章）', red)
  sheet.mark()
  return sheet
}

function drawParty(
  sheet: Sheet,
  party: InventedInvoice['buyer'],
  top: number,
  side: string,
  ink: string,
): void {
  const red = { colour: RED }
  sheet.column(9, top + 2, side, red)
  sheet.text(14, top + 1, '名', red)
  sheet.text(32, top + 1, '称：', red)
  sheet.text(39, top + 1, party.name, { colour: ink })
  sheet.text(14, top + 6, '纳税人识别号：', red)
  sheet.text(39, top + 6, party.taxpayerId, { colour: ink, size: 3.6 })
  sheet.text(14, top + 11, `地址、电话：${party.address}`, { colour: ink, size: 2.9 })
  sheet.text(14, top + 16, `开户行及账号：${party.bank}`, { colour: ink, size: 2.9 })
}
