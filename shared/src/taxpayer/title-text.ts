import { foldWidth, INVISIBLE } from './fold'
import { normaliseTaxpayerId } from './id'
import type { BuyerTitle } from './title'
import { findLabels, type Label } from './title-labels'
import { blank, isCompanyName, readLoosePieces } from './title-loose'
import { cutPhone, splitBank, splitPlace, tidy } from './title-pieces'
import type { LabelKind } from './title-words'

/** Longer texts are no title; the rest is not read. */
const LONGEST = 2000
const NOTHING = /^(无|暂无|没有|略|空|null|none|n\/?a|undefined)?$/i
const ADDRESS_LINE =
  /[路街道巷弄号楼室栋幢座层园厦区县镇村]|\b(road|street|avenue|room|floor|building|district|china|rd|st)\b/i

/**
 * Reads a pasted title block: labels in Chinese or English in any order, with colons, tabs, spaces or line
 * breaks, or no labels at all; 地址电话 and 开户行账号 in one are split. What it cannot place it leaves out,
 * and no value holds a character that the text does not (numbers folded to half-width). Never throws;
 * check the result with `validateBuyer`.
 */
export function parseTitleText(text: string): Partial<BuyerTitle> {
  const source = text
    .slice(0, LONGEST)
    .replace(new RegExp(`[${INVISIBLE}]`, 'g'), '')
    .replace(/\r\n?/g, '\n')
  const title: Partial<BuyerTitle> = {}
  const labels = findLabels(source)
  let rest = source
  labels.forEach((label, index) => {
    const limit = labels[index + 1]?.start ?? source.length
    const raw = isHeading(source, labels, index) ? '' : ownLines(source.slice(label.end, limit), label.kind)
    assign(title, label.kind, tidy(raw), labels)
    rest = blank(rest, label.start, label.end + raw.length)
  })
  readLoosePieces(rest, title)
  if (!title.type && title.name) {
    if (title.taxpayerId || isCompanyName(title.name)) title.type = 'company'
    else if (title.name === '个人') title.type = 'person'
  }
  return title
}

// A row of labels above a row of values (copied from a table): the values are then read by their looks.
function isHeading(source: string, labels: Label[], index: number): boolean {
  const isBare = (from: number) => {
    const next = labels[from + 1]
    return from >= 0 && next !== undefined && /^[ \t|]*$/.test(source.slice(labels[from]?.end, next.start))
  }
  return isBare(index) || (isBare(index - 1) && /^[ \t|]*\n/.test(source.slice(labels[index]?.end)))
}

// The first line with content; a name ends before a number that follows it and a number where it ends, so
// that what stands behind them is read too; an address goes on over the lines it was wrapped onto.
function ownLines(raw: string, kind: LabelKind): string {
  let own = /^\s*[^\n]*/.exec(raw)?.[0] ?? ''
  const id = /[0-9A-Z]{15,20}(?![0-9A-Z])/i.exec(foldWidth(own))
  if (id && kind === 'taxpayerId') return own.slice(0, id.index + id[0].length)
  if (id && kind === 'name' && /\S\s$/.test(own.slice(0, id.index))) return own.slice(0, id.index)
  if (kind !== 'address' && kind !== 'place') return own
  for (;;) {
    const next = /^\n[^\n]+/.exec(raw.slice(own.length))?.[0]
    if (!next || !ADDRESS_LINE.test(next) || /公司|银行|支行|[0-9A-Z]{15}/.test(next)) return own
    own += next
  }
}

function assign(title: Partial<BuyerTitle>, kind: LabelKind, value: string, labels: Label[]): void {
  if (NOTHING.test(value)) return
  const has = (wanted: LabelKind) => labels.some((label) => label.kind === wanted)
  // What came first stays: a second 地址 is of someone else.
  const keep = (part: Partial<BuyerTitle>) => {
    for (const [field, found] of Object.entries(part))
      if (found && !(field in title)) Object.assign(title, { [field]: found })
  }
  if (kind === 'type') keep({ type: /个人|person|individual/i.test(value) ? 'person' : 'company' })
  else if (kind === 'name') keep({ name: value })
  else if (kind === 'taxpayerId') keep({ taxpayerId: idIn(value) })
  else if (kind === 'phone') keep({ phone: cutPhone(value, true)?.found ?? foldWidth(value) })
  else if (kind === 'place' || (kind === 'address' && !has('phone'))) keep(splitPlace(value))
  else if (kind === 'address') keep({ address: value })
  else if (kind === 'bank' || (kind === 'bankName' && !has('bankAccount'))) keep(splitBank(value))
  else if (kind === 'bankName') keep({ bankName: value })
  else if (kind === 'bankAccount') keep(splitBank(value))
}

function idIn(value: string): string {
  const id = normaliseTaxpayerId(value)
  return /[0-9A-Z]{15,20}/.exec(id)?.[0] ?? /^[0-9A-Z]+/.exec(id)?.[0] ?? ''
}
