import { crc16Hex } from '@piaoma/shared/invoice'
import { formatCapitals, formatYuan, mulDivHalfUp } from '@piaoma/shared/money'
import { usccCheckDigit } from '@piaoma/shared/taxpayer'
import { Chance } from './random'

/** The kinds of made-up receipts. */
export const SAMPLE_KINDS = [
  'digital_normal',
  'digital_special',
  'electronic_normal',
  'paper_special',
  'rail',
  'taxi',
  'quota',
  'fiscal',
  'electronic_special',
  'paper_normal',
  'toll',
  'roll',
  'air',
  'machine',
] as const
export type SampleKind = (typeof SAMPLE_KINDS)[number]

export interface InventedCompany {
  name: string
  taxpayerId: string
  city: string
  region: string
  address: string
  bank: string
}

export interface InventedLine {
  name: string
  specification: string
  unit: string
  quantity: number
  unitPriceFen: number
  amountFen: number
  ratePercent: number
  taxFen: number
}

/** Everything that is printed on a sample. */
export interface InventedInvoice {
  kind: SampleKind
  code: string
  number: string
  /** `YYYY-MM-DD` */
  issuedOn: string
  checkCode: string
  machineNumber: string
  buyer: InventedCompany
  seller: InventedCompany
  lines: InventedLine[]
  amountFen: number
  taxFen: number
  totalFen: number
  capitals: string
  drawer: string
  payee: string
  reviewer: string
  /** Payload of its QR code; none on thermal and quota receipts. */
  qr?: string
  train: { number: string; from: string; to: string; seat: string; travelOn: string; ticket: string }
  plate: string
  flight: { number: string; from: string; to: string; fareFen: number; fuelFen: number; fundFen: number }
  /** What is left of the ribbon of a meter, 0 to 1. */
  ink: number
}

// Cities with their region by GB/T 2260; every company below is invented.
const CITIES = [
  ['上海', '310115'],
  ['杭州', '330106'],
  ['广州', '440106'],
  ['成都', '510107'],
  ['武汉', '420106'],
  ['南京', '320106'],
  ['西安', '610113'],
  ['长沙', '430102'],
] as const
const WORDS = [
  '青禾',
  '远帆',
  '云岭',
  '星舟',
  '木棉',
  '澄湖',
  '初晴',
  '知味',
  '北辰',
  '听涛',
  '锦程',
  '鹿鸣',
] as const
const TRADES = [
  '餐饮管理',
  '酒店管理',
  '信息技术',
  '物流',
  '办公用品',
  '文化传播',
  '电子商务',
  '咨询',
] as const
const GOODS = [
  ['*餐饮服务*餐费', '', '次', 6],
  ['*住宿服务*住宿费', '标准间', '天', 6],
  ['*办公用品*签字笔', '0.5mm', '盒', 13],
  ['*信息技术服务*软件服务费', '', '项', 6],
  ['*印刷品*宣传册', 'A4', '本', 9],
  ['*运输服务*货运代理服务', '', '次', 9],
  ['*家具*办公椅', 'B-200', '把', 13],
] as const
const SURNAMES = ['王', '李', '陈', '周', '林', '何', '郭', '梁'] as const
const NAMES = ['小满', '晓雯', '志远', '嘉怡', '立群', '子涵', '建国', '思源'] as const

/** A receipt of a kind, whole: amounts that add up, tax numbers with right check digits, a QR code with its CRC. */
export function inventInvoice(kind: SampleKind, chance: Chance): InventedInvoice {
  const seller = inventCompany(chance)
  const buyer = inventCompany(chance)
  const lines = Array.from({ length: chance.whole(1, 3) }, () => inventLine(chance))
  const amountFen = lines.reduce((sum, line) => sum + line.amountFen, 0)
  const taxFen = lines.reduce((sum, line) => sum + line.taxFen, 0)
  const issuedOn = `2026-0${chance.whole(1, 8)}-${String(chance.whole(1, 28)).padStart(2, '0')}`
  const code = codeOf(kind, seller, chance)
  const number = numberOf(kind, seller, chance)
  // Of its own, so that what came before stays as it was whenever something is added.
  const more = new Chance(Number(number.slice(-8)))
  const plain: InventedInvoice = {
    kind,
    code,
    number,
    issuedOn,
    checkCode: kind === 'fiscal' ? chance.digits(6) : chance.digits(20),
    machineNumber: `49909${chance.digits(7)}`,
    buyer,
    seller,
    lines,
    amountFen,
    taxFen,
    totalFen: amountFen + taxFen,
    capitals: '',
    drawer: person(chance),
    payee: person(chance),
    reviewer: person(chance),
    train: {
      number: `G${chance.whole(100, 9899)}`,
      from: chance.pick(['杭州东', '南京南', '武汉', '广州南']),
      to: chance.pick(['上海虹桥', '长沙南', '西安北', '成都东']),
      seat: `${String(chance.whole(1, 16)).padStart(2, '0')}车${String(chance.whole(1, 18)).padStart(2, '0')}${chance.pick(['A', 'B', 'C', 'D', 'F'])}号`,
      travelOn: issuedOn,
      ticket: `${chance.digits(21)}2026`,
    },
    plate: `${chance.pick(['沪', '浙', '粤', '川'])}A${chance.pick(['T', 'D', 'X'])}${chance.digits(4)}`,
    flight: {
      number: `${more.pick(['MU', 'CZ', 'HU'])}${more.whole(1000, 9899)}`,
      from: more.pick(['杭州', '广州', '成都']),
      to: more.pick(['上海', '西安', '长沙']),
      fareFen: more.whole(20, 200) * 1000,
      fuelFen: more.pick([0, 2000, 5000]),
      fundFen: 5000,
    },
    ink: 0.45 + 0.55 * more.next(),
  }
  const whole = withAmounts(plain, chance)
  const qr = qrOf(whole)
  return { ...whole, capitals: formatCapitals(whole.totalFen), ...(qr ? { qr } : {}) }
}

