import { formatShortCode } from '@piaoma/shared/codes'
import { type FaceName, textWidth } from './fonts'
import { type Color, lineMark, type Mark, roundedSteps, textMark } from './marks'
import { finishPdf, MM, newPdf, paintMarks } from './paint-pdf'
import { printable } from './printable'
import { QUIET_ZONE, qrMatrix, qrSteps } from './qr'
import { fitBlock, shrinkToFit, wrapText } from './text-fit'

export { qrImage } from './qr'

/** A6 and A5 upright, or four A6 cards on one A4 sheet with crop marks. */
export type CardSize = 'a6' | 'a5' | 'a4x4'

export interface TableCard {
  merchantName: string
  storeName?: string
  /** What the code is for, such as 餐饮消费; stands beside the store. */
  title?: string
  /** The link behind the QR code. */
  url: string
  /** The form a person types, 12 characters. */
  shortCode: string
  /** `order`: this code is one bill; `product`: the guest types the amount and the shop confirms it. */
  kind: 'order' | 'product'
  size: CardSize
}

/** The card is drawn once, as an A6 page, and scaled. */
const CARD = { width: 105, height: 148, margin: 9 } as const

const INK: Color = [36, 38, 43]
const GREY: Color = [112, 116, 124]
const HAIRLINE: Color = [214, 208, 200]
/** Cinnabar, the red of Chinese seals: the one colour of the card. */
const ACCENT: Color = [160, 60, 42]

const HEADING = '扫码开票'

const STEPS = [
  ['扫码', 'Scan'],
  ['填抬头', 'Add your details'],
  ['收发票', 'Get the invoice'],
] as const

const NOTES = {
  order: ['本码对应一张账单，开票一次。无需关注或注册。', 'One code, one bill. No app, no sign-up.'],
  product: [
    '请填写实付金额，商家确认后开票。无需关注或注册。',
    'Enter what you paid; the shop confirms it. No sign-up.',
  ],
} as const

/**
 * A printable table card as PDF: merchant, heading, QR code (error correction H, quiet zone 4 modules), the typed
 * form, and what to do in Chinese and English. Vector throughout; the text can be extracted.
 */
export async function renderTableCard(card: TableCard): Promise<Uint8Array> {
  const document = newPdf({
    title: `${HEADING} ${printable(card.merchantName)}`,
    author: printable(card.merchantName),
    subject: '开票码 table card',
    keywords: card.shortCode,
    createdAt: 0,
  })
  const marks = cardMarks(card)
  const sheet = SHEETS[card.size]
  document.addPage({ size: [sheet.width * MM, sheet.height * MM], margin: 0 })
  for (const [xMm, yMm] of sheet.places) paintMarks(document, marks, { xMm, yMm, scale: sheet.scale })
  if (card.size === 'a4x4') paintMarks(document, cropMarks())
  return finishPdf(document)
}

const A5_SCALE = 148 / CARD.width
const SHEETS = {
  a6: { width: 105, height: 148, scale: 1, places: [[0, 0]] },
  a5: { width: 148, height: 210, scale: A5_SCALE, places: [[0, (210 - CARD.height * A5_SCALE) / 2]] },
  a4x4: {
    width: 210,
    height: 297,
    scale: 1,
    places: [
      [0, 0.25],
      [105, 0.25],
      [0, 148.75],
      [105, 148.75],
    ],
  },
} as const satisfies Record<
  CardSize,
  { width: number; height: number; scale: number; places: readonly (readonly [number, number])[] }
>

/** Where to cut: ticks at the edges of the sheet and a cross in the middle. */
function cropMarks(): Mark[] {
  const [x, y, tick] = [105, 148.5, 7]
  const line = (from: readonly [number, number], to: readonly [number, number]) =>
    lineMark(from, to, GREY, 0.15)
  return [
    line([x, 0], [x, tick]),
    line([x, 297 - tick], [x, 297]),
    line([0, y], [tick, y]),
    line([210 - tick, y], [210, y]),
    line([x - tick / 2, y], [x + tick / 2, y]),
    line([x, y - tick / 2], [x, y + tick / 2]),
  ]
}

const CENTRE = CARD.width / 2
const WIDTH = CARD.width - 2 * CARD.margin

const centred = (text: string, y: number, size: number, color: Color, face: FaceName = 'regular') =>
  textMark(text, CENTRE, y, { size, align: 'center', color, face })

function cardMarks(card: TableCard): Mark[] {
  return [...nameMarks(card), ...headingMarks(), ...codeMarks(card), ...stepMarks(), ...noteMarks(card)]
}

