import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { renderInvoiceOfd } from '../../documents/render-ofd'
import { renderInvoicePdf } from '../../documents/render-pdf'
import { renderInvoiceXml } from '../../documents/render-xml'
import { buildModel } from '../../documents/test-model'
import type { ReceivedFileReader } from '../deps'
import type { ReceivedFileRow } from '../entity'
import { drawCutOut, placesOnPage } from '../pictures'
import { createFileReader } from '../reader'
import { makeSample } from '../samples/make-samples'
import { createDrawer } from '../worker/draw-pool'

const NOW = Date.UTC(2026, 10, 1)
const MODEL = buildModel()

describe('originals on screen', () => {
  let reader: ReceivedFileReader
  beforeAll(() => {
    reader = createFileReader()
  })
  afterAll(() => reader.close())

  /** A kept file that was read, as the routes know it. */
  async function kept(bytes: Uint8Array) {
    const outcome = await reader.read(bytes, { now: NOW, onProgress: () => {} })
    const file = { type: reader.detect(bytes), storageKey: 'key', outcome } as ReceivedFileRow
    const storage = { get: async () => bytes, put: async () => {}, has: async () => true }
    return { file, deps: { reader, storage, ground: undefined as never } }
  }
  /** Share of dark pixels: an empty place has none. */
  async function ink(png: Uint8Array): Promise<number> {
    const { data } = await sharp(png).greyscale().raw().toBuffer({ resolveWithObject: true })
    return data.filter((value) => value < 128).length / data.length
  }

  test.each([
    ['PDF', () => renderInvoicePdf(MODEL)],
    ['OFD', async () => renderInvoiceOfd(MODEL)],
    ['XML', async () => renderInvoiceXml(MODEL)],
  ] as const)('%s: a page with ink, and where number, total and seller stand on it', async (_, make) => {
    const { file, deps } = await kept(await make())
    const { width, height, fields } = await placesOnPage(deps, file, { part: 0, page: 1 })
    expect(Math.max(width, height)).toBeLessThanOrEqual(2_000)
    expect(width / height).toBeCloseTo(1.5, 1)
    const places = new Map(fields.map((field) => [field.name, field]))
    for (const name of ['number', 'totalFen', 'sellerName'] as const) {
      const { left = 0, top = 0, width: wide = 0, height: high = 0 } = places.get(name) ?? {}
      expect(wide * high, name).toBeGreaterThan(0)
      const drawn = await reader.draw(await deps.storage.get(), 1)
      const box = {
        left: Math.floor(left * width),
        top: Math.floor(top * height),
        width: Math.ceil(wide * width),
        height: Math.ceil(high * height),
      }
      expect(await ink(await sharp(drawn?.png).extract(box).png().toBuffer()), name).toBeGreaterThan(0.02)
    }
    // The number stands at the top right, the total in the lower half, the seller on the right.
    expect(places.get('number')?.top).toBeLessThan(0.2)
    expect(places.get('totalFen')?.top).toBeGreaterThan(0.5)
    expect(places.get('sellerName')?.left).toBeGreaterThan(0.45)
    expect(await ink(await drawCutOut(deps, file, 0, 'number'))).toBeGreaterThan(0.02)
  })

  test('a photo larger than the screen is made smaller, and its places with it', async () => {
    const { jpeg } = await makeSample('digital_normal', 'clean', 1)
    const large = await sharp(jpeg).resize({ width: 4_000 }).jpeg().toBuffer()
    const drawn = await reader.draw(large, 1)
    expect(drawn?.width).toBe(2_000)
    expect(drawn?.cameraScale).toBeCloseTo(0.5, 3)
    expect(await reader.draw(large, 2)).toBeUndefined()
  })

  test('what cannot be drawn has no picture, and harms nobody', async () => {
    const pdf = await renderInvoicePdf(MODEL)
    for (const bytes of [
      new TextEncoder().encode('<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'),
      new TextEncoder().encode('no file at all'),
      pdf.slice(0, 400),
      renderInvoiceOfd(MODEL).slice(0, 3_000),
    ]) {
      expect(await reader.draw(bytes, 1)).toBeUndefined()
    }
    expect(await reader.draw(pdf, 2)).toBeUndefined()
    expect(await reader.draw(pdf, 1)).toBeDefined()
  })
})

describe('the drawing thread', () => {
  const workerOf = (act: string) => {
    const source = `
      import { parentPort as port } from 'node:worker_threads'
      let drawings = 0
      port.on('message', (request) => {
        drawings += 1
        const drawn = { png: new Uint8Array(1000).fill(drawings), width: 1, height: 1, scale: 1 }
        const done = () => port.postMessage({ id: request.id, outcome: 'drawn', drawn })
        ${act}
      })`
    return new URL(`data:text/javascript,${encodeURIComponent(source)}`)
  }
  const file = (first: number) => new Uint8Array([first])

  test('a page that hangs is given up, and the next one is drawn', async () => {
    const workerUrl = workerOf('if (request.bytes[0] === 1) for (;;); else done()')
    const drawer = createDrawer({ workerUrl, timeoutMs: 1_500 })
    expect(await drawer.draw(file(1), 1)).toBeUndefined()
    expect(await drawer.draw(file(2), 1)).toBeDefined()
    await drawer.close()
  })

  test('a page is drawn once for all who look at it, and the oldest go when there is no room', async () => {
    const drawer = createDrawer({ workerUrl: workerOf('done()'), keptBytes: 2_500 })
    const nth = async (bytes: Uint8Array) => (await drawer.draw(bytes, 1))?.png[0]
    expect(await Promise.all([nth(file(1)), nth(file(1))])).toEqual([1, 1])
    expect(await nth(file(2))).toBe(2)
    expect(await nth(file(1))).toBe(1)
    expect(await nth(file(3))).toBe(3)
    expect([await nth(file(1)), await nth(file(2))]).toEqual([1, 4])
    await drawer.close()
  })
})
