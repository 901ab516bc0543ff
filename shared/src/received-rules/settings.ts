/** The rules a company may set, in the order they are shown. */
export const RULES = [
  'buyer_title',
  'buyer_taxpayer_id',
  'personal_title',
  'seller_blacklist',
  'not_verified',
  'not_valid',
  'seal_changed',
  'consecutive',
  'age',
  'over_amount',
  'weekend',
  'sensitive_goods',
  'special_missing',
] as const
export type RuleName = (typeof RULES)[number]

/** `warn` is shown; `block` keeps the invoice off every reimbursement sheet. */
export const RULE_LEVELS = ['off', 'warn', 'block'] as const
export type RuleLevel = (typeof RULE_LEVELS)[number]

/** 抬头 of our own: the names invoices may be made out to, with the tax number each must carry. */
export interface CompanyTitle {
  name: string
  taxpayerId: string
}

/** What a company set: a level for each rule and the numbers and words that rules work with. */
export interface RuleSettings {
  levels: Record<RuleName, RuleLevel>
  titles: CompanyTitle[]
  /** Names or tax numbers of sellers. */
  blacklist: string[]
  /** 连号: numbers of one seller this close together are told. */
  consecutiveWithin: number
  /** Days since issue. */
  maxAgeDays: number
  maxTotalFen: number
  /** Words in the name of any line. */
  sensitiveWords: string[]
  /** 普票 of at least this total could have been a 专票. */
  specialAboveFen: number
}

/** What holds before a company has set anything: what makes an invoice worthless blocks, the rest warns or is off. */
export const DEFAULT_RULES: Omit<RuleSettings, 'titles'> = {
  levels: {
    buyer_title: 'block',
    buyer_taxpayer_id: 'block',
    personal_title: 'warn',
    seller_blacklist: 'block',
    not_verified: 'warn',
    not_valid: 'block',
    seal_changed: 'block',
    consecutive: 'warn',
    age: 'warn',
    over_amount: 'off',
    weekend: 'off',
    sensitive_goods: 'warn',
    special_missing: 'off',
  },
  blacklist: [],
  consecutiveWithin: 3,
  maxAgeDays: 365,
  maxTotalFen: 1_000_000,
  sensitiveWords: [
    '烟',
    '酒',
    '礼品',
    '购物卡',
    '预付卡',
    '储值',
    '化妆品',
    '珠宝',
    '黄金',
    '保健品',
    '娱乐',
    '按摩',
  ],
  specialAboveFen: 50_000,
}
