import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { unzipSync } from 'fflate'
import { create } from 'fontkit'
import { chromium } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { requireTool } from '../test/require-tool'
import { readOfd } from './read-ofd'
import { renderInvoiceOfd } from './render-ofd'
import { buildLine, buildModel } from './test-model'
import { decodeXml, findAll, readXml } from './xml-read'

const model = buildModel({
  kind: 'special',
  buyer: { name: '杭州䶮喆科技有限责任公司', taxpayerId: '91330100MA28NFJ38K' },
  lines: [
    buildLine({
      name: '*生产生活服务*双人自助晚餐（含酒水及服务费）',
      nature: 'discounted',
      specification: 'A 套餐',
    }),
    buildLine({
      name: '*生产生活服务*双人自助晚餐（含酒水及服务费）',
      nature: 'discount',
      amountFen: -943,
      taxFen: -57,
      totalFen: -1000,
      unit: undefined,
      quantity: undefined,
      unitPrice: undefined,
    }),
  ],
  remark: '房号 0808',
})

describe('OFD package', () => {
  test('the CustomTag points at objects that hold the values of the invoice', () => {
    const { tags, data } = readOfd(renderInvoiceOfd(model))
    const joined = Object.fromEntries(Object.entries(tags).map(([name, values]) => [name, values.join('')]))
    expect(joined).toMatchObject({
      InvoiceNo: '26440000000012345678',
      IssueDate: '2026年06月10日',
      BuyerName: '杭州䶮喆科技有限责任公司',
      BuyerTaxID: '91330100MA28NFJ38K',
      SellerName: '江南小馆餐饮管理有限公司',
      SellerTaxID: '91440300MA5EK4A02K',
      TaxExclusiveTotalAmount: '¥179.25',
      TaxTotalAmount: '¥10.75',
      TaxInclusiveTotalAmount: '¥190.00',
      InvoiceClerk: '郑示例',
      Specification: 'A 套餐',
      MeasurementDimension: '次',
      Quantity: '1',
      Price: '188.679245283019',
      TaxScheme: '6%6%',
      Note: '房号 0808',
    })
    expect(tags.Amount).toEqual(['188.68', '-9.43'])
    expect(tags.TaxAmount).toEqual(['11.32', '-0.57'])
    expect(joined.Item).toBe('*生产生活服务*双人自助晚餐（含酒水及服务费）'.repeat(2))
    expect(data).toEqual({
      发票号码: '26440000000012345678',
      合计金额: '179.25',
      合计税额: '10.75',
      开票日期: '2026年06月10日',
      购买方纳税人识别号: '91330100MA28NFJ38K',
      销售方纳税人识别号: '91440300MA5EK4A02K',
    })
  })

  test('every id is unique, within MaxUnitID, and every font is in the resources', () => {
    const files = unzipSync(
      renderInvoiceOfd(buildModel({ lines: Array.from({ length: 30 }, () => buildLine()) })),
    )
    const part = (path: string) => readXml(decodeXml(files[path] ?? new Uint8Array()))
    const document = part('Doc_0/Document.xml')
    const pages = findAll(document, 'Page').map(({ attributes }) => attributes.BaseLoc ?? '')
    expect(pages.length).toBeGreaterThan(1)
    const objects = pages.flatMap((path) =>
      ['Layer', 'TextObject', 'PathObject'].flatMap((name) => findAll(part(`Doc_0/${path}`), name)),
    )
    const ids = [
      ...objects,
      ...findAll(document, 'Page'),
      ...findAll(part('Doc_0/PublicRes.xml'), 'Font'),
    ].map(({ attributes }) => Number(attributes.ID))
    expect(new Set(ids).size).toBe(ids.length)
    expect(Math.max(...ids)).toBeLessThanOrEqual(Number(findAll(document, 'MaxUnitID')[0]?.text))
    const fonts = new Set(findAll(part('Doc_0/PublicRes.xml'), 'Font').map(({ attributes }) => attributes.ID))
    for (const { name, attributes } of objects)
      if (name === 'TextObject') expect(fonts).toContain(attributes.Font)
  })

  test('each text has one distance fewer than characters, and the embedded fonts hold them all', () => {
    const files = unzipSync(renderInvoiceOfd(model))
    const page = readXml(decodeXml(files['Doc_0/Pages/Page_0/Content.xml'] ?? new Uint8Array()))
    const resources = readXml(decodeXml(files['Doc_0/PublicRes.xml'] ?? new Uint8Array()))
    const fonts = new Map(
      findAll(resources, 'Font').map((font) => [
        font.attributes.ID,
        create(files[`Doc_0/Res/${findAll(font, 'FontFile')[0]?.text}`] ?? new Uint8Array()),
      ]),
    )
    expect(fonts.size).toBe(2)
    for (const object of findAll(page, 'TextObject')) {
      const [code] = findAll(object, 'TextCode')
      const characters = [...(code?.text ?? '')]
      for (const character of characters) {
        expect(fonts.get(object.attributes.Font)?.hasGlyphForCodePoint(character.codePointAt(0) ?? 0)).toBe(
          true,
        )
      }
      expect(countDeltas(code?.attributes.DeltaX ?? '')).toBe(characters.length - 1)
    }
  })

  test('the same model gives the same bytes; a simulated one and a preview say what they are', () => {
    const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
    expect(hash(renderInvoiceOfd(model))).toBe(hash(renderInvoiceOfd(model)))
    expect(readOfd(renderInvoiceOfd(model, { simulated: true })).data.说明).toContain('模拟')
    const preview = readOfd(renderInvoiceOfd({ ...model, number: undefined }, { preview: true }))
    expect(preview.data.发票号码).toBeUndefined()
    expect(preview.pages.flat().join('')).toContain('尚未开具')
  })

  test('stays within 100 KB', () => {
    expect(renderInvoiceOfd(model, { simulated: true }).length).toBeLessThan(100 * 1024)
  })
})

