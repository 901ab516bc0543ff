import { describe, expect, test } from 'vitest'
import { renderInvoiceOfd } from '../../documents/render-ofd'
import { renderInvoicePdf } from '../../documents/render-pdf'
import { renderInvoiceXml } from '../../documents/render-xml'
import { buildLine, buildModel } from '../../documents/test-model'
import { readOriginal } from '../read-original'
import { DIGITAL_FORM, type Placed, pdfOf, rawPdf, TAX_CONTROL_FORM } from '../test-samples/sample-pdf'
import { NOW, readingsOf, reasonOf, valuesOf } from '../test-samples/values'

const read = async (bytes: Uint8Array) => readingsOf(await readOriginal(bytes, { now: NOW }))
const withNumber = (number: string): Placed[] =>
  DIGITAL_FORM.map(([x, y, text, size]) => [x, y, text === '26440000000012345678' ? number : text, size])

const MODELS = {
  plain: buildModel({ remark: '订单号：12345；谢谢 惠顾' }),
  long: buildModel({
    lines: Array.from({ length: 23 }, (_, index) =>
      buildLine({
        name: `*生产生活服务*第${index}号商品名称很长很长很长很长很长很长 ABC`,
        quantity: String(index + 1),
        amountFen: 10000 + index,
        taxFen: 600,
        totalFen: 10600 + index,
        ...(index % 2 ? { specification: `规格${index}` } : {}),
      }),
    ),
  }),
  reversal: buildModel({
    kind: 'special',
    lines: [buildLine({ quantity: '-1', amountFen: -18868, taxFen: -1132, totalFen: -20000 })],
  }),
  exempt: buildModel({ lines: [buildLine({ taxRate: 'exempt', amountFen: 20000, taxFen: 0 })] }),
  person: buildModel({
    buyer: { name: '个人' },
    seller: {
      name: '这是一家名字特别特别特别特别特别特别特别特别长的餐饮管理服务股份有限公司（示例分公司）第一百二十三号店',
      taxpayerId: '91440300MA5EK4A02K',
    },
  }),
  latin: buildModel({
    buyer: {
      name: 'Example Trading & Consulting Company Limited (Pudong Branch)',
      taxpayerId: '91310000MA1FGHJK2J',
    },
  }),
}

describe.each(Object.entries(MODELS))('an invoice that this service draws: %s', (_, model) => {
  test.each(['pdf', 'ofd'] as const)('as %s it is read back whole', async (format) => {
    const bytes = format === 'pdf' ? await renderInvoicePdf(model) : renderInvoiceOfd(model)
    const [reading, ...more] = await read(bytes)
    expect(more).toEqual([])
    expect(reading && valuesOf(reading)).toMatchObject({
      number: model.number,
      issuedOn: '2026-06-10',
      amountFen: model.amountFen,
      taxFen: model.taxFen,
      totalFen: model.totalFen,
      buyerName: model.buyer.name,
      sellerName: model.seller.name,
      sellerTaxpayerId: model.seller.taxpayerId,
      drawer: model.drawer,
      ...(model.buyer.taxpayerId ? { buyerTaxpayerId: model.buyer.taxpayerId } : {}),
      ...(model.remark ? { remark: model.remark } : {}),
    })
    expect(reading?.kind).toBe(model.kind === 'special' ? 'digital_special' : 'digital_normal')
    expect(
      reading?.lines.map(({ name, quantity, amountFen, taxFen }) => ({ name, quantity, amountFen, taxFen })),
    ).toEqual(
      model.lines.map(({ name, quantity, amountFen, taxFen }) => ({ name, quantity, amountFen, taxFen })),
    )
  })
})

