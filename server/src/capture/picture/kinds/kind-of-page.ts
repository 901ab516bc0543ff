import { kindOfCode, type ReceivedKind, type UnreadReason } from '@piaoma/shared/received'
import { findFirst, isSameRow } from '../layout/find'
import type { PageText } from '../layout/page-text'

/** What a page is by its words: a kind of invoice, or why it is none. */
export type PageKind = { kind: ReceivedKind } | { refused: UnreadReason; what: string }

/** Headings from the most to the least telling; the first that stands on the page decides. */
const HEADINGS: readonly (readonly [RegExp, ReceivedKind])[] = [
  [/铁路电子客票/, 'rail'],
  [/航空运输电子客票|电子客票行程单|航空.{0,6}行程单/, 'air'],
  [/电子发票.{0,2}(增值税|专用)/, 'digital_special'],
  [/电子发票.{0,2}普通/, 'digital_normal'],
  [/电子专用发票/, 'electronic_special'],
  [/电子普通发票/, 'electronic_normal'],
  [/增值税专用发票/, 'paper_special'],
  [/增值税普通发票.{0,2}卷/, 'roll'],
  [/增值税普通发票/, 'paper_normal'],
  [/出租/, 'taxi'],
  [/定额(统一)?发票|定额专用/, 'quota'],
  [/票据代码|财政.{0,12}票据|(非税|医疗|收费|结算|捐赠|往来).{0,8}票据|一般缴款书/, 'fiscal'],
]

const NOT_MAINLAND = /統一發票|電子發票|發票證明|隨機碼|隨機码|賣方|[A-Z]{2}-\d{8}/
const BANK =
  /(业务|电子|银行|客户|收款|付款|入账|网银|交易|国内支付业务).{0,6}(回单|回执)|转账凭证|账户明细|进账单/

/** Words that only stand on a taxi's slip, whose heading often hides under the seal. */
const TAXI_WORDS = [/上车/, /下车/, /里程/, /单价/, /等候|候时/, /车号|车牌/, /电召/]

/** Names what lies on the page. A QR code of an invoice beats it. */
export function kindOfPage(page: PageText): PageKind {
  const all = page.lines.map(({ text }) => text).join('\n')
  const code = findFirst(page.lines, /发票代码:?(\d{10,12})/)
  const byCode = code && kindOfCode(code.line.text.slice(code.from, code.to))
  if (NOT_MAINLAND.test(all) && !/发票代码|发票号码/.test(all)) return refused('not_mainland', '台湾统一发票')
  const heading = headingOf(page, all)
  if (heading) return { kind: heading === 'electronic_normal' && byCode === 'toll' ? 'toll' : heading }
  if (TAXI_WORDS.filter((word) => word.test(all)).length >= 3) return { kind: 'taxi' }
  if (/通用机打|机打发票/.test(all)) return { kind: 'machine' }
  if (byCode) return { kind: byCode }
  if (BANK.test(all)) return refused('bank_receipt', '银行回单')
  if (/发票(代码|号码)|开票日期|纳税人识别号/.test(all)) return { kind: fallbackKind(page, all) }
  return refused('not_invoice', '')
}

const refused = (reason: UnreadReason, what: string): PageKind => ({ refused: reason, what })

function headingOf(page: PageText, all: string): ReceivedKind | undefined {
  const found = HEADINGS.find(([pattern]) => pattern.test(all))?.[1]
  if (found) return found
  // The seal often covers the middle of a heading, or the detector cut it in two.
  const title = titleOf(page)
  if (/电子发票/.test(title)) {
    if (/普通|通发票/.test(title)) return 'digital_normal'
    return /增值|专用|用发票/.test(title) ? 'digital_special' : undefined
  }
  if (!/增值|值税/.test(title)) return undefined
  if (/电[子手]/.test(title)) return /专用|用发票/.test(title) ? 'electronic_special' : 'electronic_normal'
  if (/通发票|普通/.test(title)) return 'paper_normal'
  return /用发票|专用/.test(title) ? 'paper_special' : undefined
}

/** The words of the upper third, row by row. */
const titleOf = (page: PageText): string =>
  page.lines
    .filter(({ y }) => y < page.top + (page.bottom - page.top) / 3)
    .sort((a, b) => (isSameRow(a, b, 1.2) ? a.x - b.x : a.y - b.y))
    .map(({ text }) => text)
    .join(' ')

/** A form with parties, sum and total, whose heading could not be read: its number and code tell. */
function fallbackKind(page: PageText, all: string): ReceivedKind {
  if (findFirst(page.lines, /(?<!\d)(\d{20})(?!\d)/) && /发票号码/.test(all) && !/校验码|密码区/.test(all)) {
    return /专用/.test(all) ? 'digital_special' : 'digital_normal'
  }
  if (!/价税合计/.test(all)) return 'other'
  const codes = page.lines.flatMap(({ text }) => text.match(/(?<!\d)(\d{12}|\d{10})(?!\d)/g) ?? [])
  const byCode = codes.map(kindOfCode).find((kind) => kind !== undefined)
  return byCode ?? (/专用/.test(all) ? 'paper_special' : 'paper_normal')
}
