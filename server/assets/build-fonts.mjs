// Makes the fonts of server/assets/fonts from the openly licensed @expo-google-fonts/noto-sans-sc.
// Run by hand after that package or the lists below change: node server/assets/build-fonts.mjs
//
// piaoma-sans.ttf          GB 2312, Latin and the symbols of an invoice: what nearly every document needs
// piaoma-sans-rare.ttf.br  every other character of the family, brotli packed, opened when a name needs it
// piaoma-sans-bold.ttf     the fixed words of the table cards
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants } from 'node:zlib'
import * as fontkit from 'fontkit'
import iconv from 'iconv-lite'
import subsetFont from 'subset-font'

const outFolder = join(dirname(fileURLToPath(import.meta.url)), 'fonts')
const packageFolder = dirname(createRequire(import.meta.url).resolve('@expo-google-fonts/noto-sans-sc/package.json'))

// Shaping tables would only make widths depend on neighbours; an invoice wants each glyph at its own width.
const dropTables = ['GSUB', 'GPOS', 'GDEF', 'BASE', 'vhea', 'vmtx', 'VORG', 'STAT', 'DSIG', 'gasp']

const BOLD_WORDS =
  '扫码开票发抬头收填写开具电子发票请用微信或浏览器自助服务本桌台订单商品一二三步骤①②③短码输入打开网址开票码 '

/** GB 2312 as the two-byte EUC-CN range of GBK. */
function isGb2312(codePoint) {
  if (codePoint < 0x80) return codePoint >= 0x20
  const bytes = iconv.encode(String.fromCodePoint(codePoint), 'gbk')
  const [lead = 0, trail = 0] = bytes
  return bytes.length === 2 && lead >= 0xa1 && lead <= 0xf7 && trail >= 0xa1
}

/** Latin with accents, punctuation, currency and the signs an invoice or a goods name may carry. */
function isCommonSign(codePoint) {
  const inRange = (from, to) => codePoint >= from && codePoint <= to
  return inRange(0xa0, 0x17f) || inRange(0x2010, 0x205e) || inRange(0x20a0, 0x20bf) || codePoint === 0x2297
}

/** Radicals and compatibility ideographs are printed through their unified twins (see printable.ts). */
function hasUnifiedTwin(codePoint) {
  const text = String.fromCodePoint(codePoint)
  return codePoint >= 0x2e80 && text.normalize('NFKC') !== text && !isGb2312(codePoint)
}

/** Two characters drawn by one glyph would be read back from a PDF as whichever was used first. */
function withoutSharedGlyphs(font, codePoints) {
  const seen = new Set()
  return codePoints.filter((codePoint) => {
    const glyph = font.glyphForCodePoint(codePoint).id
    if (seen.has(glyph)) return false
    seen.add(glyph)
    return true
  })
}

const asText = (codePoints) => codePoints.map((codePoint) => String.fromCodePoint(codePoint)).join('')

async function makeSubset(source, codePoints) {
  return subsetFont(source, asText(codePoints), {
    targetFormat: 'truetype',
    noLayoutClosure: true,
    noHinting: true,
    dropTables,
  })
}

async function write(name, bytes) {
  await writeFile(join(outFolder, name), bytes)
  process.stdout.write(`${name} ${Math.round(bytes.length / 1024)} KB\n`)
}

await mkdir(outFolder, { recursive: true })
const regular = await readFile(join(packageFolder, '400Regular/NotoSansSC_400Regular.ttf'))
const font = fontkit.create(regular)
// GB 2312 first, so that the common character of a shared glyph wins.
const known = [...font.characterSet].sort((a, b) => Number(isGb2312(b)) - Number(isGb2312(a)) || a - b)
const wanted = withoutSharedGlyphs(
  font,
  known.filter((codePoint) => codePoint >= 0x20 && !hasUnifiedTwin(codePoint)),
)
const isCommon = (codePoint) => isGb2312(codePoint) || isCommonSign(codePoint)

await write('piaoma-sans.ttf', await makeSubset(regular, wanted.filter(isCommon)))
const rare = await makeSubset(
  regular,
  wanted.filter((codePoint) => !isCommon(codePoint)),
)
const packed = brotliCompressSync(rare, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: rare.length } })
await write('piaoma-sans-rare.ttf.br', packed)

const bold = await readFile(join(packageFolder, '600SemiBold/NotoSansSC_600SemiBold.ttf'))
const ascii = Array.from({ length: 95 }, (_, index) => 0x20 + index)
await write('piaoma-sans-bold.ttf', await makeSubset(bold, [...BOLD_WORDS].map((c) => c.codePointAt(0)).concat(ascii)))
await write('OFL.txt', await readFile(join(packageFolder, 'LICENSE_FONT')))
