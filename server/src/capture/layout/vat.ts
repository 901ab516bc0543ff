import { isTollCode, kindOfCode, type ReceivedKind } from '@piaoma/shared/received'
import { type FieldCollector, readMoney } from '../fields'
import type { Draft } from '../readers/draft'
import { readLines } from './lines'
import { readParties } from './parties'
import { type Sheet, type Stretch, stretchOf } from './sheet'
import { readTravel } from './travel'

/** Labels of 特定业务 as printed beside the title of 数电票. */
const SPECIAL_BUSINESS =
  /^(?:稀土|成品油|建筑服务|货物运输服务|不动产销售|不动产经营租赁服务|代收车船税|通行费|旅客运输服务|医疗服务[（(](?:住院|门诊)[)）]|自产农产品销售|拖拉机和联合收割机|机动车|二手车|农产品收购|光伏收购|卷烟|出口|农产品|报废产品收购|民航发展基金|差额征税.*)$/

/** Reads the form that all VAT invoices share, electronic and paper, 数电 and 税控, from text with positions. */
export function readVatForm(sheet: Sheet, kind: ReceivedKind, fields: FieldCollector): Draft {
  readHeader(sheet, fields)
  readParties(sheet, fields)
  readTotals(sheet, fields)
  readFoot(sheet, fields)
  readTravel(sheet, fields)
  const code = fields.fields.code?.value ?? ''
  const specialBusiness = specialBusinessOf(sheet)
  return {
    kind: kind === 'electronic_normal' && isTollCode(code) ? 'toll' : kind,
    fields: fields.fields,
    lines: readLines(sheet, fields),
    pages: [sheet.page],
    ...(specialBusiness ? { specialBusiness } : {}),
  }
}

/** Digits right of a label, blanks between them allowed (a check code is printed in fours or fives). */
function digitsRight(sheet: Sheet, label: RegExp, length: RegExp): Stretch | undefined {
  for (const found of sheet.find(label)) {
    const value = sheet.right(found)
    const digits = /^[\d\s]+/.exec(value?.text ?? '')?.[0].replace(/\s/g, '')
    if (value && digits && length.test(digits)) return { ...value, text: digits }
  }
  return undefined
}

export function readHeader(sheet: Sheet, fields: FieldCollector): void {
  const put = (name: 'code' | 'number' | 'checkCode' | 'machineNumber', label: RegExp, length: RegExp) => {
    const value = digitsRight(sheet, label, length)
    if (value) fields.text(name, value.text, sheet.place(value))
  }
  put('code', /发票代码[:：]?/, /^\d{10}(\d\d)?$/)
  put('number', /发票号码[:：]?/, /^\d{8}$|^\d{20}$|^\d{19}$/)
  put('checkCode', /校验码[:：]?/, /^\d{20}$/)
  put('machineNumber', /机器编号[:：]?/, /^\d{8,12}$/)
  const date = sheet.first(/(?:开票|填开)日期[:：]?/)
  const value = date && sheet.right(date)
  if (value) fields.date('issuedOn', value.text, sheet.place(value))
  const [printed] = sheet.find(/20\d\d年\d{1,2}月\d{1,2}日/)
  if (printed && printed.y < sheet.height * 0.35) fields.date('issuedOn', printed.text, sheet.place(printed))
  if (!fields.has('number')) guessNumber(sheet, fields)
}

/** Where the label is a picture: the one 20-digit number of the page can only be the invoice's. */
function guessNumber(sheet: Sheet, fields: FieldCollector): void {
  const found = sheet.find(/(?<!\d)2\d{19}(?!\d)/)
  if (found.length === 1 && found[0]) fields.text('number', found[0].text, sheet.place(found[0]))
}

