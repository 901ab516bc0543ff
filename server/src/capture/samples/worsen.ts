import sharp, { type Sharp } from 'sharp'
import type { Chance } from './random'

/** What happens to a sheet on its way through a camera. */
export const QUALITIES = [
  'clean',
  'tilt',
  'perspective',
  'shadow',
  'blur',
  'noise',
  'fold',
  'glare',
  'dark',
  'turned90',
  'turned180',
  'tiny',
  'motion',
] as const
export type Quality = (typeof QUALITIES)[number]

/** Not readable by a person either: the right answer is "take it again". */
export const UNREADABLE: readonly Quality[] = ['motion']

interface Raw {
  data: Buffer
  width: number
  height: number
}

const DESK = { r: 112, g: 84, b: 66 }

/** A JPEG of the sheet as a phone of that quality would give it. */
export async function worsen(png: Buffer, quality: Quality, chance: Chance): Promise<Buffer> {
  const jpeg = (image: Sharp, level = 85) => image.jpeg({ quality: level }).toBuffer()
  switch (quality) {
    case 'clean':
      return jpeg(sharp(png), 92)
    case 'tilt':
      return jpeg(
        sharp(png).rotate((chance.next() < 0.5 ? -1 : 1) * (3 + 5 * chance.next()), { background: DESK }),
        80,
      )
    case 'perspective':
      return jpeg(fromRaw(perspective(await toRaw(onDesk(png)), chance)), 80)
    case 'shadow':
      return jpeg(fromRaw(light(await toRaw(onDesk(png)), shadowAt(chance))), 82)
    case 'blur':
      return jpeg(sharp(png).blur(1.6), 80)
    case 'noise':
      return jpeg(fromRaw(addNoise(await toRaw(sharp(png)), 26, chance)), 75)
    case 'fold':
      return jpeg(
        fromRaw(light(await toRaw(sharp(png).rotate(1.2, { background: '#eee' })), foldAt(chance))),
        82,
      )
    case 'glare':
      return jpeg(fromRaw(light(await toRaw(onDesk(png)), glareAt(chance))), 82)
    case 'dark':
      return jpeg(fromRaw(addNoise(await toRaw(onDesk(png).linear(0.42, 6)), 12, chance)), 78)
    case 'turned90':
      return jpeg(sharp(png).rotate(chance.next() < 0.5 ? 90 : 270))
    case 'turned180':
      return jpeg(sharp(png).rotate(180))
    case 'tiny':
      return jpeg(sharp(png).resize({ width: 1000, height: 1000, fit: 'inside' }), 55)
    case 'motion':
      return jpeg(sharp(await motion(png)), 70)
  }
}

const onDesk = (png: Buffer) =>
  sharp(png).extend({ top: 90, bottom: 90, left: 110, right: 110, background: DESK })

async function toRaw(image: Sharp): Promise<Raw> {
  const { data, info } = await image
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { data, width: info.width, height: info.height }
}

const fromRaw = ({ data, width, height }: Raw) => sharp(data, { raw: { width, height, channels: 3 } })

/** A view from one side: the far edge is shorter, and the sheet leans a little. */
function perspective({ data, width, height }: Raw, chance: Chance): Raw {
  const out = Buffer.alloc(data.length)
  const pinch = 0.05 + 0.06 * chance.next()
  const lean = (chance.next() - 0.5) * 0.1
  for (let y = 0; y < height; y++) {
    const v = y / height
    const scale = 1 + pinch * (1 - v)
    for (let x = 0; x < width; x++) {
      const u = (x / width - 0.5) * scale + 0.5
      const w = v * (1 + lean * (u - 0.5)) + lean * (u - 0.5)
      sample(data, width, height, u * width, w * height, out, (y * width + x) * 3)
    }
  }
  return { data: out, width, height }
}

function sample(
  data: Buffer,
  width: number,
  height: number,
  x: number,
  y: number,
  out: Buffer,
  to: number,
): void {
  const isInside = x >= 0 && y >= 0 && x < width - 1 && y < height - 1
  const left = Math.floor(x)
  const top = Math.floor(y)
  const [fx, fy] = [x - left, y - top]
  for (let channel = 0; channel < 3; channel++) {
    if (!isInside) {
      out[to + channel] = [DESK.r, DESK.g, DESK.b][channel] ?? 0
      continue
    }
    const at = (dx: number, dy: number) => data[((top + dy) * width + left + dx) * 3 + channel] ?? 0
    const upper = at(0, 0) * (1 - fx) + at(1, 0) * fx
    const lower = at(0, 1) * (1 - fx) + at(1, 1) * fx
    out[to + channel] = upper * (1 - fy) + lower * fy
  }
}

/** How much light falls on a point (0 to 1 each way): factor, and what is added. */
type Light = (u: number, v: number) => readonly [factor: number, added: number]

function light({ data, width, height }: Raw, lightAt: Light): Raw {
  const out = Buffer.alloc(data.length)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [factor, added] = lightAt(x / width, y / height)
      const at = (y * width + x) * 3
      for (let c = at; c < at + 3; c++) out[c] = Math.max(0, Math.min(255, (data[c] ?? 0) * factor + added))
    }
  }
  return { data: out, width, height }
}

function shadowAt(chance: Chance): Light {
  const slope = chance.next() - 0.5
  const edge = 0.3 + 0.4 * chance.next()
  return (u, v) => [0.45 + 0.55 / (1 + Math.exp(-(u + slope * v - edge) * 14)), 0]
}

function foldAt(chance: Chance): Light {
  const folds = [0.3 + 0.1 * chance.next(), 0.62 + 0.1 * chance.next()]
  return (u) => [
    1 -
      folds.reduce((dark, fold) => dark + 0.3 * Math.exp(-(((u - fold) / 0.006) ** 2)), 0) -
      0.05 * Math.sin(u * 9),
    0,
  ]
}

function glareAt(chance: Chance): Light {
  const [x, y] = [0.35 + 0.3 * chance.next(), 0.55 + 0.2 * chance.next()]
  return (u, v) => [1, 120 * Math.exp(-(((u - x) / 0.12) ** 2 + ((v - y) / 0.16) ** 2))]
}

function addNoise({ data, width, height }: Raw, strength: number, chance: Chance): Raw {
  const out = Buffer.alloc(data.length)
  for (let pixel = 0; pixel < data.length; pixel += 3) {
    // The sum of three even chances is nearly a normal one.
    const grain = (chance.next() + chance.next() + chance.next() - 1.5) * strength * 1.6
    for (let c = pixel; c < pixel + 3; c++) out[c] = Math.max(0, Math.min(255, (data[c] ?? 0) + grain))
  }
  return { data: out, width, height }
}

/** The hand moved while the shutter was open: every point becomes a stroke of 45 pixels. */
async function motion(png: Buffer): Promise<Buffer> {
  const { data, width, height } = await toRaw(sharp(png))
  const out = Buffer.alloc(data.length)
  const reach = 22
  for (let y = 0; y < height; y++) {
    for (let channel = 0; channel < 3; channel++) {
      const at = (x: number) => data[(y * width + Math.max(0, Math.min(width - 1, x))) * 3 + channel] ?? 0
      let sum = 0
      for (let x = -reach; x <= reach; x++) sum += at(x)
      for (let x = 0; x < width; x++) {
        out[(y * width + x) * 3 + channel] = sum / (2 * reach + 1)
        sum += at(x + reach + 1) - at(x - reach)
      }
    }
  }
  return sharp(out, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer()
}
