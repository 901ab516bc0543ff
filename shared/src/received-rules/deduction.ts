import { type Fen, mulDivHalfUp } from '../money/fen'
import type { ReceivedKind } from '../received/model'

/** How deductible input tax is found: the tax as printed, or taken out of what was paid at a rate. */
type DeductionWay =
  | { by: 'printed' }
  | { by: 'fare'; percent: number; of: 'fare' | 'fare_and_fuel' | 'total' }

/** One rule of the law, in force from `from` (by date of issue) until `to`. */
export interface DeductionRule {
  id: string
  kinds: readonly ReceivedKind[]
  from: string
  to?: string
  /** Further condition besides the kind. */
  when?: 'passenger_named' | 'passenger_service' | 'toll_service'
  way: DeductionWay
  /** The act it follows. */
  source: string
}

const ACT_39 = '财政部 税务总局 海关总署公告2019年第39号 第六条'

/**
 * 进项税额抵扣 by kind of voucher. The first rule that fits holds. Rail and air name the tax on the electronic voucher,
 * which then counts; where it is not printed it is worked out of the fare.
 */
export const DEDUCTION_RULES: readonly DeductionRule[] = [
  {
    id: 'special',
    kinds: ['digital_special', 'electronic_special', 'paper_special'],
    from: '1994-01-01',
    way: { by: 'printed' },
    source: '增值税暂行条例第八条；2026年起增值税法第十六条',
  },
  {
    id: 'rail',
    kinds: ['rail'],
    from: '2019-04-01',
    way: { by: 'fare', percent: 9, of: 'fare' },
    source: `${ACT_39}；国家税务总局等公告2024年第8号`,
  },
  {
    id: 'air',
    kinds: ['air'],
    from: '2019-04-01',
    way: { by: 'fare', percent: 9, of: 'fare_and_fuel' },
    source: `${ACT_39}；国家税务总局等公告2024年第9号`,
  },
  {
    id: 'passenger_service',
    kinds: ['digital_normal', 'electronic_normal'],
    from: '2019-04-01',
    when: 'passenger_service',
    way: { by: 'printed' },
    source: ACT_39,
  },
  {
    id: 'road_water',
    kinds: ['machine', 'other'],
    from: '2019-04-01',
    when: 'passenger_named',
    way: { by: 'fare', percent: 3, of: 'total' },
    source: ACT_39,
  },
  {
    id: 'toll',
    kinds: ['toll'],
    from: '2018-01-01',
    way: { by: 'printed' },
    source: '财税〔2017〕90号 第七条',
  },
  {
    id: 'toll_digital',
    kinds: ['digital_normal'],
    from: '2024-01-01',
    when: 'toll_service',
    way: { by: 'printed' },
    source: '财税〔2017〕90号 第七条',
  },
]

/** An invoice as the deduction sees it. */
export interface DeductionSubject {
  kind: ReceivedKind
  issuedOn?: string | undefined
  taxFen?: Fen | undefined
  totalFen?: Fen | undefined
  fareFen?: Fen | undefined
  fuelFen?: Fen | undefined
  passenger?: string | undefined
  specialBusiness?: string | undefined
  lineNames: readonly string[]
}

export type NoDeduction = 'kind' | 'excluded_service' | 'no_tax' | 'values_missing'
/** How much may be deducted and by which rule, or why nothing. */
export type Deduction =
  | { deductibleFen: Fen; rule: string; source: string; isPrinted: boolean }
  | { deductibleFen: 0; reason: NoDeduction }

/**
 * 可抵扣税额 of one voucher. Meals, amusement and daily services are never deductible (财税〔2016〕36号 附件1 第二十七条;
 * 增值税法第二十二条), told by words in the line, for the printed short names change over the years. Never negative.
 */
export function deductibleTax(subject: DeductionSubject): Deduction {
  const rule = DEDUCTION_RULES.find((each) => isFitting(each, subject))
  if (!rule) return { deductibleFen: 0, reason: 'kind' }
  if (subject.lineNames.length > 0 && subject.lineNames.every(isExcludedService)) {
    return { deductibleFen: 0, reason: 'excluded_service' }
  }
  const { id, source, way } = rule
  if (way.by === 'printed' || subject.taxFen !== undefined) {
    if (subject.taxFen === undefined) return { deductibleFen: 0, reason: 'values_missing' }
    return subject.taxFen > 0
      ? { deductibleFen: subject.taxFen, rule: id, source, isPrinted: true }
      : { deductibleFen: 0, reason: 'no_tax' }
  }
  const base = fareOf(way.of, subject)
  if (base === undefined) return { deductibleFen: 0, reason: 'values_missing' }
  const deductibleFen = base > 0 ? mulDivHalfUp(base, way.percent, 100 + way.percent) : 0
  return deductibleFen > 0
    ? { deductibleFen, rule: id, source, isPrinted: false }
    : { deductibleFen: 0, reason: 'no_tax' }
}

/** Whether a kind is deductible without further conditions. */
export function isDeductibleKind(kind: ReceivedKind): boolean {
  return DEDUCTION_RULES.some((rule) => rule.kinds.includes(kind) && rule.when === undefined)
}

const EXCLUDED = /餐饮|餐费|娱乐|居民日常|贷款服务|美容|美发|按摩|洗浴|卡拉OK/
/** Whether a line names a service whose tax cannot be deducted. */
export function isExcludedService(lineName: string): boolean {
  return EXCLUDED.test(lineName)
}

function isFitting(rule: DeductionRule, subject: DeductionSubject): boolean {
  const { issuedOn } = subject
  if (!rule.kinds.includes(subject.kind)) return false
  if (issuedOn !== undefined && (issuedOn < rule.from || (rule.to !== undefined && issuedOn > rule.to)))
    return false
  const texts = [subject.specialBusiness ?? '', ...subject.lineNames]
  if (rule.when === 'passenger_named') return Boolean(subject.passenger)
  if (rule.when === 'passenger_service') return texts.some((text) => /旅客运输|客运服务/.test(text))
  if (rule.when === 'toll_service') return texts.some((text) => /通行费/.test(text))
  return true
}

/** Rail has one fare, which may stand as the total only; air adds fare and fuel, and leaves the airport fund out. */
function fareOf(of: 'fare' | 'fare_and_fuel' | 'total', subject: DeductionSubject): Fen | undefined {
  if (of === 'total') return subject.totalFen
  if (of === 'fare') return subject.fareFen ?? subject.totalFen
  return subject.fareFen === undefined ? undefined : subject.fareFen + (subject.fuelFen ?? 0)
}
