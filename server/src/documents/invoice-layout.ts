import {
  buildQrPayload,
  type InvoiceModel,
  type InvoiceParty,
  shanghaiDateChinese,
} from '@piaoma/shared/invoice'
import { formatCapitals } from '@piaoma/shared/money'
import { textWidth } from './fonts'
import { FRAME, FRAME_COLOR, TEXT_SIZE } from './invoice-form'
import { type InvoiceRow, paginateLines, tableMarks } from './invoice-table'
import { invoiceTitle, remarkParagraphs, yuanSign } from './invoice-words'
import { BLACK, type Color, type InvoiceField, lineMark, type Mark, textMark } from './marks'
import { backgroundMarks, noticeMarks, ornamentMarks, type Standing } from './notices'
import { printable } from './printable'
import { qrSteps } from './qr'
import { fitBlock, shrinkToFit, wrapText } from './text-fit'

const LABEL: { size: number; color: Color } = { size: TEXT_SIZE, color: FRAME_COLOR }

export interface LayoutOptions {
  /** What the page says about its legal standing. */
  standing: Standing
}

/** The pages of an invoice as marks. Throws RangeError when a number is missing or malformed on what is no preview. */
export function layoutInvoice(model: InvoiceModel, options: LayoutOptions): Mark[][] {
  const pages = paginateLines(model.lines)
  return pages.map((rows, index) => layoutPage(model, rows, { index, count: pages.length }, options.standing))
}

interface PagePosition {
  index: number
  count: number
}

function layoutPage(model: InvoiceModel, rows: InvoiceRow[], page: PagePosition, standing: Standing): Mark[] {
  const isLast = page.index === page.count - 1
  return [
    ...backgroundMarks(standing),
    ...frameMarks(isLast),
    ...headMarks(model, page, standing),
    ...partyMarks('购买方信息', model.buyer, 'Buyer', FRAME.left, FRAME.middle),
    ...partyMarks('销售方信息', model.seller, 'Seller', FRAME.middle, FRAME.right),
    ...tableMarks(model, rows, page),
    ...(isLast ? [...totalMarks(model), ...remarkMarks(model)] : []),
    ...footMarks(model),
    ...ornamentMarks(standing),
    ...noticeMarks(standing),
  ]
}

function frameMarks(isLast: boolean): Mark[] {
  const { left, right, partyTop, tableTop, tableBottom, totalBottom, bottom, lineWidth } = FRAME
  const horizontal = (y: number) => lineMark([left, y], [right, y], FRAME_COLOR, lineWidth)
  const vertical = (x: number, from: number, to: number) =>
    lineMark([x, from], [x, to], FRAME_COLOR, lineWidth)
  const marks = [
    ...[partyTop, tableTop, bottom].map(horizontal),
    vertical(left, partyTop, bottom),
    vertical(right, partyTop, bottom),
    ...[FRAME.labelColumn, FRAME.middle, FRAME.sellerColumn].map((x) => vertical(x, partyTop, tableTop)),
  ]
  if (!isLast) return marks
  return [
    ...marks,
    ...[tableBottom, totalBottom].map(horizontal),
    vertical(FRAME.capitalsColumn, tableBottom, totalBottom),
    vertical(FRAME.labelColumn, totalBottom, bottom),
  ]
}

function headMarks(model: InvoiceModel, page: PagePosition, standing: Standing): Mark[] {
  const title = invoiceTitle(model)
  const half = Math.max(36.5, textWidth(title, 7) / 2 - 4)
  const rule = (y: number) => lineMark([105 - half, y], [105 + half, y], FRAME_COLOR, FRAME.lineWidth)
  const number = standing === 'preview' ? '开具后生成' : (model.number ?? '')
  const marks: Mark[] = [
    textMark(title, 105, 14.3, { size: 7, align: 'center', color: FRAME_COLOR }),
    rule(18),
    rule(19),
    textMark('发票号码：', 154, 13.9, LABEL),
    textMark(number, 170, 13.9, { size: TEXT_SIZE, field: 'InvoiceNo' }),
    textMark('开票日期：', 154, 19.9, LABEL),
    textMark(shanghaiDateChinese(model.issuedAt), 170, 19.9, { size: TEXT_SIZE, field: 'IssueDate' }),
  ]
  if (page.count > 1) {
    const pages = `共${page.count}页 第${page.index + 1}页`
    marks.push(textMark(pages, 170, 25.9, { size: TEXT_SIZE, color: FRAME_COLOR }))
  }
  if (standing === 'preview') return marks
  const steps = qrSteps(buildQrPayload(model), { x: 6.4, y: 5.9, size: 20, level: 'M' })
  return [{ kind: 'path', steps, fill: BLACK }, ...marks]
}

