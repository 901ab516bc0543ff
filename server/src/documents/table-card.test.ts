import { fileURLToPath } from 'node:url'
import { PNG } from 'pngjs'
import { describe, expect, test } from 'vitest'
import { differenceFromReference, renderPage } from '../test/page-picture'
import { requireTool } from '../test/require-tool'
import { textRuns } from './fonts'
import { qrMatrix } from './qr'
import { pdfReadings } from './read-pdf'
import { qrImage, renderTableCard, type TableCard } from './table-card'

const pdftoppm = requireTool('pdftoppm', 'comparing table cards as pictures')
const card: TableCard = {
  merchantName: '江南小馆',
  storeName: '徐家汇店',
  url: 'https://fapiao.example.com/s/k3JqN0xRz5vYt8WbLmPc2A',
  shortCode: 'JNX7K2M9QPT4',
  kind: 'order',
  size: 'a6',
}
const readText = async (overrides: Partial<TableCard>) =>
  pdfReadings(await renderTableCard({ ...card, ...overrides })).join('\n')

describe('a table card', () => {
  test('says whose it is, what to do in both languages, and the form to type', async () => {
    const text = await readText({})
    for (const words of [
      '江南小馆',
      '徐家汇店',
      '扫码开票',
      'Scan for your e-invoice',
      'JNX-7K2M-9QPT4',
      '填抬头',
      'Get the invoice',
    ]) {
      expect(text).toContain(words)
    }
    expect(text).toContain('fapiao.example.com/s/')
  })

  test('tells a bill from an open amount', async () => {
    expect(await readText({ kind: 'order' })).toContain('One code, one bill.')
    expect(await readText({ kind: 'product', title: '餐饮消费' })).toMatch(
      /徐家汇店 · 餐饮消费[\s\S]*请填写实付金额/,
    )
  })

  test('its bold words are all in the bold face', () => {
    for (const words of ['扫码开票', '扫码', '填抬头', '收发票', '123', 'JNX-7K2M-9QPT4']) {
      expect(textRuns(words, 'bold').map(({ face }) => face)).toEqual(['bold'])
    }
  })

  test('long names and long addresses are still drawn whole', async () => {
    const merchantName = '票码示例酒店管理（深圳）有限公司南山科技园第一分公司'
    const text = await readText({
      merchantName,
      url: `https://${'very-long-name.'.repeat(6)}example.com/s/k3JqN0xRz5vYt8WbLmPc2A`,
    })
    expect(text.replace(/\s/g, '')).toContain(merchantName)
    expect(text).toContain('JNX-7K2M-9QPT4')
  })
})

const reference = (name: string) => fileURLToPath(new URL(`./references/${name}.png`, import.meta.url))

describe.runIf(pdftoppm)('looked at as pictures', () => {
  test.each([
    ['card-a6', { size: 'a6' }],
    ['card-a5', { size: 'a5', kind: 'product', title: '餐饮消费' }],
    ['card-a4x4', { size: 'a4x4', kind: 'product' }],
  ] as const)('%s looks like its reference', async (name, overrides) => {
    const picture = renderPage(pdftoppm ?? '', await renderTableCard({ ...card, ...overrides }), 1, 36)
    expect(differenceFromReference(picture, reference(name))).toBeLessThan(0.002)
  })
})

describe('QR pictures', () => {
  test.each([
    ['receipt', 'M'],
    ['card', 'H'],
  ] as const)('for a %s hold the code at level %s in whole pixels, with a quiet zone of 4 modules', async (purpose, level) => {
    const scale = 3
    const matrix = qrMatrix(card.url, level)
    const png = PNG.sync.read(Buffer.from(await qrImage(card.url, { format: 'png', purpose, scale })))
    expect(png.width).toBe((matrix.size + 8) * scale)
    for (let y = 0; y < png.height; y++) {
      for (let x = 0; x < png.width; x++) {
        const [row, column] = [Math.floor(y / scale) - 4, Math.floor(x / scale) - 4]
        const isInside = row >= 0 && column >= 0 && row < matrix.size && column < matrix.size
        const isDark = (png.data[(y * png.width + x) * 4] ?? 255) < 128
        if (isDark !== (isInside && matrix.isDark(row, column))) throw new Error(`pixel ${x},${y} is wrong`)
      }
    }
    const svg = await qrImage(card.url, { format: 'svg', purpose })
    expect(svg).toContain(`viewBox="0 0 ${matrix.size + 8} ${matrix.size + 8}"`)
    expect(svg.match(/M\d+ \d+h\d+v1h-\d+z/g)?.length).toBeGreaterThan(100)
  })

  test('a receipt has fewer modules than a card', () => {
    expect(qrMatrix(card.url, 'M').size).toBeLessThan(qrMatrix(card.url, 'H').size)
  })
})
