import { formatYuan } from '../money/fen'
import type { ReceivedKind, SealState } from '../received/model'
import type { VerificationStatus } from '../states/verification'
import { isDeductibleKind, isExcludedService } from './deduction'
import type { RuleLevel, RuleName, RuleSettings } from './settings'
import { RULES } from './settings'
import { plainName, verifyNeeds } from './verification'

/** An invoice as the rules see it. */
export interface RuleSubject {
  kind: ReceivedKind
  code?: string | undefined
  number: string
  /** `YYYY-MM-DD` */
  issuedOn?: string | undefined
  totalFen?: number | undefined
  buyerName?: string | undefined
  buyerTaxpayerId?: string | undefined
  sellerName?: string | undefined
  sellerTaxpayerId?: string | undefined
  lineNames: readonly string[]
  seal?: SealState | undefined
  verification: VerificationStatus
}

/** Another invoice of the pool, for 连号. */
export interface Neighbour {
  code?: string | undefined
  number: string
  sellerName?: string | undefined
  sellerTaxpayerId?: string | undefined
}

export interface RuleSurroundings {
  /** Today in Shanghai, `YYYY-MM-DD`. */
  today: string
  neighbours: readonly Neighbour[]
}

/** One rule that an invoice met, with the values its words need. */
export interface RuleHit {
  rule: RuleName
  level: Exclude<RuleLevel, 'off'>
  values: Record<string, string>
}

type Check = (
  subject: RuleSubject,
  settings: RuleSettings,
  around: RuleSurroundings,
) => Record<string, string> | undefined

/** Kinds that carry no buyer: taxis, slips of fixed value and the like. */
const WITHOUT_BUYER: readonly ReceivedKind[] = ['taxi', 'quota', 'machine', 'other']
/** Kinds made out to a traveller: the company stands on them only where the bureau has begun to print it. */
const OF_TRAVELLER: readonly ReceivedKind[] = ['rail', 'air']
const NORMAL_KINDS: readonly ReceivedKind[] = ['digital_normal', 'electronic_normal', 'paper_normal', 'roll']

const CHECKS: Readonly<Record<RuleName, Check>> = {
  buyer_title({ kind, buyerName }, { titles }) {
    if (titles.length === 0 || hasNoBuyer(kind, buyerName) || isPersonal(buyerName)) return undefined
    const isOurs = titles.some(({ name }) => plainName(name) === plainName(buyerName ?? ''))
    return isOurs
      ? undefined
      : { buyer: buyerName ?? '', expected: titles.map(({ name }) => name).join('、') }
  },
  buyer_taxpayer_id({ kind, buyerName, buyerTaxpayerId }, { titles }) {
    if (titles.length === 0 || hasNoBuyer(kind, buyerName ?? buyerTaxpayerId) || isPersonal(buyerName))
      return undefined
    // With the name of one of our companies the number must be that company's.
    const named = titles.filter(({ name }) => plainName(name) === plainName(buyerName ?? ''))
    const allowed = named.length > 0 ? named : titles
    const isOurs = allowed.some(({ taxpayerId }) => taxpayerId === buyerTaxpayerId)
    const expected = allowed.map(({ taxpayerId }) => taxpayerId).join('、')
    return isOurs ? undefined : { taxpayerId: buyerTaxpayerId ?? '', expected }
  },
  personal_title: ({ buyerName }) => (isPersonal(buyerName) ? { buyer: buyerName ?? '' } : undefined),
  seller_blacklist({ sellerName, sellerTaxpayerId }, { blacklist }) {
    const entry = blacklist.find(
      (each) => each === sellerTaxpayerId || (sellerName && plainName(each) === plainName(sellerName)),
    )
    return entry === undefined ? undefined : { seller: sellerName ?? entry }
  },
  not_verified: ({ kind, verification }) =>
    verifyNeeds(kind) && ['unverified', 'asking', 'mismatch', 'no_record'].includes(verification)
      ? { state: verification }
      : undefined,
  not_valid: ({ verification }) =>
    verification === 'voided' || verification === 'reversed' ? { state: verification } : undefined,
  seal_changed: ({ seal }) => (seal === 'changed' ? {} : undefined),
  consecutive(subject, { consecutiveWithin }, { neighbours }) {
    const close = neighbours.filter((each) => isClose(subject, each, consecutiveWithin))
    return close.length === 0 ? undefined : { numbers: close.map(({ number }) => number).join('、') }
  },
  age({ issuedOn }, { maxAgeDays }, { today }) {
    if (!issuedOn) return undefined
    const days = daysBetween(issuedOn, today)
    return days > maxAgeDays ? { issuedOn, days: String(days), limit: String(maxAgeDays) } : undefined
  },
  over_amount: ({ totalFen }, { maxTotalFen }) =>
    totalFen !== undefined && totalFen > maxTotalFen
      ? { total: formatYuan(totalFen), limit: formatYuan(maxTotalFen) }
      : undefined,
  weekend({ issuedOn }) {
    const day = issuedOn ? new Date(dayNumber(issuedOn) * DAY_MS).getUTCDay() : undefined
    return day === 0 || day === 6 ? { issuedOn: issuedOn ?? '' } : undefined
  },
  sensitive_goods({ lineNames }, { sensitiveWords }) {
    for (const name of lineNames) {
      const word = sensitiveWords.find((each) => each !== '' && name.includes(each))
      if (word !== undefined) return { line: name, word }
    }
    return undefined
  },
  special_missing({ kind, totalFen, lineNames, buyerName }, { specialAboveFen }) {
    const couldBe = NORMAL_KINDS.includes(kind) && !isDeductibleKind(kind) && !isPersonal(buyerName)
    if (!couldBe || totalFen === undefined || totalFen < specialAboveFen) return undefined
    // The tax of meals and amusement cannot be deducted on a 专票 either.
    if (lineNames.length > 0 && lineNames.every(isExcludedService)) return undefined
    return { total: formatYuan(totalFen), limit: formatYuan(specialAboveFen) }
  },
}

