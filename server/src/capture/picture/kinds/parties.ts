import { normaliseTaxpayerId } from '@piaoma/shared/taxpayer'
import type { DraftBuilder } from '../layout/draft'
import { type Found, findAll, printedText, rightOf, type Span, spanText, wholeLine } from '../layout/find'
import type { Line, PageText } from '../layout/page-text'

/**
 * Where the two parties stand: side by side (数电票), buyer above and seller below the goods (税控), or in any order with
 * labels that say whose name it is (卷票, 机打): what stands below such a label is of the same party.
 */
export type PartyLayout = 'sides' | 'rows' | 'labels'

type Party = 'buyer' | 'seller'

/** Puts names and tax numbers of buyer and seller. `middle` is the y between them for `rows`. */
export function putParties(builder: DraftBuilder, page: PageText, layout: PartyLayout, middle = 0): void {
  const partyOf = sideOf(page, layout, middle)
  for (const label of nameLabels(page)) {
    const name = nameBehind(page, label, layout)
    if (name) builder.put(partyOf(label.line) === 'buyer' ? 'buyerName' : 'sellerName', name)
  }
  for (const id of taxpayerIds(page)) {
    builder.put(partyOf(id.span.line) === 'buyer' ? 'buyerTaxpayerId' : 'sellerTaxpayerId', id)
  }
}

function sideOf(page: PageText, layout: PartyLayout, middle: number): (line: Line) => Party {
  if (layout === 'rows') return (line) => (line.y < middle ? 'buyer' : 'seller')
  if (layout === 'labels') {
    const said = page.lines.flatMap((line) =>
      PARTIES.flatMap(([party, words]) => (words.test(line.text) ? [{ party, line }] : [])),
    )
    return (line) => said.findLast((each) => each.line.y < line.y + 0.5 * line.height)?.party ?? 'seller'
  }
  const labels = nameLabels(page).map(({ line }) => line.left)
  const centre = (page.left + page.right) / 2
  const [first, second] = labels.sort((a, b) => a - b)
  // Two labels tell the halves better than the bounds of a page on a desk.
  const border =
    first !== undefined && second !== undefined && second - first > 8 * page.lineHeight
      ? (first + second) / 2
      : centre
  return (line) => (line.left < border ? 'buyer' : 'seller')
}

const PARTIES: readonly (readonly [Party, RegExp])[] = [
  ['buyer', /^.{0,2}(购[买货]|付款|交款)(方|单位)/],
  ['seller', /^.{0,2}(销[售货]|收款|开票)(方|单位)/],
]

/** 名称: of a party; the head of the goods table (项目名称, 货物或应税劳务、服务名称) has no colon. */
const nameLabels = (page: PageText): Span[] =>
  findAll(
    page.lines,
    /((?:^|名|[购销售买方])称[:.]|^称:?(?=.{4})|名称:|[付收]款(?:方|单位)(?:[(]章[)])?:)/,
  ).filter(({ line }) => !/项目名称|服务名称|货物|企业名称/.test(line.text))

const NAME = /^[\p{Script=Han}A-Za-z0-9()·.,、&\-—]{2,}$/u

function nameBehind(page: PageText, label: Span, layout: PartyLayout): Found<string> | undefined {
  const { line, to } = label
  const inside = line.text.slice(to).replace(/^[:.]+/, '')
  const from = line.text.length - inside.length
  const own: Span = { line, from, to: line.text.length }
  if (inside.length >= 2) return withNextLine(page, { value: printedText(own), span: own })
  const reach = (layout === 'sides' ? 0.25 : 0.3) * (page.right - page.left)
  const next = rightOf(page, line).find(({ left, text }) => left - line.right < reach && NAME.test(text))
  return next && withNextLine(page, { value: printedText(wholeLine(next)), span: wholeLine(next) })
}

/** A long name runs on in a second line that begins where the first did and bears no label. */
function withNextLine(page: PageText, found: Found<string>): Found<string> {
  const { line } = found.span
  const start =
    line.right - ((line.right - line.left) * (line.text.length - found.span.from)) / line.text.length
  const isFull = line.right - start > 12 * line.height
  const next = page.lines.find(
    (other) =>
      other.y > line.y + 0.6 * line.height &&
      other.y < line.y + 1.6 * line.height &&
      Math.abs(other.left - start) < 1.5 * line.height &&
      NAME.test(other.text) &&
      !/识别号|代码|地址|电话|开户|密码/.test(other.text) &&
      /\p{Script=Han}/u.test(other.text),
  )
  return isFull && next && !/公司$/.test(found.value)
    ? { value: found.value + printedText(wholeLine(next)), span: found.span }
    : found
}

const ID = /(?<![0-9A-Za-z])([0-9A-Za-z]{20}|[0-9A-Za-z]{17,18}|[0-9A-Za-z]{15})(?![0-9A-Za-z])/

/** Tax numbers behind their labels, in the order of the page. */
function taxpayerIds(page: PageText): Found<string>[] {
  const labels = findAll(page.lines, /((?:识|.)别号:?|纳税人.{2,3}号:|信用代码[/:](?!纳)|税号:)/)
  return labels.flatMap(({ line, to }) => {
    const inside = findAll([line], ID).find(({ from }) => from >= to)
    const span = inside ?? findAll(rightOf(page, line).slice(0, 2), ID)[0]
    return span && /\d{6}/.test(spanText(span)) ? [{ value: normaliseTaxpayerId(spanText(span)), span }] : []
  })
}