/** The two figures right of 合计: 金额 and 税额, the latter perhaps as `***`. */
function readTotals(sheet: Sheet, fields: FieldCollector): void {
  const figures = sheet.first(/[（(]小写[)）]/) ?? sheet.first(/价税合计/)
  const [amount, tax] = sumCells(sheet, figures)
  if (amount) fields.money('amountFen', amount.text, sheet.place(amount))
  if (tax) fields.tax(tax.text, sheet.place(tax))
  const total = figures && moneyRight(sheet, figures)
  if (total) fields.money('totalFen', total.text, sheet.place(total))
  const words = sheet.first(/[（(]大写[)）]/)
  const capitals = words && sheet.right(words, figures?.x0)
  const said = /[负零〇壹贰貳叁參肆伍陆陸柒捌玖拾佰仟万萬亿圆圓元角分整正]+/.exec(capitals?.text ?? '')?.[0]
  if (capitals && said) fields.text('totalCapitals', said, sheet.place(capitals))
  // Without a tax cell the tax is the difference, which is nothing where it was left out.
  const { amountFen, totalFen } = fields.fields
  if (amountFen && totalFen && amountFen.value === totalFen.value) fields.fen('taxFen', 0)
}

const isSum = ({ text }: Stretch) => readMoney(text) !== undefined || /^[¥￥]?\*+$/.test(text)

/** Right of 合计; where that label is a picture, the figures with ¥ in the row above 价税合计. */
function sumCells(sheet: Sheet, total: Stretch | undefined): Stretch[] {
  for (const label of sheet.find(/(?<!税|价)合计(?!金额|税额)/)) {
    const cells = sheet.cells(label.y, label.size, label).filter(isSum)
    if (cells.some(({ text }) => readMoney(text) !== undefined)) return cells
  }
  if (!total) return []
  const above = sheet.lines({ x0: 0, x1: sheet.width, top: total.y - 45, bottom: total.y - total.size })
  const rows = above.map((line) => sheet.cells(line.y, line.size).filter(isSum))
  return rows.find((cells) => cells.length > 0 && cells.every(({ text }) => /[¥￥*]/.test(text))) ?? []
}

export function moneyRight(sheet: Sheet, label: Stretch): Stretch | undefined {
  return sheet.cells(label.y, label.size, label).find(({ text }) => readMoney(text) !== undefined)
}

const FOOT = /收款人[:：]|复核人?[:：]|开票人[:：]|销售方[:：]?[（(]章/

/** 收款人, 复核, 开票人 in the last row, and the remark above it. Only the row of 开票人 counts: remarks repeat them. */
function readFoot(sheet: Sheet, fields: FieldCollector): void {
  const drawer = sheet.find(/开票人[:：]/).at(-1)
  if (!drawer) return
  const labels = sheet.find(FOOT).filter(({ y }) => Math.abs(y - drawer.y) < drawer.size)
  for (const label of labels) {
    const next = labels.filter(({ x0 }) => x0 > label.x1).sort((a, b) => a.x0 - b.x0)[0]
    const value = sheet.right(label, next?.x0)
    if (!value || value.text.length > 30) continue
    const name = label.text.startsWith('收') ? 'payee' : label.text.startsWith('复') ? 'reviewer' : 'drawer'
    if (!label.text.startsWith('销')) fields.text(name, value.text, sheet.place(value))
  }
  readRemark(sheet, drawer, fields)
}

function readRemark(sheet: Sheet, drawer: Stretch, fields: FieldCollector): void {
  const column = sheet.columns.find(({ text }) => text.startsWith('备注'))
  const words = sheet.first(/[（(]大写[)）]/)
  if (!column || !words) return
  const lines = sheet.lines({
    x0: column.x1,
    x1: sheet.width,
    top: words.y + words.size * 0.8,
    bottom: drawer.y - drawer.size * 0.7,
  })
  const [first] = lines
  if (first) {
    const text = lines.map(({ glyphs }) => stretchOf(glyphs, true).text).join('\n')
    fields.text('remark', text, sheet.place(first))
  }
}

function specialBusinessOf(sheet: Sheet): string | undefined {
  const limit = (sheet.first(/开票日期/)?.y ?? sheet.height * 0.2) + 20
  return sheet.cellsLike(SPECIAL_BUSINESS).find(({ y }) => y < limit)?.text
}

/** The kind by the words of the form, else by its code or number. */
export function kindOfNumbers({ fields }: FieldCollector): ReceivedKind | undefined {
  const code = kindOfCode(fields.code?.value ?? '')
  return code ?? (/^\d{20}$/.test(fields.number?.value ?? '') ? 'digital_normal' : undefined)
}
