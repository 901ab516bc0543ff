import { foldWidth } from './fold'
import { checkTaxpayerId } from './id'
import type { BuyerTitle } from './title'
import { cutAccount, cutPhone, tidy } from './title-pieces'

const COMPANY_SURE =
  /(?:公司|集团)(?:[(（].{1,20}[)）])?$|\b(?:ltd|limited|inc|llc|corp|corporation|company|gmbh|plc|pte|university)\b/i
const COMPANY_LIKELY =
  /(?:厂|店|所|院|学|学校|幼儿园|医院|中心|社|会|局|府|部|馆|行|室|站|队|团|超市|个体工商户|合伙)(?:[(（].{1,20}[)）]|[)）])?$/
const BANK = /银行|[支分][行]|[工农建交招]行|信用社|信用联社|分理处|储蓄所|\bbank\b/i
const ADDRESS =
  /\d\s*[号弄室楼层栋幢座院]|[路街道巷弄]\S*\d|[省市区县]\S*[路街道镇乡村园区县]|\d.*\b(?:road|street|avenue|room|floor|building|rd|ave|lane)\b|\b(?:road|street|avenue|room|floor|building|rd|ave|lane)\b.*\d/i
const ADDRESS_PART = /[省市区县镇乡村路街道巷弄号楼室栋幢座层园]|^[0-9A-Za-z#()（）-]{1,12}$/
const CJK = /[\u4e00-\u9fff]/

type Kind = 'bank' | 'company' | 'address' | 'phone' | 'other' | 'none'

interface Piece {
  start: number
  end: number
  text: string
  kind: Kind
}

/** Whether a name is surely a company's, not a person's. */
export function isCompanyName(name: string): boolean {
  return COMPANY_SURE.test(name) || (name.length > 4 && COMPANY_LIKELY.test(name))
}

/** Puts line breaks over a part that has been read: places stay, and the rest falls apart there. */
export function blank(text: string, start: number, end: number): string {
  return text.slice(0, start) + '\n'.repeat(end - start) + text.slice(end)
}

/** Fills what the title still lacks from text without labels, telling the pieces by their looks. */
export function readLoosePieces(text: string, title: Partial<BuyerTitle>): void {
  let rest = takeTaxpayerId(text, title)
  rest = takePhone(rest, title)
  rest = takeAccount(rest, title)
  const pieces = piecesOf(rest)
  if (!title.name) takeName(pieces, title)
  if (!title.bankName) title.bankName = takeRun(rest, pieces, 'bank', BANK)
  if (!title.address) title.address = takeRun(rest, pieces, 'address', ADDRESS_PART)
  if (!title.phone) title.phone = takeRun(rest, pieces, 'phone', /^$/)
  for (const field of ['address', 'phone', 'bankName'] as const) if (!title[field]) delete title[field]
}

function takeTaxpayerId(text: string, title: Partial<BuyerTitle>): string {
  if (title.taxpayerId) return text
  const folded = foldWidth(text).toUpperCase()
  let best = { score: 0, start: 0, length: 0, id: '' }
  const words = /[0-9A-Z]+/g
  for (let word = words.exec(folded); word; word = words.exec(folded)) {
    const spaced = /^(?:[0-9A-Z][ -]?){17}[0-9A-Z](?![0-9A-Z])/.exec(
      folded.slice(word.index, word.index + 40),
    )
    for (const run of [word[0], spaced?.[0] ?? '']) {
      const id = run.replace(/[ -]/g, '')
      const score = scoreOf(id, run !== id, folded.slice(0, word.index))
      if (score > best.score) best = { score, start: word.index, length: run.length, id }
    }
  }
  if (best.score === 0) return text
  title.taxpayerId = best.id
  return blank(text, best.start, best.start + best.length)
}

// How much a run looks like a tax number: a right check digit says most, digits alone may be an account.
function scoreOf(id: string, isSpaced: boolean, before: string): number {
  const check = checkTaxpayerId(id)
  if (!check.ok) return 0
  if (check.form === 'uscc' && !check.warning) return 3
  if (isSpaced) return 0
  if (/[A-Z]/.test(id)) return 2
  return BANK.test(before.split('\n').slice(-2).join('\n')) ? 0 : 1
}

function takePhone(text: string, title: Partial<BuyerTitle>): string {
  const hit = cutPhone(text)
  // A group of digits beside it means an account in groups, not a telephone.
  if (!hit || /(?:^|\D)\d{2,4}[ -]$/.test(hit.before) || /^[ -]\d{2,4}(?:\D|$)/.test(hit.after)) return text
  title.phone = title.phone ?? hit.found
  return blank(text, hit.before.length, text.length - hit.after.length)
}

function takeAccount(text: string, title: Partial<BuyerTitle>): string {
  const hit = cutAccount(text)
  if (!hit || title.bankAccount) return text
  const isLong = hit.found.replace(/\D/g, '').length >= 12
  const line = hit.before.slice(hit.before.lastIndexOf('\n') + 1)
  if (!isLong && !BANK.test(line)) return text
  title.bankAccount = hit.found
  return blank(text, hit.before.length, text.length - hit.after.length)
}

// Chinese lines fall apart at spaces and punctuation; English ones keep their spaces and commas.
function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = []
  const lines = /[^\n]+/g
  for (let line = lines.exec(text); line; line = lines.exec(text)) {
    const parts = CJK.test(line[0]) ? /[^\s,，;；、|:：]+/g : /(?:[^\s;|]| (?! ))+/g
    for (let part = parts.exec(line[0]); part; part = parts.exec(line[0])) {
      const start = line.index + part.index
      const piece = tidy(part[0])
      if (piece) pieces.push({ start, end: start + part[0].length, text: piece, kind: kindOf(piece) })
    }
  }
  return pieces
}

