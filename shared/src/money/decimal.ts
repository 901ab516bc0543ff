import type { Fen } from './fen'

/** An exact decimal: `units ÷ 10^scale`. `scale` ≥ 0. */
export interface Decimal {
  units: bigint
  scale: number
}

/** Longest decimal text that is read; quantities and prices have at most some 30 digits. */
const MAX_LENGTH = 64

// No BigInt literals and no `**`: builds for old webviews refuse the one and turn the other into Math.pow.
const isNegative = (value: bigint): boolean => value < BigInt(0)
const abs = (value: bigint): bigint => (isNegative(value) ? -value : value)

/** 10 to the power of a non-negative integer. */
function powerOfTen(exponent: number): bigint {
  return BigInt(`1${'0'.repeat(exponent)}`)
}

/** Integer division rounded half away from zero (四舍五入). The divisor is positive. */
function divideHalfUp(value: bigint, divisor: bigint): bigint {
  const two = BigInt(2)
  const rounded = (abs(value) * two + divisor) / (divisor * two)
  return isNegative(value) ? -rounded : rounded
}

/**
 * Plain decimal text (`12`, `-0.5`, `265.346534653465`) as an exact decimal. `undefined` for anything else: empty,
 * exponents, grouping, a bare point, full-width digits, longer than 64 characters.
 */
export function parseDecimal(text: string): Decimal | undefined {
  if (text.length > MAX_LENGTH) return undefined
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text)
  if (!match) return undefined
  const [, sign, whole = '', decimals = ''] = match
  const units = BigInt(whole + decimals)
  return { units: sign ? -units : units, scale: decimals.length }
}

/** Decimal text without needless zeros: `12.30` of 1230/10^2 becomes `12.3`, zero is `0`. */
export function formatDecimal(value: Decimal): string {
  const digits = String(abs(value.units)).padStart(value.scale + 1, '0')
  const whole = digits.slice(0, digits.length - value.scale)
  const decimals = digits.slice(digits.length - value.scale).replace(/0+$/, '')
  return (isNegative(value.units) ? '-' : '') + whole + (decimals ? `.${decimals}` : '')
}

/** The same number without leading or trailing zeros (`007.50` → `7.5`), or `undefined` when it is no decimal. */
export function normalizeDecimal(text: string): string | undefined {
  const value = parseDecimal(text)
  return value && formatDecimal(value)
}

/** −1, 0 or 1 as `a` is below, equal to or above `b`. */
export function compareDecimals(a: Decimal, b: Decimal): -1 | 0 | 1 {
  const difference = a.units * powerOfTen(b.scale) - b.units * powerOfTen(a.scale)
  if (isNegative(difference)) return -1
  return difference > BigInt(0) ? 1 : 0
}

/** Whether the number is above zero. */
export function isPositive(value: Decimal): boolean {
  return value.units > BigInt(0)
}

/** The exact product. */
export function multiplyDecimals(a: Decimal, b: Decimal): Decimal {
  return { units: a.units * b.units, scale: a.scale + b.scale }
}

/** The exact sum. */
export function addDecimals(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale)
  return { units: a.units * powerOfTen(scale - a.scale) + b.units * powerOfTen(scale - b.scale), scale }
}

/** The exact difference. */
export function subtractDecimals(a: Decimal, b: Decimal): Decimal {
  return addDecimals(a, { units: -b.units, scale: b.scale })
}

/** `value × part ÷ whole`, rounded half away from zero to `places`. `part` and `whole` > 0 are safe integers. */
export function shareOfDecimal(value: Decimal, part: number, whole: number, places: number): Decimal {
  const scale = Math.max(value.scale, places)
  const scaled = value.units * powerOfTen(scale - value.scale) * BigInt(part)
  // One division, so that nothing is rounded twice.
  return { units: divideHalfUp(scaled, BigInt(whole) * powerOfTen(scale - places)), scale: places }
}

/** Rounded half away from zero to a number of decimal places. */
export function roundDecimal(value: Decimal, places: number): Decimal {
  if (value.scale <= places) return value
  return { units: divideHalfUp(value.units, powerOfTen(value.scale - places)), scale: places }
}

/**
 * `a ÷ b` rounded half away from zero to `significant` digits (the bureau prints unit prices with up to 15).
 * Throws RangeError for a zero divisor or less than one digit.
 */
export function divideDecimals(a: Decimal, b: Decimal, significant: number): Decimal {
  if (b.units === BigInt(0)) throw new RangeError('division by zero')
  if (!Number.isInteger(significant) || significant < 1)
    throw new RangeError('significant digits must be ≥ 1')
  const numerator = abs(a.units) * powerOfTen(b.scale)
  const denominator = abs(b.units) * powerOfTen(a.scale)
  if (numerator === BigInt(0)) return { units: numerator, scale: 0 }
  // The quotient has its first digit at 10^magnitude or one below; one step settles which.
  let magnitude = String(numerator).length - String(denominator).length
  if (compareScaled(numerator, denominator, magnitude) < 0) magnitude -= 1
  const places = significant - 1 - magnitude
  const quotient =
    places >= 0
      ? divideHalfUp(numerator * powerOfTen(places), denominator)
      : divideHalfUp(numerator, denominator * powerOfTen(-places)) * powerOfTen(-places)
  const isOpposite = isNegative(a.units) !== isNegative(b.units)
  return { units: isOpposite ? -quotient : quotient, scale: Math.max(places, 0) }
}

/** Compares `numerator` with `denominator × 10^exponent`. */
function compareScaled(numerator: bigint, denominator: bigint, exponent: number): number {
  const left = exponent < 0 ? numerator * powerOfTen(-exponent) : numerator
  const right = exponent > 0 ? denominator * powerOfTen(exponent) : denominator
  if (left === right) return 0
  return left < right ? -1 : 1
}

/** An amount in fen as a decimal number of yuan. */
export function fenToDecimal(fen: Fen): Decimal {
  return { units: BigInt(fen), scale: 2 }
}

/** A decimal number of yuan rounded half away from zero to fen. A result beyond 2^53 is not a safe integer: check `isFen`. */
export function decimalToFen(yuan: Decimal): Fen {
  return Number(roundDecimal(yuan, 2).units * powerOfTen(2 - Math.min(yuan.scale, 2)))
}
