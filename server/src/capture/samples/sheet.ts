import { type Canvas, createCanvas, GlobalFonts, type SKRSContext2D } from '@napi-rs/canvas'
import { assetPath } from '../../documents/asset-path'
import { qrMatrix } from '../../documents/qr'
import { dotsOf, dotWidth } from './dot-font'

/** Pixels of a millimetre: a page of 210 mm is then about as large as a phone's photo of it. */
const SCALE = 8

let areFontsThere = false

function registerFonts(): void {
  if (areFontsThere) return
  GlobalFonts.registerFromPath(assetPath('fonts/piaoma-sans.ttf'), 'Sample')
  areFontsThere = true
}

export interface TextStyle {
  /** Millimetres of the letter's height; 3.2 when absent. */
  size?: number
  colour?: string
  align?: 'left' | 'center' | 'right'
  /** Millimetres between letters. */
  spacing?: number
}

/** A sheet of paper to draw a form on; every measure in millimetres. */
export class Sheet {
  readonly #canvas: Canvas
  readonly #context: SKRSContext2D

  constructor(
    readonly width: number,
    readonly height: number,
    paper = '#ffffff',
  ) {
    registerFonts()
    this.#canvas = createCanvas(width * SCALE, height * SCALE)
    this.#context = this.#canvas.getContext('2d')
    this.#context.fillStyle = paper
    this.#context.fillRect(0, 0, width * SCALE, height * SCALE)
    this.#context.textBaseline = 'middle'
  }

  text(x: number, y: number, text: string, style: TextStyle = {}): void {
    const context = this.#context
    context.fillStyle = style.colour ?? '#222'
    context.font = `${(style.size ?? 3.2) * SCALE}px "Sample"`
    context.textAlign = style.align ?? 'left'
    context.letterSpacing = `${(style.spacing ?? 0) * SCALE}px`
    context.fillText(text, x * SCALE, y * SCALE)
  }

  /** As a needle printer or a meter prints it, ending at x; the ribbon's ink is more or less used up. */
  needles(x: number, y: number, text: string, { size = 3.4, colour = '#33335a', ink = 1 } = {}): void {
    const context = this.#context
    const dot = (size / 7) * SCALE
    context.globalAlpha = ink
    context.fillStyle = colour
    for (const [column, row] of dotsOf(text)) {
      context.beginPath()
      const [left, top] = [(x * SCALE) / dot - dotWidth(text) + column, (y * SCALE) / dot - 3.5 + row]
      context.arc((left + 0.5) * dot, (top + 0.5) * dot, 0.56 * dot, 0, 2 * Math.PI)
      context.fill()
    }
    context.globalAlpha = 1
  }

  /** One letter under the other. */
  column(x: number, y: number, text: string, style: TextStyle = {}): void {
    for (const [index, letter] of Array.from(text).entries()) {
      this.text(x, y + index * (style.size ?? 3.2) * 1.25, letter, { ...style, align: 'center' })
    }
  }

  lines(colour: string, ...segments: [x1: number, y1: number, x2: number, y2: number][]): void {
    const context = this.#context
    context.strokeStyle = colour
    context.lineWidth = 0.25 * SCALE
    for (const [x1, y1, x2, y2] of segments) {
      context.beginPath()
      context.moveTo(x1 * SCALE, y1 * SCALE)
      context.lineTo(x2 * SCALE, y2 * SCALE)
      context.stroke()
    }
  }

  box(colour: string, x: number, y: number, width: number, height: number): void {
    this.#context.strokeStyle = colour
    this.#context.lineWidth = 0.25 * SCALE
    this.#context.strokeRect(x * SCALE, y * SCALE, width * SCALE, height * SCALE)
  }

  qr(x: number, y: number, side: number, payload: string): void {
    const { size, isDark } = qrMatrix(payload, 'M')
    const module = (side * SCALE) / size
    this.#context.fillStyle = '#111'
    for (let row = 0; row < size; row++) {
      for (let column = 0; column < size; column++) {
        if (!isDark(row, column)) continue
        this.#context.fillRect(
          x * SCALE + column * module,
          y * SCALE + row * module,
          module + 0.5,
          module + 0.5,
        )
      }
    }
  }

  /** The red oval of a supervised form, half transparent, over what is there. */
  seal(x: number, y: number, text: string): void {
    const context = this.#context
    context.globalAlpha = 0.6
    context.strokeStyle = '#d02020'
    context.lineWidth = 0.5 * SCALE
    context.beginPath()
    context.ellipse(x * SCALE, y * SCALE, 15 * SCALE, 9 * SCALE, 0, 0, 2 * Math.PI)
    context.stroke()
    this.text(x, y, text, { colour: '#d02020', align: 'center', size: 3 })
    context.globalAlpha = 1
  }

  /** 模拟 across the sheet, light enough to read through. */
  mark(): void {
    const context = this.#context
    context.globalAlpha = 0.1
    this.text(this.width / 2, this.height * 0.62, '模拟样张', {
      size: Math.min(18, this.width / 6),
      align: 'center',
      colour: '#777',
    })
    context.globalAlpha = 1
  }

  /** In this thread: the canvas must not be collected while another thread still encodes it. */
  png(): Buffer {
    return this.#canvas.toBuffer('image/png')
  }
}
