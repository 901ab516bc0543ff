import { type Fen, isFen } from './fen'

const DIGITS = '零壹贰叁肆伍陆柒捌玖'
const PLACES = ['', '拾', '佰', '仟']

/** A group of four digits without its leading zeros; inner zeros are read once. */
function readGroup(group: number): string {
  let text = ''
  let isZeroPending = false
  for (let place = 3; place >= 0; place--) {
    const digit = Math.floor(group / 10 ** place) % 10
    if (digit === 0) {
      isZeroPending = text !== ''
      continue
    }
    text += (isZeroPending ? '零' : '') + DIGITS.charAt(digit) + PLACES[place]
    isZeroPending = false
  }
  return text
}

const SECTIONS = [
  [100_000_000, '亿'],
  [10_000, '万'],
] as const

/** A whole number > 0: sections of 亿 and 万 over groups of four, 零 where the next section starts lower. */
function readWhole(value: number): string {
  for (const [unit, name] of SECTIONS) {
    if (value < unit) continue
    const low = value % unit
    const head = readWhole(Math.floor(value / unit)) + name
    return low === 0 ? head : head + (low < unit / 10 ? '零' : '') + readWhole(low)
  }
  return readGroup(value)
}

/**
 * 价税合计（大写）: an amount in Chinese capitals as the bureau prints it: `贰佰陆拾捌圆整`, `柒拾叁圆贰角整`,
 * `叁拾玖圆柒角肆分`, `壹佰零柒圆零伍分`, `负壹佰圆整`, `零圆整`. 整 closes an amount without 分.
 * Source: 支付结算办法 annex 1 (how amounts are written), and printed 数电票. Throws RangeError when not fen.
 */
export function formatCapitals(fen: Fen): string {
  if (!isFen(fen)) throw new RangeError(`not an integer number of fen: ${fen}`)
  const magnitude = Math.abs(fen)
  const cents = magnitude % 100
  const yuan = (magnitude - cents) / 100
  const jiao = Math.floor(cents / 10)
  const remaining = cents % 10
  let text = fen < 0 ? '负' : ''
  if (yuan > 0 || cents === 0) text += `${yuan === 0 ? '零' : readWhole(yuan)}圆`
  if (jiao > 0) text += `${DIGITS.charAt(jiao)}角`
  else if (remaining > 0 && yuan > 0) text += '零'
  return text + (remaining > 0 ? `${DIGITS.charAt(remaining)}分` : '整')
}

const VARIANTS: Readonly<Record<string, string>> = {
  貳: '贰',
  弍: '贰',
  參: '叁',
  叄: '叁',
  陸: '陆',
  〇: '零',
  十: '拾',
  百: '佰',
  千: '仟',
  萬: '万',
  億: '亿',
  元: '圆',
  圓: '圆',
  正: '整',
}

const AMOUNT =
  /^(负?)(?:([零壹贰叁肆伍陆柒捌玖拾佰仟万亿]*)圆)?零?(?:([零壹贰叁肆伍陆柒捌玖])角)?(?:零?([零壹贰叁肆伍陆柒捌玖])分)?整?$/
const GROUP =
  /^零?(?:([壹贰叁肆伍陆柒捌玖])仟)?零?(?:([壹贰叁肆伍陆柒捌玖])佰)?零?(?:([壹贰叁肆伍陆柒捌玖]?)拾)?零?([壹贰叁肆伍陆柒捌玖]?)$/

function parseGroup(text: string): number | undefined {
  const match = GROUP.exec(text)
  if (!match) return undefined
  const [, thousands = '', hundreds = '', tens, ones = ''] = match
  const digit = (character: string) => Math.max(DIGITS.indexOf(character), 0)
  const ten = tens === undefined ? 0 : tens === '' ? 1 : digit(tens)
  const value = (character: string) => (character === '' ? 0 : digit(character))
  return value(thousands) * 1000 + value(hundreds) * 100 + ten * 10 + value(ones)
}

function parseWhole(text: string): number | undefined {
  for (const [unit, name] of SECTIONS) {
    const at = text.lastIndexOf(name)
    if (at < 0) continue
    const high = parseWhole(text.slice(0, at))
    const low = parseWhole(text.slice(at + 1))
    if (!high || low === undefined || low >= unit) return undefined
    return high * unit + low
  }
  return parseGroup(text)
}

/**
 * Reads an amount in Chinese capitals, to check a printed total against: tolerant of 元/圆, a missing 整 or 零,
 * a leading ⊗ or 人民币, spaces, traditional characters, a bare 拾, an empty yuan part (`元陆角壹分`). Fen, or
 * `undefined` when the text is no such amount. Source: the forms met on real invoices of several issuers.
 */
export function parseCapitals(text: string): Fen | undefined {
  if (text.length > 80) return undefined
  const plain = Array.from(text.replace(/\s/g, ''), (character) => VARIANTS[character] ?? character).join('')
  const match = AMOUNT.exec(plain.replace(/^[⊗ⓧⓍ×]?(?:人民币)?[:：]?/, '').replace(/^[（(]负数[）)]/, '负'))
  if (!match) return undefined
  const [, sign, whole, jiao, fen] = match
  if (whole === undefined && jiao === undefined && fen === undefined) return undefined
  const yuan = whole ? parseWhole(whole) : 0
  if (yuan === undefined) return undefined
  const total = yuan * 100 + (jiao ? DIGITS.indexOf(jiao) * 10 : 0) + (fen ? DIGITS.indexOf(fen) : 0)
  if (!isFen(total)) return undefined
  return sign && total !== 0 ? -total : total
}
