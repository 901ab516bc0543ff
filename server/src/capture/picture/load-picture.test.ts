import sharp from 'sharp'
import { expect, test } from 'vitest'
import { loadPicture, turnPicture, turnQuad, unturnQuad } from './load-picture'

const white = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#fff' } })

/** A PNG whose head claims a size; its pixels are never reached. */
function pngClaiming(width: number, height: number): Buffer {
  const head = Buffer.alloc(33)
  head.write('89504e470d0a1a0a0000000d49484452', 0, 'hex')
  head.writeUInt32BE(width, 16)
  head.writeUInt32BE(height, 20)
  head.set([8, 2, 0, 0, 0], 24)
  return head
}

test.each([
  ['300 megapixels', pngClaiming(20_000, 15_000)],
  ['a side of 60,000 pixels', pngClaiming(60_000, 1)],
])('%s are refused by the head alone', async (_what, bytes) => {
  await expect(loadPicture(bytes)).rejects.toMatchObject({
    reason: expect.stringMatching(/too_large|damaged/),
  })
})

test('a thread of 1 × 60,000 pixels is too large', async () => {
  const thread = await white(1, 60_000).png().toBuffer()
  await expect(loadPicture(thread)).rejects.toMatchObject({ reason: 'too_large' })
})

test('what is no JPEG, PNG, WebP, GIF or TIFF is of an unsupported type', async () => {
  const heic = Buffer.from(`0000001c${Buffer.from('ftypheic').toString('hex')}00000000`, 'hex')
  await expect(loadPicture(heic)).rejects.toMatchObject({ reason: 'unsupported_type' })
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="90" height="90"/>')
  await expect(loadPicture(svg)).rejects.toMatchObject({ reason: 'unsupported_type' })
})

test('a truncated JPEG is damaged, a stamp of 30 pixels is to be taken again', async () => {
  const noise = Buffer.from(Array.from({ length: 300 * 300 * 3 }, (_, index) => (index * 7919) % 251))
  const jpeg = await sharp(noise, { raw: { width: 300, height: 300, channels: 3 } })
    .jpeg()
    .toBuffer()
  await expect(loadPicture(jpeg.subarray(0, jpeg.length / 2))).rejects.toMatchObject({ reason: 'damaged' })
  const stamp = await white(30, 30).png().toBuffer()
  await expect(loadPicture(stamp)).rejects.toMatchObject({ reason: 'retake' })
})

test('a picture is turned as its EXIF says, made RGB, and reduced to 3,200 pixels with its scale', async () => {
  const turned = await white(400, 200).jpeg().withMetadata({ orientation: 6 }).toBuffer()
  expect((await loadPicture(turned)).picture).toMatchObject({ width: 200, height: 400 })
  const grey = await white(6400, 400).greyscale().png().toBuffer()
  const { picture, scale } = await loadPicture(grey)
  expect(picture).toMatchObject({ width: 3200, height: 200 })
  expect(picture.data).toHaveLength(3200 * 200 * 3)
  expect(scale).toBe(2)
})

test('corners come back to where they were after every turn', async () => {
  const picture = { data: new Uint8Array(40 * 20 * 3).fill(255), width: 40, height: 20 }
  picture.data.fill(0, 0, 3)
  const corner = [
    [0, 0],
    [3, 0],
    [3, 2],
    [0, 2],
  ] as const
  for (const turns of [0, 1, 2, 3] as const) {
    const turned = await turnPicture(picture, turns)
    const there = turnQuad(corner, picture, turns)
    const [x, y] = there[0]
    expect(turned.data[(y * turned.width + x) * 3]).toBe(0)
    expect(unturnQuad(there, picture, turns)).toEqual(corner)
  }
})
