/** 分: an amount of money as an integer number of fen (1/100 yuan). Never a fraction, never a float of yuan. */
export type Fen = number

/**
 * The largest amount that money arithmetic here takes: 99,999,999,999.99 yuan. Far above any invoice, and low
 * enough that amount × rate, counted in thousandths of a fen, stays an exact integer.
 */
export const MAX_FEN: Fen = 9_999_999_999_999

/** Whether a value is an amount in fen: a safe integer. Refuses fractions, NaN, infinities and non-numbers. */
export function isFen(value: unknown): value is Fen {
  return Number.isSafeInteger(value)
}

/** Returns the value, or throws RangeError when it is not an integer number of fen within ±MAX_FEN. */
export function requireFen(value: number, what = 'amount'): Fen {
  if (!isFen(value) || Math.abs(value) > MAX_FEN) {
    throw new RangeError(`${what} must be an integer number of fen within ±${MAX_FEN}, got ${value}`)
  }
  return value
}

/**
 * `value × multiplier ÷ divisor`, rounded half away from zero (四舍五入, the rounding of the VAT rules), exact.
 * The product itself is never formed, so nothing is lost beyond 2^53. Multiplier ≥ 0 and divisor > 0 are
 * integers up to one million.
 */
export function mulDivHalfUp(value: number, multiplier: number, divisor: number): number {
  const magnitude = Math.abs(value)
  const rest = magnitude % divisor
  const whole = (magnitude - rest) / divisor
  const product = rest * multiplier
  const productRest = product % divisor
  const rounded = (product - productRest) / divisor + (productRest * 2 >= divisor ? 1 : 0)
  const result = whole * multiplier + rounded
  return value < 0 && result !== 0 ? -result : result
}

const FULL_WIDTH: Readonly<Record<string, string>> = { '，': ',', '。': '.', '￥': '¥', '−': '-', '　': ' ' }

/** Full-width ASCII (U+FF01–U+FF5E) and what a Chinese keyboard types for `. , ¥ -`, as plain ASCII. */
export function toHalfWidth(text: string): string {
  let result = ''
  for (const character of text) {
    const mapped = FULL_WIDTH[character]
    const code = character.charCodeAt(0)
    if (mapped !== undefined) result += mapped
    else if (code >= 0xff01 && code <= 0xff5e) result += String.fromCharCode(code - 0xfee0)
    else result += character
  }
  return result
}

const YUAN = /^([-+]?)[¥]?\s*(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?\s*元?$/

/**
 * A yuan amount as people and tables write it (`12.3`, `¥1,234.50`, `１２．３０`, `12元`, `-0.05`) to fen, exactly.
 * Digits after the second decimal must be zero. `undefined` for anything else: exponents, wrong grouping, a third
 * decimal, more than MAX_FEN.
 */
export function parseYuan(text: string): Fen | undefined {
  if (text.length > 40) return undefined
  const match = YUAN.exec(toHalfWidth(text).trim())
  if (!match) return undefined
  const decimals = (match[3] ?? '').replace(/0+$/, '')
  if (decimals.length > 2) return undefined
  const digits = (match[2] ?? '').replace(/,/g, '').replace(/^0+(?=\d)/, '') + decimals.padEnd(2, '0')
  if (digits.length > 15) return undefined
  const fen = Number(digits)
  if (fen > MAX_FEN) return undefined
  return match[1] === '-' && fen !== 0 ? -fen : fen
}

/**
 * Fen as yuan with two decimals: `1234.50`, or `1,234.50` with `thousands`. No currency sign. Throws RangeError
 * when the value is not an integer number of fen.
 */
export function formatYuan(fen: Fen, options: { thousands?: boolean } = {}): string {
  if (!isFen(fen)) throw new RangeError(`not an integer number of fen: ${fen}`)
  const digits = String(Math.abs(fen)).padStart(3, '0')
  const whole = digits.slice(0, -2)
  const grouped = options.thousands ? whole.replace(/\B(?=(\d{3})+$)/g, ',') : whole
  return `${fen < 0 ? '-' : ''}${grouped}.${digits.slice(-2)}`
}
