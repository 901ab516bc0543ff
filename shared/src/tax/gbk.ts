/**
 * The code points of GBK beyond ASCII as ranges `from-to` in hexadecimal, private use left out.
 * Source: the character set of GBK 1.0 / code page 936 (a part of GB 18030).
 */
const RANGES =
  'a4 a7-a8 b0-b1 b7 d7 e0-e1 e8-ea ec-ed f2-f3 f7 f9-fa fc 101 113 11b 12b 144 148 14d 16b 1ce 1d0 ' +
  '1d2 1d4 1d6 1d8 1da 1dc 251 261 2c7 2c9-2cb 2d9 391-3a1 3a3-3a9 3b1-3c1 3c3-3c9 401 410-44f 451 ' +
  '2010 2013-2016 2018-2019 201c-201d 2025-2026 2030 2032-2033 2035 203b 2103 2105 2109 2116 2121 ' +
  '2160-216b 2170-2179 2190-2193 2196-2199 2208 220f 2211 2215 221a 221d-2220 2223 2225 2227-222b ' +
  '222e 2234-2237 223d 2248 224c 2252 2260-2261 2264-2267 226e-226f 2295 2299 22a5 22bf 2312 ' +
  '2460-2469 2474-249b 2500-254b 2550-2573 2581-258f 2593-2595 25a0-25a1 25b2-25b3 25bc-25bd ' +
  '25c6-25c7 25cb 25ce-25cf 25e2-25e5 2605-2606 2609 2640 2642 3000-3003 3005-3017 301d-301e ' +
  '3021-3029 3041-3093 309b-309e 30a1-30f6 30fc-30fe 3105-3129 3220-3229 3231 32a3 338e-338f ' +
  '339c-339e 33a1 33c4 33ce 33d1-33d2 33d5 4e00-9fa5 f92c f979 f995 f9e7 f9f1 fa0c-fa0f fa11 ' +
  'fa13-fa14 fa18 fa1f-fa21 fa23-fa24 fa27-fa29 fe30-fe31 fe33-fe44 fe49-fe52 fe54-fe57 fe59-fe66 ' +
  'fe68-fe6b ff01-ff5e ffe0-ffe5'

let table: readonly (readonly [number, number])[] | undefined

function ranges(): readonly (readonly [number, number])[] {
  table ??= RANGES.split(' ').map((range) => {
    const [from = '', to = from] = range.split('-')
    return [Number.parseInt(from, 16), Number.parseInt(to, 16)] as const
  })
  return table
}

/** Whether a code point is in GBK, ASCII included. */
export function isGbk(codePoint: number): boolean {
  if (codePoint < 0x80) return true
  const all = ranges()
  let low = 0
  let high = all.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const [from, to] = all[middle] ?? [0, 0]
    if (codePoint < from) high = middle - 1
    else if (codePoint > to) low = middle + 1
    else return true
  }
  return false
}

/**
 * Bytes of a text in GBK, as channels count their fields: 1 for ASCII, 2 for a GBK character, and 4 for what GBK
 * does not know (its length in GB 18030, the superset). Platforms that count "GBK bytes" mean this.
 */
export function gbkByteLength(text: string): number {
  let bytes = 0
  for (const character of text) {
    const codePoint = character.codePointAt(0) ?? 0
    bytes += codePoint < 0x80 ? 1 : isGbk(codePoint) ? 2 : 4
  }
  return bytes
}
