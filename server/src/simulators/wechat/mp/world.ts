import { createHash } from 'node:crypto'
import type { SimulatorGround } from '../core/start'

export type AccountType = 'service' | 'miniapp' | 'component'
/** What was opened for an account at mp.weixin.qq.com. */
export type Power = 'invoice' | 'platform' | 'reimburse'

export interface Account {
  appid: string
  secret: string
  name: string
  type: AccountType
  isVerified: boolean
  powers: Power[]
  push?: { url: string; token: string; aesKey?: string } | undefined
  /** Published pages of a mini-program. */
  pages: string[]
  /** Message templates: id and the names of their fields. */
  templates: { id: string; title: string; fields: string[] }[]
  /** `s_pappid` of a 开票平台. */
  platformId: string
  contact?: { phone: string; time_out: number }
  authField?: Record<string, unknown>
  payMch?: { mchid: string; s_pappid: string }
}

export interface Token {
  appid: string
  kind: 'plain' | 'stable'
  expiresAt: number
  /** A newer one took its place. */
  isSuperseded: boolean
}

export interface Ticket {
  appid: string
  type: 'jsapi' | 'wx_card'
  value: string
  expiresAt: number
}

export interface Person {
  id: string
  name: string
  phone: string
  titles: {
    type: 0 | 1
    title: string
    tax_no: string
    addr: string
    phone: string
    bank_type: string
    bank_no: string
  }[]
}

export interface Code {
  kind: 'login' | 'oauth' | 'phone'
  appid: string
  person: string
  expiresAt: number
  isUsed: boolean
  isSnapshot: boolean
}

export interface Order {
  key: string
  orderId: string
  appid: string
  platformId: string
  money: number
  type: 0 | 1 | 2
  source: string
  redirectUrl: string
  state: 'offered' | 'authorised' | 'declined' | 'rejected' | 'inserted'
  person?: string
  authTime?: number
  title?: string
}

export interface Media {
  id: string
  appid: string
  bytes: Buffer
  uploadedAt: number
}

export type ReimburseStatus =
  | 'INVOICE_REIMBURSE_INIT'
  | 'INVOICE_REIMBURSE_LOCK'
  | 'INVOICE_REIMBURSE_CLOSURE'
  | 'INVOICE_REIMBURSE_CANCEL'

export interface WalletCard {
  cardId: string
  code: string
  orderId: string
  platform: string
  payee: string
  /** What its platform calls this kind of invoice; 增值税电子普通发票 when it says nothing. */
  type?: string
  person: string
  status: ReimburseStatus
  /** The app that locked it. */
  lockedBy?: string
  invoice: Record<string, unknown>
  insertedAt: number
}

export interface SentMessage {
  person: string
  appid: string
  title: string
  templateId: string
  page: string
  data: Record<string, string>
  at: number
}

/** Everything the mp side knows. One object, made anew by `reset`. */
export interface World {
  accounts: Map<string, Account>
  people: Map<string, Person>
  tokens: Map<string, Token>
  forced: Map<string, number[]>
  tickets: Map<string, Ticket>
  codes: Map<string, Code>
  orders: Order[]
  cardTemplates: Map<string, { appid: string; payee: string; createdAt: number }>
  media: Map<string, Media>
  /** Addresses of PDFs, by the key in them. */
  pdfLinks: Map<string, { media: Media; expiresAt: number }>
  cards: WalletCard[]
  /** Short-lived code of chooseInvoice → card and the app it was picked in. */
  picks: Map<string, { card: WalletCard; appid: string }>
  consents: Map<string, number>
  messages: SentMessage[]
  titlePicks: Map<string, { appid: string; attach: string }>
  profile: {
    /** Whether 20-digit numbers without code and check code are taken (facts 2.4: unsure until 2024). */
    numbers: 'current' | 'pre-2024'
    dailyInsertions: number
    /** So many answers of insert say "not now" by this code (72036 or −1) before one is given. */
    busyInsertions: number
    busyCode: 72_036 | -1
    /** Milliseconds before a fresh card template can be used. */
    templateDelayMs: number
    /** So often a person's login is refused as risky. */
    isRisky: boolean
  }
  inserted: number[]
}

export function createWorld(): World {
  const world: World = {
    accounts: new Map(),
    people: new Map(),
    tokens: new Map(),
    forced: new Map(),
    tickets: new Map(),
    codes: new Map(),
    orders: [],
    cardTemplates: new Map(),
    media: new Map(),
    pdfLinks: new Map(),
    cards: [],
    picks: new Map(),
    consents: new Map(),
    messages: [],
    titlePicks: new Map(),
    profile: {
      numbers: 'current',
      dailyInsertions: 10_000,
      busyInsertions: 0,
      busyCode: 72_036,
      templateDelayMs: 0,
      isRisky: false,
    },
    inserted: [],
  }
  for (const person of PEOPLE) world.people.set(person.id, structuredClone(person))
  return world
}

const title = (type: 0 | 1, name: string, taxNo = ''): Person['titles'][number] => ({
  type,
  title: name,
  tax_no: taxNo,
  addr: taxNo ? '上海市示例路 8 号' : '',
  phone: taxNo ? '021-55550123' : '',
  bank_type: taxNo ? '示例银行上海分行' : '',
  bank_no: taxNo ? '6222000011112222' : '',
})

/** Invented people who play the users. */
const PEOPLE: Person[] = [
  {
    id: 'lixiaoyu',
    name: '李小雨',
    phone: '13800138001',
    titles: [title(0, '上海示例贸易有限公司', '91310115MA1K4A2B3A'), title(1, '李小雨')],
  },
  { id: 'wangjianguo', name: '王建国', phone: '13800138002', titles: [title(1, '王建国')] },
  { id: 'chenchen', name: '陈晨', phone: '13800138003', titles: [] },
]

const digest = (text: string) => createHash('sha256').update(text).digest('base64url')

/** A user's openid differs with each app. */
export const openidOf = (person: string, appid: string) => `o${digest(`${person}\n${appid}`).slice(0, 27)}`
export const unionidOf = (person: string) => `u${digest(`union\n${person}`).slice(0, 27)}`

export function personByOpenid(world: World, openid: string, appid: string): Person | undefined {
  return [...world.people.values()].find((person) => openidOf(person.id, appid) === openid)
}

/** What a handler works with. */
export interface MpGround extends SimulatorGround {
  world: World
  /** Pushes an event to an account's server. */
  push(appid: string, fields: Record<string, string>): Promise<void>
}