/** How many distances a DeltaX stands for: `g 3 1.5` is three. */
function countDeltas(deltas: string): number {
  const words = deltas.split(' ').filter(Boolean)
  let count = 0
  for (let index = 0; index < words.length; index += words[index] === 'g' ? 3 : 1) {
    count += words[index] === 'g' ? Number(words[index + 1]) : 1
  }
  return count
}

const chromiumPath = requireTool('chromium', 'opening our OFD with ofd.js')

describe.runIf(chromiumPath)('an independent reader (ofd.js in Chromium)', () => {
  test('opens the package and shows every page, and the browser accepts the embedded fonts', async () => {
    const bytes = renderInvoiceOfd(model, { simulated: true })
    const fonts = Object.entries(unzipSync(bytes)).filter(([name]) => name.endsWith('.ttf'))
    const script = createRequire(import.meta.url).resolve('ofd.js/lib/ofd.umd.min.js')
    const browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'] })
    try {
      const page = await browser.newPage()
      await page.setContent('<!doctype html><meta charset="utf-8"><body></body>')
      await page.addScriptTag({ content: readFileSync(script, 'utf8') })
      const base64 = (file: Uint8Array) => Buffer.from(file).toString('base64')
      const seen = await page.evaluate(readInPage, {
        file: base64(bytes),
        fonts: fonts.map(([, file]) => base64(file)),
      })
      expect(seen.pages).toBe(1)
      expect(seen.text).toContain('电子发票（增值税专用发票）')
      expect(seen.text).toContain('杭州䶮喆科技有限责任公司')
      expect(seen.text).toContain('26440000000012345678')
      expect(seen.text).toContain('模拟开票')
      expect(seen.paths).toBeGreaterThan(10)
      expect(seen.fonts).toEqual(['loaded', 'loaded'])
    } finally {
      await browser.close()
    }
  }, 60_000)
})

/** Runs inside the browser: globals are the page's. */
async function readInPage({ file, fonts }: { file: string; fonts: string[] }) {
  const scope = globalThis as unknown as {
    ofd: {
      parseOfdDocument(options: {
        ofd: ArrayBuffer
        success: (documents: unknown[]) => void
        fail: (error: unknown) => void
      }): void
      renderOfd(
        width: number,
        document: unknown,
      ): { textContent: string; querySelectorAll(selector: string): { length: number } }[]
    }
    FontFace: new (name: string, data: ArrayBuffer) => { load(): Promise<{ status: string }> }
  }
  const buffer = (base64: string) =>
    Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)).buffer
  const documents = await new Promise<unknown[]>((resolve, reject) => {
    scope.ofd.parseOfdDocument({ ofd: buffer(file), success: resolve, fail: reject })
  })
  const pages = scope.ofd.renderOfd(1000, documents[0])
  const loaded = await Promise.all(
    fonts.map((data, index) => new scope.FontFace(`f${index}`, buffer(data)).load()),
  )
  return {
    pages: pages.length,
    text: pages.map(({ textContent }) => textContent).join(''),
    paths: pages.reduce((sum, div) => sum + div.querySelectorAll('path').length, 0),
    fonts: loaded.map(({ status }) => status),
  }
}
