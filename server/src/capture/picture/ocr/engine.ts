import type { Quad } from '../geometry'
import type { Picture } from '../load-picture'

/** A box that holds one line of text. */
export interface TextBox {
  corners: Quad
  /** How sure the detector is that this is text, 0 to 1. */
  score: number
}

/** One character with its probability and where its middle lies along the box, 0 to 1. */
export interface ReadCharacter {
  text: string
  probability: number
  at: number
  /** As it is printed, where `text` is its half-width form. */
  printed?: string
  /** How likely each digit 0 to 9 is at this place, in all at most 1; absent when the engine does not tell. */
  digits?: readonly number[]
}

/** One line of text as it was read. */
export interface TextLine {
  text: string
  characters: ReadCharacter[]
  /** Mean probability of the characters. */
  score: number
  corners: Quad
}

/** A way to read text from pictures. Nothing is fetched: models and data lie in packages. */
export interface OcrEngine {
  readonly name: 'ppocr' | 'tesseract'
  /** The boxes of text of a page, in no order. */
  detect(picture: Picture): Promise<TextBox[]>
  /** Reads boxes, one line for each in their order; an unreadable one has no text. */
  recognise(picture: Picture, boxes: readonly TextBox[]): Promise<TextLine[]>
  close(): Promise<void>
}