function kindOf(piece: string): Kind {
  if (/@|:\/\//.test(piece)) return 'none'
  if (/^[2-9]\d{6,7}$/.test(foldWidth(piece))) return 'phone'
  if (COMPANY_SURE.test(piece)) return 'company'
  if (BANK.test(piece)) return 'bank'
  // 杭州市滨江区云岭小学 has an address in its name, but no number.
  if (isCompanyName(piece) && !/\d/.test(foldWidth(piece))) return 'company'
  if (ADDRESS.test(piece)) return 'address'
  return isCompanyName(piece) ? 'company' : 'other'
}

function takeName(pieces: Piece[], title: Partial<BuyerTitle>): void {
  const isLone = pieces.length === 1 && Object.keys(title).length === 0
  const person = pieces.find((piece) => piece.text === '个人')
  const named = pieces.find((piece) => piece.kind === 'company') ?? person ?? pieces[0]
  const isBank = named?.kind === 'bank' && title.bankAccount === undefined
  const isOther = named?.kind === 'other' && (isLone || pieces.length > 1 || Object.keys(title).length > 0)
  if (!named || !(named.kind === 'company' || isBank || (isOther && isSpeakable(named.text)))) return
  title.name = named.text
  named.kind = 'none'
}

// A name has a letter and is no sentence.
function isSpeakable(text: string): boolean {
  return text.length <= 60 && /[A-Za-z\u00c0-\u024f\u3400-\u9fff]/.test(text) && !/[。！？!?]/.test(text)
}

// The first piece of a kind with the like pieces beside it, as one stretch of the text.
function takeRun(text: string, pieces: Piece[], kind: Kind, like: RegExp): string {
  const found = pieces.findIndex((piece) => piece.kind === kind)
  if (found < 0) return ''
  const belongs = (index: number) => {
    const piece = pieces[index]
    return piece !== undefined && (piece.kind === kind || (piece.kind === 'other' && like.test(piece.text)))
  }
  let first = found
  let last = found
  const isOneStretch = (from: number, to: number) =>
    text.slice(pieces[from]?.end, pieces[to]?.start).length <= 2
  while (belongs(first - 1) && isOneStretch(first - 1, first)) first--
  while (belongs(last + 1) && isOneStretch(last, last + 1)) last++
  for (let i = first; i <= last; i++) Object.assign(pieces[i] ?? {}, { kind: 'none' })
  return tidy(text.slice(pieces[first]?.start, pieces[last]?.end))
}
