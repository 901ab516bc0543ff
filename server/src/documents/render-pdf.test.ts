import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { buildQrPayload } from '@piaoma/shared/invoice'
import { describe, expect, test } from 'vitest'
import { differenceFromReference, renderPage } from '../test/page-picture'
import { requireTool } from '../test/require-tool'
import { qrMatrix } from './qr'
import { pdfReadings } from './read-pdf'
import { renderInvoicePdf } from './render-pdf'
import { buildLine, buildModel } from './test-model'

const pdftotext = requireTool('pdftotext', 'reading our PDF with pdftotext')
const pdftoppm = requireTool('pdftoppm', 'comparing rendered pages as pictures')

const dish = (number: number) => buildLine({ name: `*生产生活服务*第${number}道菜 清蒸鲈鱼配时蔬` })
const longModel = buildModel({ lines: Array.from({ length: 30 }, (_, index) => dish(index + 1)) })
const fullModel = buildModel({
  kind: 'special',
  seller: {
    name: '江南小馆餐饮管理有限公司',
    taxpayerId: '91440300MA5EK4A02K',
    address: '深圳市南山区示例路1号',
    phone: '0755-12345678',
    bankName: '示例银行深圳分行',
    bankAccount: '4000012345678901234',
  },
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
  remark: '入住日期 2026-06-08 至 2026-06-10\n房号 0808',
})

const readText = (pdf: Uint8Array) => pdfReadings(pdf).join('\n')
const asText = (pdf: Uint8Array) =>
  execFileSync(pdftotext ?? '', ['-layout', '-', '-'], { input: pdf }).toString('utf8')
const pageCount = (pdf: Uint8Array) =>
  Buffer.from(pdf)
    .toString('latin1')
    .match(/\/Type \/Page\b/g)?.length

describe('invoice PDF', () => {
  test('holds every value of the invoice as text, read without any tool', async () => {
    const text = readText(await renderInvoicePdf(fullModel))
    for (const value of [
      '电子发票（增值税专用发票）',
      '26440000000012345678',
      '2026年06月10日',
      '杭州示例科技有限责任公司',
      '91440300MA5EK4A02K',
      'A 套餐',
      '188.679245283019',
      '-9.43',
      '¥179.25',
      '¥10.75',
      '壹佰玖拾圆整',
      '¥190.00',
      '销售方地址:深圳市南山区示例路1号;',
      '房号 0808',
      '郑示例',
    ]) {
      expect(text).toContain(value)
    }
  })

  test('carries number and total in its metadata, and the same model gives the same bytes', async () => {
    const [first, second] = await Promise.all([renderInvoicePdf(fullModel), renderInvoicePdf(fullModel)])
    expect(Buffer.from(first).equals(Buffer.from(second))).toBe(true)
    expect(Buffer.from(first).toString('latin1').replaceAll('\u0000', '')).toContain('26440000000012345678')
  })

  test('says 模拟 when simulated and 预览 when not issued, and nothing of the kind otherwise', async () => {
    expect(readText(await renderInvoicePdf(fullModel))).not.toMatch(/模拟|预览/)
    expect(readText(await renderInvoicePdf(fullModel, { simulated: true }))).toContain(
      '不是发票，不得用于报销、入账或抵扣',
    )
    const preview = readText(await renderInvoicePdf({ ...fullModel, number: undefined }, { preview: true }))
    expect(preview).toContain('发票尚未开具')
    expect(preview).not.toContain('26440000000012345678')
  })

  test('refuses to draw an issued invoice without its 20-digit number', async () => {
    await expect(renderInvoicePdf({ ...fullModel, number: '123' })).rejects.toThrow(RangeError)
    await expect(renderInvoicePdf({ ...fullModel, number: undefined })).rejects.toThrow(RangeError)
  })

  test('a long invoice runs over pages with 小计 on each and 合计 on the last', async () => {
    const pdf = await renderInvoicePdf(longModel)
    expect(pageCount(pdf)).toBe(5)
    const text = readText(pdf)
    expect(text).toContain('共5页 第5页')
    for (let number = 1; number <= 30; number++) expect(text).toContain(`第${number}道`)
  })

  test('print versions put two pages on an A4 sheet and one on A5', async () => {
    expect(pageCount(await renderInvoicePdf(longModel, { size: 'a4' }))).toBe(3)
    expect(pageCount(await renderInvoicePdf(longModel, { size: 'a5' }))).toBe(5)
  })

  test('stays within 100 KB, watermark and fonts included', async () => {
    expect((await renderInvoicePdf(fullModel, { simulated: true })).length).toBeLessThan(100 * 1024)
    expect((await renderInvoicePdf(longModel, { simulated: true })).length).toBeLessThan(100 * 1024)
  })

  test('extreme values neither fail nor leave the form', async () => {
    const name = '特别长的项目名称'.repeat(40)
    const model = buildModel({
      buyer: { name: '很长的购买方名称有限责任公司'.repeat(7), taxpayerId: '9'.repeat(20) },
      lines: [
        buildLine({
          name,
          quantity: '123456789.12345678',
          amountFen: 9_999_999_999_999,
          totalFen: 9_999_999_999_999,
        }),
      ],
      taxFen: 0,
      remark: '备注'.repeat(225) + '\n'.repeat(30),
      drawer: '',
    })
    const text = readText(await renderInvoicePdf(model))
    expect(text).toContain('99999999999.99')
    expect(text.replace(/\s/g, '').split('特别长的项目名称').length).toBeGreaterThan(1)
    expect(pageCount(await renderInvoicePdf(buildModel({ lines: [] })))).toBe(1)
  })
})

