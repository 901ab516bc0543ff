import type { ReceivedKind } from '@piaoma/shared/received'
import { expect, test } from 'vitest'
import { interpret } from './interpret'
import { layOut } from './layout/page-text'
import type { TextLine } from './ocr/engine'

/** A detector's box is higher than its letters. */
const HEIGHT = 20
const LETTER = 15
const isWide = (sign: string) => sign.charCodeAt(0) >= 0x2e80

/** A line as the recogniser gives it, every sign in its place: `_` is room for one Chinese sign and leaves no letter. */
function line(x: number, y: number, said: string): TextLine {
  let right = x
  const placed = Array.from(said, (text) => {
    const width = isWide(text) || text === '_' ? LETTER : LETTER / 2
    right += width
    return { text, middle: right - width / 2 }
  }).filter(({ text }) => text !== '_')
  return {
    text: placed.map(({ text }) => text).join(''),
    characters: placed.map(({ text, middle }) => ({
      text,
      probability: 0.99,
      at: (middle - x) / (right - x),
    })),
    score: 0.99,
    corners: [
      [x, y],
      [right, y],
      [right, y + HEIGHT],
      [x, y + HEIGHT],
    ],
  }
}

function read(kind: ReceivedKind, ...lines: [x: number, y: number, said: string][]) {
  const text = layOut(lines.map((each) => line(...each)))
  return interpret(text, { kind, page: 1, toFile: (quad) => quad.map(([x, y]) => [x, y]) }).draft
}
const valuesOf = ({ fields }: ReturnType<typeof read>) =>
  Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field.value]))

test('a roll names its seller first: labels tell the parties, not their places', () => {
  const roll = read(
    'roll',
    [10, 10, '发票代码:033022600107'],
    [10, 40, '发票号码:12345678'],
    [10, 70, '销售方名称:江南示例餐厅'],
    [10, 100, '纳税人识别号:91440300MA5EK4A02K'],
    [10, 130, '购买方名称:杭州示例科技有限责任公司'],
    [10, 160, '纳税人识别号:91310000MA1FGHJK2J'],
    [10, 220, '合计金额(小写):¥52.60'],
  )
  expect(valuesOf(roll)).toMatchObject({
    sellerName: '江南示例餐厅',
    sellerTaxpayerId: '91440300MA5EK4A02K',
    buyerName: '杭州示例科技有限责任公司',
    buyerTaxpayerId: '91310000MA1FGHJK2J',
    totalFen: 5260,
  })
})

test.each([
  ['付款方名称:', '收款方名称:'],
  ['付款单位:', '收款单位(章):'],
])('a machine-printed form tells who pays (%s) and who is paid (%s)', (payer, payee) => {
  const form = read(
    'machine',
    [10, 10, '发票代码:133021835001'],
    [10, 40, '发票号码:12345678'],
    [10, 70, `${payer}杭州示例科技有限责任公司`],
    [10, 100, `${payee}江南示例餐厅`],
  )
  expect(valuesOf(form)).toMatchObject({ buyerName: '杭州示例科技有限责任公司', sellerName: '江南示例餐厅' })
})

test('the head of an identity card is no flight', () => {
  const itinerary = read('air', [200, 40, '310101********0011'], [100, 80, '东航'], [200, 80, 'MU1490'])
  expect(itinerary.fields.vehicle?.value).toBe('MU1490')
})

test('a name with room for a letter that the recogniser does not know is not sure', () => {
  const sure = read('rail', [10, 10, '购买方名称:杭州示例科技有限公司'])
  expect(sure.fields.buyerName?.confidence).toBeGreaterThan(0.9)
  const holed = read('rail', [10, 10, '购买方名称:杭州示_科技有限公司'])
  expect(holed.fields.buyerName).toMatchObject({ value: '杭州示科技有限公司', confidence: 0.5 })
})

type Row = [x: number, said: string]
/** The goods of a form: heads, one row and the sum below. */
function goods(heads: readonly Row[], row: readonly Row[]) {
  const at =
    (y: number) =>
    ([x, said]: Row): [number, number, string] => [x, y, said]
  const foot: Row[] = [[40, '合计']]
  return read('digital_normal', ...heads.map(at(10)), ...row.map(at(50)), ...foot.map(at(90))).lines
}
const AMOUNTS: Row[] = [
  [920, '金额'],
  [1000, '税率/征收率'],
  [1200, '税额'],
]

test('what a form of special business has in columns of its own stays out of the name', () => {
  const heads: Row[] = [
    [40, '项目名称'],
    [330, '车牌号'],
    [480, '类型'],
    [580, '通行日期起'],
    [740, '通行日期止'],
  ]
  const row: Row[] = [
    ...([
      [40, '*经营租赁*通行费'],
      [320, '浙A12345'],
      [480, '客车'],
      [580, '20260726'],
      [740, '20260726'],
    ] as Row[]),
    ...([
      [910, '9.22'],
      [1050, '3%'],
      [1200, '0.28'],
    ] as Row[]),
  ]
  expect(goods([...heads, ...AMOUNTS], row)).toMatchObject([
    { name: '*经营租赁*通行费', amountFen: 922, taxRate: '3%', taxFen: 28 },
  ])
})

test('quantity and price in one box are parted where they make the amount, and only there', () => {
  const heads: Row[] = [
    [40, '项目名称'],
    [330, '规格型号'],
    [480, '单位'],
    [600, '数量'],
    [740, '单价'],
    ...AMOUNTS,
  ]
  const row = (numbers: string): Row[] => [
    ...([
      [40, '*电子元件*电源线'],
      [640, numbers],
    ] as Row[]),
    ...([
      [900, '74.34'],
      [1050, '13%'],
      [1200, '9.66'],
    ] as Row[]),
  ]
  expect(goods(heads, row('324.78'))).toMatchObject([{ quantity: '3', unitPrice: '24.78', amountFen: 7434 }])
  const [unproven] = goods(heads, row('324.79'))
  expect([unproven?.quantity, unproven?.unitPrice].filter(Boolean)).toEqual(['324.79'])
})