describe('a PDF of text', () => {
  test('with several invoices gives each of them with its pages', async () => {
    const bytes = await pdfOf([
      withNumber('26440000000012345671'),
      withNumber('26440000000012345672'),
      TAX_CONTROL_FORM,
    ])
    const readings = await read(bytes)
    expect(readings.map(({ fields, pages }) => [fields.number?.value, pages])).toEqual([
      ['26440000000012345671', [1]],
      ['26440000000012345672', [2]],
      ['12345678', [3]],
    ])
  })

  test('an embedded XML leads over the print that it comes with, and contradictions are doubtful', async () => {
    const model = buildModel()
    const same = await read(await pdfOf([withNumber(model.number ?? '')], { '0': renderInvoiceXml(model) }))
    expect(same).toHaveLength(1)
    expect(same[0]?.fields).toMatchObject({
      buyerName: { source: 'xml' },
      totalFen: { value: 20_000, confidence: 0.5 },
    })
    expect(same[0]?.grade).toBe('amber')
  })

  test('an attachment that is no invoice is left alone', async () => {
    const [reading] = await read(await pdfOf([DIGITAL_FORM], { 'note.xml': Buffer.from('<note/>') }))
    expect(reading?.fields.number?.source).toBe('pdf')
  })

  test('without usable text its pages are handed on as pictures', async () => {
    const outcome = await readOriginal(await pdfOf([[[10, 10, 'scan']], [[10, 10, '2']]]), { now: NOW })
    expect(outcome).toMatchObject({ outcome: 'picture', pageNumbers: [1, 2], readings: [] })
    if (outcome.outcome !== 'picture') return
    expect(
      Buffer.from(outcome.pages[0] ?? [])
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG')
  })

  test('that is something else is refused', async () => {
    const text: Placed[] = [[10, 50, '关于召开示例会议的通知，请各部门按时参加。']]
    expect(reasonOf(await readOriginal(await pdfOf([text]), { now: NOW }))).toBe('not_invoice')
  })
})

describe('a hostile PDF', () => {
  const page = '<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]>>'

  test('with a script is refused', async () => {
    const script = '/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>'
    const bytes = rawPdf([
      `<</Type/Catalog/Pages 2 0 R${script}>>`,
      '<</Type/Pages/Count 1/Kids[3 0 R]>>',
      page,
    ])
    expect(reasonOf(await readOriginal(bytes, { now: NOW }))).toBe('forbidden_content')
  })

  test('with ten thousand pages is refused before they are looked at', async () => {
    const kids = '3 0 R '.repeat(10_000)
    const bytes = rawPdf(['<</Type/Catalog/Pages 2 0 R>>', `<</Type/Pages/Count 10000/Kids[${kids}]>>`, page])
    const start = performance.now()
    expect(reasonOf(await readOriginal(bytes, { now: NOW }))).toBe('too_many_pages')
    expect(performance.now() - start).toBeLessThan(5000)
  })

  test('with a page of a kilometre is rendered within the pixel limit or refused', async () => {
    const huge = page.replace('[0 0 100 100]', '[0 0 9000000 10]')
    const bytes = rawPdf(['<</Type/Catalog/Pages 2 0 R>>', '<</Type/Pages/Count 1/Kids[3 0 R]>>', huge])
    expect(['picture', 'damaged']).toContain(reasonOf(await readOriginal(bytes, { now: NOW })))
  })

  test('that is its own page tree, or cut off, ends', async () => {
    const loop = rawPdf(['<</Type/Catalog/Pages 2 0 R>>', '<</Type/Pages/Count 5/Kids[2 0 R 2 0 R]>>'])
    expect(['damaged', 'not_invoice', 'picture']).toContain(reasonOf(await readOriginal(loop, { now: NOW })))
    const whole = await pdfOf([DIGITAL_FORM])
    for (const share of [0.1, 0.5, 0.9]) {
      const cut = whole.slice(0, Math.floor(whole.length * share))
      expect(['damaged', 'picture', 'not_invoice']).toContain(reasonOf(await readOriginal(cut, { now: NOW })))
    }
  })
})
