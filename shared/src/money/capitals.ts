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

/** A whole number > 0: 亿 sections of 万 sections of four digits, 零 where the next section starts lower. */
function readWhole(value: number, unit: number, names: readonly string[]): string {
  const name = names[0]
  if (name === undefined) return readGroup(value)
  const high = Math.floor(value / unit)
  const low = value % unit
  const rest = names.slice(1)
  const lowUnit = Math.sqrt(unit)
  if (high === 0) return readWhole(low, lowUnit, rest)
  const head = readWhole(high, 10_000, unit === 10_000 ? [] : ['万']) + name
  if (low === 0) return head
  return head + (low < unit / 10 ? '零' : '') + readWhole(low, lowUnit, rest)
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
  if (yuan > 0 || cents === 0) text += `${yuan === 0 ? '零' : readWhole(yuan, 100_000_000, ['亿', '万'])}圆`
  if (jiao > 0) text += `${DIGITS.charAt(jiao)}角`
  else if (remaining > 0 && yuan > 0) text += '零'
  return text + (remaining > 0 ? `${DIGITS.charAt(remaining)}分` : '整')
}