const PARTY_FIELDS = {
  Buyer: ['Buyer/BuyerName', 'Buyer/BuyerTaxID'],
  Seller: ['Seller/SellerName', 'Seller/SellerTaxID'],
} as const satisfies Record<string, readonly InvoiceField[]>

function partyMarks(
  label: string,
  party: InvoiceParty,
  side: 'Buyer' | 'Seller',
  left: number,
  right: number,
): Mark[] {
  const letters = [...label].map((letter, index) =>
    textMark(letter, left + 3.1, 35.5 + index * 3.6, { ...LABEL, size: 3, align: 'center' }),
  )
  const x = left + 6.9
  const [nameField, taxField] = PARTY_FIELDS[side]
  const nameX = x + textWidth('名称：', TEXT_SIZE)
  const taxLabel = '统一社会信用代码/纳税人识别号：'
  const taxX = x + textWidth(taxLabel, 2.8)
  const name = fitName(printable(party.name), right - nameX - 1)
  const taxpayerId = printable(party.taxpayerId ?? '')
  const taxSize = shrinkToFit(taxpayerId, right - taxX - 1, 3.7)
  return [
    ...letters,
    textMark('名称：', x, 36.9, LABEL),
    ...name.lines.map((line, index) =>
      textMark(line, nameX, 36.9 + (index - (name.lines.length - 1) / 2) * name.pitch, {
        size: name.size,
        field: nameField,
      }),
    ),
    textMark(taxLabel, x, 46.9, { ...LABEL, size: 2.8 }),
    ...(taxpayerId ? [textMark(taxpayerId, taxX, 46.9, { size: taxSize, field: taxField })] : []),
  ]
}

/** One line when the name fits at a readable size, else up to the height of the box. */
function fitName(name: string, width: number): { lines: string[]; size: number; pitch: number } {
  const size = shrinkToFit(name, width, TEXT_SIZE)
  if (size >= TEXT_SIZE * 0.85) return { lines: [name], size, pitch: size }
  const lines = wrapText(name, width, 2.9)
  return lines.length <= 3 ? { lines, size: 2.9, pitch: 3.5 } : fitBlock([name], width, 11, 2.9)
}

function totalMarks(model: InvoiceModel): Mark[] {
  const baseline = 101.2
  const capitals = formatCapitals(model.totalFen)
  const size = shrinkToFit(capitals, 78, TEXT_SIZE * 1.06)
  return [
    textMark('价税合计（大写）', 30.5, baseline, { ...LABEL, align: 'center' }),
    textMark('⊗', 58.2, baseline + 0.25, { size: 4.4 }),
    textMark(capitals, 63.4, baseline, { size }),
    textMark('（小写）', 143.5, baseline, LABEL),
    textMark(yuanSign(model.totalFen), 156.5, baseline, { size: 4, field: 'TaxInclusiveTotalAmount' }),
  ]
}

function remarkMarks(model: InvoiceModel): Mark[] {
  const { labelColumn, totalBottom, bottom, right } = FRAME
  const label = [...'备注'].map((letter, index) =>
    textMark(letter, FRAME.left + 3.1, 112 + index * 6.4, { ...LABEL, align: 'center' }),
  )
  const width = right - labelColumn - 1.6
  const block = fitBlock(remarkParagraphs(model), width, bottom - totalBottom - 1.2, TEXT_SIZE, 1.2)
  const lines = block.lines.map((line, index) =>
    textMark(line, labelColumn + 0.8, totalBottom + 0.5 + block.size + index * block.pitch, {
      size: block.size,
      field: 'Note',
    }),
  )
  return [...label, ...lines]
}

function footMarks(model: InvoiceModel): Mark[] {
  const label = '开票人：'
  const x = 19.5
  return [
    textMark(label, x, 131.9, LABEL),
    textMark(printable(model.drawer), x + textWidth(label, TEXT_SIZE), 131.9, {
      size: TEXT_SIZE,
      field: 'InvoiceClerk',
    }),
  ]
}