/** Tickets and receipts have one amount of their own. */
function withAmounts(invoice: InventedInvoice, chance: Chance): InventedInvoice {
  const alone = (totalFen: number) => ({ ...invoice, lines: [], amountFen: 0, taxFen: 0, totalFen })
  if (invoice.kind === 'air') {
    const { fareFen, fuelFen, fundFen } = invoice.flight
    return alone(fareFen + fuelFen + fundFen)
  }
  if (invoice.kind === 'machine') return alone(invoice.totalFen)
  if (invoice.kind === 'rail') return alone(chance.whole(30, 900) * 50)
  if (invoice.kind === 'taxi') return alone(chance.whole(12, 120) * 100 + chance.whole(0, 9) * 10)
  if (invoice.kind === 'quota') return alone(chance.pick([1000, 2000, 5000, 10000]))
  if (invoice.kind === 'fiscal') return alone(chance.whole(20, 3000) * 100)
  return invoice
}

function inventCompany(chance: Chance): InventedCompany {
  const [city, region] = chance.pick(CITIES)
  const name = `${city}${chance.pick(WORDS)}${chance.pick(TRADES)}有限公司`
  const organisation = `MA${chance.digits(6)}`
  const first17 = `91${region}${organisation}${organisationCheck(organisation)}`
  return {
    name,
    taxpayerId: first17 + usccCheckDigit(first17),
    city,
    region,
    address: `${city}市示例路${chance.whole(1, 999)}号 ${chance.digits(8)}`,
    bank: `样例银行${city}支行 ${chance.digits(16)}`,
  }
}

/** Check character of an organisation code, GB 11714. */
function organisationCheck(organisation: string): string {
  const weights = [3, 7, 9, 10, 5, 8, 4, 2]
  const value = (character: string) => '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'.indexOf(character)
  const sum = weights.reduce((total, weight, index) => total + weight * value(organisation.charAt(index)), 0)
  return '0X987654321'.charAt(sum % 11)
}

function inventLine(chance: Chance): InventedLine {
  const [name, specification, unit, ratePercent] = chance.pick(GOODS)
  const quantity = chance.whole(1, 12)
  const unitPriceFen = chance.whole(300, 60000)
  const amountFen = quantity * unitPriceFen
  const taxFen = mulDivHalfUp(amountFen, ratePercent, 100)
  return { name, specification, unit, quantity, unitPriceFen, amountFen, ratePercent, taxFen }
}

const person = (chance: Chance) => chance.pick(SURNAMES) + chance.pick(NAMES)

function numberOf(kind: SampleKind, seller: InventedCompany, chance: Chance): string {
  const region = seller.region.slice(0, 2)
  if (kind === 'digital_normal' || kind === 'digital_special') return `26${region}2${chance.digits(15)}`
  if (kind === 'rail') return `26${region}9${chance.digits(15)}`
  if (kind === 'air') return `26${region}8${chance.digits(15)}`
  return chance.digits(kind === 'fiscal' ? 10 : 8)
}

/** The last two digits of a tax-control code tell its kind. */
const CODE_ENDINGS: Readonly<Partial<Record<SampleKind, string>>> = {
  electronic_normal: '11',
  toll: '12',
  electronic_special: '13',
  paper_normal: '04',
  roll: '07',
}

function codeOf(kind: SampleKind, seller: InventedCompany, chance: Chance): string {
  const region = seller.region.slice(0, 4)
  const ending = CODE_ENDINGS[kind]
  if (ending) return `0${region}260${chance.whole(10, 99)}${ending}`
  if (kind === 'paper_special') return `${region}26${chance.digits(1)}1${chance.whole(10, 99)}`
  if (kind === 'taxi' || kind === 'quota' || kind === 'machine') return `1${region}26${chance.digits(5)}`
  return kind === 'fiscal' ? `${region}${chance.digits(4)}` : ''
}

function qrOf(invoice: InventedInvoice): string | undefined {
  const { kind, code, number, amountFen, totalFen, issuedOn, checkCode } = invoice
  const day = issuedOn.replaceAll('-', '')
  if (kind === 'fiscal') return `CZ-EI-00,1.1.0,${code},${number},${checkCode},${day},${formatYuan(totalFen)}`
  const types = {
    digital_normal: ['32', totalFen, ''],
    digital_special: ['31', totalFen, ''],
    electronic_normal: ['10', amountFen, checkCode],
    paper_special: ['01', amountFen, ''],
    rail: ['51', totalFen, ''],
    electronic_special: ['20', amountFen, checkCode],
    paper_normal: ['04', amountFen, checkCode],
    // Toll invoices say 10 as well; only their code tells them apart.
    toll: ['10', amountFen, checkCode],
    roll: ['11', amountFen, checkCode],
    air: ['61', totalFen, ''],
  } as const
  if (kind === 'taxi' || kind === 'quota' || kind === 'machine') return undefined
  const [type, fen, check] = types[kind]
  const head = `01,${type},${code},${number},${formatYuan(fen)},${day},${check},`
  return head + crc16Hex(head)
}