describe.runIf(pdftotext)('read by pdftotext', () => {
  test('text comes in reading order, line by line', async () => {
    const text = asText(await renderInvoicePdf(fullModel, { simulated: true }))
    expect(text).toMatch(/发票号码：26440000000012345678/)
    expect(text).toMatch(/名称：杭州示例科技有限责任公司 .*名称：江南小馆餐饮管理有限公司/)
    expect(text).toMatch(/次 +1 +188\.679245283019 +188\.68 +6% +11\.32/)
    expect(text).toMatch(/合 +计 +¥179\.25 +¥10\.75/)
    expect(text).toMatch(/价税合计（大写） +⊗ ?壹佰玖拾圆整 +（小写） ?¥190\.00/)
  })

  test('sums of pages add up to the total', async () => {
    const text = asText(await renderInvoicePdf(longModel))
    const sums = [...text.matchAll(/小 +计 +¥([\d.]+) +¥([\d.]+)/g)].map(([, amount]) =>
      Math.round(Number(amount) * 100),
    )
    expect(sums).toHaveLength(5)
    expect(sums.reduce((total, value) => total + value, 0)).toBe(longModel.amountFen)
  })
})

const reference = (name: string) => fileURLToPath(new URL(`./references/${name}.png`, import.meta.url))

describe.runIf(pdftoppm)('looked at as pictures', () => {
  test.each([
    ['invoice-simulated', fullModel, { simulated: true }, 1],
    ['invoice-issued', fullModel, {}, 1],
    ['invoice-preview', { ...fullModel, number: undefined }, { preview: true }, 1],
    ['invoice-first-of-five', longModel, { simulated: true }, 1],
    ['invoice-last-of-five', longModel, { simulated: true }, 5],
    ['invoice-a4', longModel, { size: 'a4' }, 1],
    ['invoice-a5', fullModel, { size: 'a5' }, 1],
  ] as const)('%s looks like its reference', async (name, model, options, page) => {
    const picture = renderPage(pdftoppm ?? '', await renderInvoicePdf(model, options), page, 36)
    expect(differenceFromReference(picture, reference(name))).toBeLessThan(0.002)
  })

  test('the QR code on the page is the payload of the invoice, module by module', async () => {
    const dpi = 300
    const picture = renderPage(pdftoppm ?? '', await renderInvoicePdf(fullModel), 1, dpi)
    const matrix = qrMatrix(buildQrPayload(fullModel), 'M')
    const at = (mm: number) => (mm / 25.4) * dpi
    const wrong: string[] = []
    for (let row = 0; row < matrix.size; row++) {
      for (let column = 0; column < matrix.size; column++) {
        const x = at(6.4 + ((column + 0.5) * 20) / matrix.size)
        const y = at(5.9 + ((row + 0.5) * 20) / matrix.size)
        if (picture.greyAt(x, y) < 128 !== matrix.isDark(row, column)) wrong.push(`${row},${column}`)
      }
    }
    expect(wrong).toEqual([])
  })
})
