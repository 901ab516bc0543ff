/** Signs of a needle printer, five dots wide and seven high, row by row; its zero has a stroke, as on real meters. */
const SIGNS: Readonly<Record<string, string>> = {
  '0': '.###. #...# #..## #.#.# ##..# #...# .###.',
  '1': '..#.. .##.. ..#.. ..#.. ..#.. ..#.. .###.',
  '2': '.###. #...# ....# ...#. ..#.. .#... #####',
  '3': '.###. #...# ....# ..##. ....# #...# .###.',
  '4': '...#. ..##. .#.#. #..#. ##### ...#. ...#.',
  '5': '##### #.... ####. ....# ....# #...# .###.',
  '6': '..##. .#... #.... ####. #...# #...# .###.',
  '7': '##### ....# ...#. ..#.. .#... .#... .#...',
  '8': '.###. #...# #...# .###. #...# #...# .###.',
  '9': '.###. #...# #...# .#### ....# ...#. .##..',
  '-': '..... ..... ..... ##### ..... ..... .....',
  ':': '..... ..#.. ..#.. ..... ..#.. ..#.. .....',
  '.': '..... ..... ..... ..... ..... .##.. .##..',
  '¥': '#...# .#.#. ##### ..#.. ##### ..#.. ..#..',
  A: '.###. #...# #...# ##### #...# #...# #...#',
  D: '####. #...# #...# #...# #...# #...# ####.',
  T: '##### ..#.. ..#.. ..#.. ..#.. ..#.. ..#..',
  X: '#...# #...# .#.#. ..#.. .#.#. #...# #...#',
  k: '#.... #.... #..#. #.#.. ##... #.#.. #..#.',
  m: '..... ..... ##.#. #.#.# #.#.# #.#.# #.#.#',
}
const COLUMNS = 5
/** A sign and the room to the next, in dots. */
const PITCH = 6

/** One dot: its column and row in the text, both from 0. */
export type Dot = readonly [column: number, row: number]

/** The dots of a text. Signs that the printer has not are left blank. */
export function dotsOf(text: string): Dot[] {
  return Array.from(text).flatMap((sign, index) =>
    (SIGNS[sign] ?? '')
      .split(' ')
      .flatMap((cells, row) =>
        Array.from(cells).flatMap((cell, column): Dot[] =>
          cell === '#' ? [[index * PITCH + column, row]] : [],
        ),
      ),
  )
}

/** The width of a text in dots. */
export const dotWidth = (text: string): number => Math.max(0, text.length * PITCH - (PITCH - COLUMNS))