/** The narrowest wrap with the same number of lines, so that no line is left with one character. */
function balanced(text: string, size: number): string[] {
  const lines = wrapText(text, WIDTH, size)
  const share = textWidth(text, size) / lines.length
  for (let width = share; width < WIDTH; width += size / 2) {
    const tried = wrapText(text, width, size)
    if (tried.length === lines.length) return tried
  }
  return lines
}

/** Merchant and store: the name on one line when it fits at a readable size, else on two, smaller when it is longer. */
function nameMarks(card: TableCard): Mark[] {
  const name = printable(card.merchantName)
  const store = [card.storeName ?? '', card.title ?? ''].map(printable).filter(Boolean).join(' · ')
  const single = shrinkToFit(name, WIDTH, 5)
  const size = single >= 3.9 ? single : fitBlock([name], WIDTH, 10.6, 4.2, 1.25).size
  const lines = single >= 3.9 ? [name] : balanced(name, size)
  const pitch = size * 1.25
  // The block of name and store is centred between the top margin and the rule.
  const height = (lines.length - 1) * pitch + (store ? 6 : 0)
  const first = 16.9 - height / 2 + (lines.length > 1 ? 0.6 : 0)
  const names = lines.map((line, index) => centred(line, first + index * pitch, size, INK))
  if (!store) return names
  return [...names, centred(store, first + height, shrinkToFit(store, WIDTH, 3.3), GREY)]
}

function headingMarks(): Mark[] {
  const style = { size: 9.4, align: 'center', color: INK, face: 'bold', tracking: 0.9 } as const
  return [
    lineMark([CENTRE - 5, 26], [CENTRE + 5, 26], ACCENT, 0.6),
    textMark(HEADING, CENTRE, 38.2, style),
    centred('Scan for your e-invoice', 44.4, 3.4, GREY),
  ]
}

/** The QR code on a white field that holds its whole quiet zone, and the form to type. */
function codeMarks(card: TableCard): Mark[] {
  const field = 54
  const [left, top] = [CENTRE - field / 2, 50]
  const modules = qrMatrix(card.url, 'H').size
  const module = field / (modules + 2 * QUIET_ZONE)
  const place = {
    x: left + QUIET_ZONE * module,
    y: top + QUIET_ZONE * module,
    size: module * modules,
    level: 'H' as const,
  }
  return [
    {
      kind: 'path',
      steps: roundedSteps(left - 1.5, top - 1.5, field + 3, field + 3, 3),
      fill: [255, 255, 255],
      stroke: HAIRLINE,
      lineWidth: 0.25,
    },
    { kind: 'path', steps: qrSteps(card.url, place), fill: INK },
    ...typedMarks(card),
  ]
}

/** Address and short form, on one line as they are typed when they fit. */
function typedMarks(card: TableCard): Mark[] {
  const code = formatShortCode(card.shortCode)
  const address = `${new URL(card.url).host}/s/`
  const [addressSize, codeSize, tracking] = [2.9, 4.6, 0.3]
  const codeWidth = textWidth(code, codeSize, 'bold') + tracking * (code.length - 1)
  const addressWidth = textWidth(address, addressSize) + 0.8
  const hint = centred('扫不了？在浏览器输入  No camera? Type in', 112, 2.4, GREY)
  const style = { size: codeSize, color: INK, face: 'bold', tracking } as const
  if (addressWidth + codeWidth <= WIDTH) {
    const start = CENTRE - (addressWidth + codeWidth) / 2
    return [
      hint,
      textMark(address, start, 118, { size: addressSize, color: GREY }),
      textMark(code, start + addressWidth, 118, style),
    ]
  }
  return [
    hint,
    centred(address, 115.8, shrinkToFit(address, WIDTH, addressSize), GREY),
    textMark(code, CENTRE, 121, { ...style, align: 'center' }),
  ]
}

function stepMarks(): Mark[] {
  const column = WIDTH / STEPS.length
  return STEPS.flatMap(([zh, en], index): Mark[] => {
    const x = CARD.margin + column * (index + 0.5)
    const number = String(index + 1)
    const words = textWidth(zh, 3.6, 'bold')
    const start = x - (words + 4) / 2
    return [
      textMark(number, start, 129.6, { size: 4.4, color: ACCENT, face: 'bold' }),
      textMark(zh, start + 4, 129.6, { size: 3.6, color: INK, face: 'bold' }),
      textMark(en, x, 133.3, { size: 2.4, color: GREY, align: 'center' }),
      ...(index === 0 ? [] : [lineMark([x - column / 2, 126], [x - column / 2, 133.6], HAIRLINE, 0.25)]),
    ]
  })
}

function noteMarks(card: TableCard): Mark[] {
  const [zh, en] = NOTES[card.kind]
  return [centred(zh, 139.4, 2.3, GREY), centred(en, 142.7, 2.2, GREY)]
}
