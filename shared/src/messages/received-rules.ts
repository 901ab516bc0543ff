import type { NoDeduction } from '../received-rules/deduction'
import type { RuleHit } from '../received-rules/evaluate'
import type { RuleName } from '../received-rules/settings'
import type { VerifyOutcome } from '../received-rules/verification'

type Language = 'zh-CN' | 'en'
type Words = readonly [zh: string, en: string]

/** What a rule is called, and what is said when an invoice meets it; `{name}` stands for a value of the hit. */
const RULE_WORDS: Readonly<Record<RuleName, { name: Words; hit: Words }>> = {
  buyer_title: {
    name: ['抬头须为本公司', 'Made out to us'],
    hit: [
      '抬头「{buyer}」不是本公司：{expected}。',
      'Made out to “{buyer}”, which is none of ours: {expected}.',
    ],
  },
  buyer_taxpayer_id: {
    name: ['购方税号须相符', 'Our taxpayer id'],
    hit: [
      '购方税号「{taxpayerId}」与本公司不符，应为 {expected}。',
      'The buyer’s taxpayer id “{taxpayerId}” is not ours; it should be {expected}.',
    ],
  },
  personal_title: {
    name: ['抬头为个人', 'Made out to a person'],
    hit: ['抬头为「{buyer}」，不是公司。', 'Made out to “{buyer}”, not to a company.'],
  },
  seller_blacklist: {
    name: ['销方黑名单', 'Sellers not accepted'],
    hit: ['销方「{seller}」在黑名单中。', 'The seller “{seller}” is on the list of those not accepted.'],
  },
  not_verified: {
    name: ['未查验', 'Not verified'],
    hit: ['尚未查验通过（{state}）。', 'Not verified yet ({state}).'],
  },
  not_valid: {
    name: ['已作废或红冲', 'Voided or reversed'],
    hit: [
      '税务端显示此票已失效（{state}），不能使用。',
      'The tax side says that it no longer holds ({state}).',
    ],
  },
  seal_changed: {
    name: ['签章后被改动', 'Changed after sealing'],
    hit: ['文件在加盖电子签章之后被改动过。', 'The file was changed after it had been sealed.'],
  },
  consecutive: {
    name: ['发票连号', 'Consecutive numbers'],
    hit: ['与同一销方的发票连号：{numbers}。', 'Its number is next to others of the same seller: {numbers}.'],
  },
  age: {
    name: ['开票时间过久', 'Too old'],
    hit: [
      '开票日期 {issuedOn}，距今 {days} 天，超过 {limit} 天。',
      'Issued on {issuedOn}, {days} days ago; the limit is {limit}.',
    ],
  },
  over_amount: {
    name: ['金额超限', 'Amount too high'],
    hit: ['价税合计 {total} 元，超过 {limit} 元。', 'The total of {total} yuan is above {limit} yuan.'],
  },
  weekend: {
    name: ['周末开票', 'Issued at a weekend'],
    hit: ['开票日期 {issuedOn} 是周末。', '{issuedOn} was at a weekend.'],
  },
  sensitive_goods: {
    name: ['敏感商品', 'Sensitive goods'],
    hit: ['「{line}」含敏感词「{word}」。', '“{line}” contains “{word}”.'],
  },
  special_missing: {
    name: ['应取得专票', 'Should be a special invoice'],
    hit: [
      '价税合计 {total} 元（≥ {limit} 元）为普票，可要求对方开专票抵扣。',
      'A normal invoice of {total} yuan (≥ {limit}): ask for a special one, whose tax can be deducted.',
    ],
  },
}

/** States and the like that stand as values inside the words of a hit. */
const VALUE_WORDS: Readonly<Record<string, Words>> = {
  unverified: ['未查验', 'not asked'],
  asking: ['查验中', 'being asked'],
  mismatch: ['与税务端不一致', 'differs from the tax side'],
  no_record: ['查无此票', 'no such invoice'],
  voided: ['已作废', 'voided'],
  reversed: ['已红冲', 'reversed'],
}

const OUTCOME_WORDS: Readonly<Record<VerifyOutcome, Words>> = {
  found: ['查验一致', 'Found, everything agrees'],
  mismatch: [
    '与税务端信息不一致，请核对号码、日期、金额或校验码。',
    'Differs from the tax side; check number, date and amount.',
  ],
  no_record: [
    '查无此票；新开的发票可能要次日才能查到。',
    'No such invoice; a new one may be known only the next day.',
  ],
  voided: ['此票已作废', 'This invoice was voided'],
  reversed: ['此票已被红冲', 'This invoice was reversed'],
  busy: ['税务端繁忙，稍后自动再查。', 'The tax side is busy; it is asked again by itself.'],
  limit: [
    '此票今日查验次数已用完，明天自动再查。',
    'No more tries for this invoice today; it is asked again tomorrow.',
  ],
  not_yet: ['开票当天查不到，次日自动再查。', 'Not known on the day of issue; it is asked again tomorrow.'],
  too_old: ['超过可查验的年限。', 'Older than the tax side verifies.'],
  unsupported: ['此类票据税务端不提供查验。', 'This kind is not verified by the tax side.'],
  denied: [
    '查验服务拒绝了本公司的账号，请检查查验设置。',
    'The service refuses our account; check the settings.',
  ],
  unknown: ['没有得到明确答复，稍后自动再查。', 'No clear answer; it is asked again by itself.'],
}

const NO_DEDUCTION_WORDS: Readonly<Record<NoDeduction, Words>> = {
  kind: ['此类票据不能抵扣', 'This kind is not deductible'],
  excluded_service: ['餐饮、娱乐等不得抵扣', 'Meals, amusement and the like are not deductible'],
  no_tax: ['票面没有税额', 'It carries no tax'],
  values_missing: ['缺少计算所需的金额', 'Amounts that are needed are missing'],
}

const pick = ([zh, en]: Words, language: Language): string => (language === 'en' ? en : zh)

/** What a rule is called. */
export const ruleName = (rule: RuleName, language: Language): string => pick(RULE_WORDS[rule].name, language)

/** What a hit says, with its values in it. */
export function ruleHitMessage(hit: RuleHit, language: Language): string {
  return pick(RULE_WORDS[hit.rule].hit, language).replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = hit.values[name] ?? ''
    const words = name === 'state' ? VALUE_WORDS[value] : undefined
    return words ? pick(words, language) : value
  })
}

/** What an answer of 查验 means for whoever asked. */
export const verifyOutcomeMessage = (outcome: VerifyOutcome, language: Language): string =>
  pick(OUTCOME_WORDS[outcome], language)

/** Why nothing can be deducted. */
export const noDeductionMessage = (reason: NoDeduction, language: Language): string =>
  pick(NO_DEDUCTION_WORDS[reason], language)