/** Every rule that is on and that the invoice meets, in the order of `RULES`. Pure: same input, same hits. */
export function evaluateRules(
  subject: RuleSubject,
  settings: RuleSettings,
  around: RuleSurroundings,
): RuleHit[] {
  return RULES.flatMap((rule) => {
    const level = settings.levels[rule]
    if (level === 'off') return []
    const values = CHECKS[rule](subject, settings, around)
    return values === undefined ? [] : [{ rule, level, values }]
  })
}

/** Whether any hit keeps the invoice off a sheet. */
export const isBlocked = (hits: readonly RuleHit[]): boolean => hits.some(({ level }) => level === 'block')

const DAY_MS = 86_400_000

/** Days since 1970 of `YYYY-MM-DD`. */
function dayNumber(date: string): number {
  return Math.floor(Date.parse(`${date}T00:00:00Z`) / DAY_MS)
}

/** Whole days from one `YYYY-MM-DD` to another; negative when the second is earlier. */
export function daysBetween(from: string, to: string): number {
  return dayNumber(to) - dayNumber(from)
}

function hasNoBuyer(kind: ReceivedKind, buyer: string | undefined): boolean {
  return WITHOUT_BUYER.includes(kind) || (OF_TRAVELLER.includes(kind) && !buyer)
}

function isPersonal(buyerName: string | undefined): boolean {
  return buyerName !== undefined && /^(个人|自然人|个人[（(].*[)）])$/.test(plainName(buyerName))
}

function isClose(subject: RuleSubject, other: Neighbour, within: number): boolean {
  if ((subject.code ?? '') !== (other.code ?? '') || subject.number === other.number) return false
  if (subject.number.length !== other.number.length) return false
  if (!/^\d+$/.test(subject.number) || !/^\d+$/.test(other.number)) return false
  const isSameSeller =
    subject.sellerTaxpayerId !== undefined && other.sellerTaxpayerId !== undefined
      ? subject.sellerTaxpayerId === other.sellerTaxpayerId
      : plainName(subject.sellerName ?? '?') === plainName(other.sellerName ?? '??')
  if (!isSameSeller) return false
  const distance = BigInt(subject.number) - BigInt(other.number)
  const limit = BigInt(within)
  return distance <= limit && -distance <= limit
}
