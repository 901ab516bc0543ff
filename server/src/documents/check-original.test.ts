import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseYuan } from '@piaoma/shared/money'
import { zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { checkOriginal, MAX_ORIGINAL_BYTES, type OriginalFormat } from './check-original'
import { renderInvoiceOfd } from './render-ofd'
import { renderInvoicePdf } from './render-pdf'
import { renderInvoiceXml } from './render-xml'
import { buildLine, buildModel } from './test-model'

const model = buildModel()
const expected = { number: '26440000000012345678', totalFen: 20000 }
const render: Record<OriginalFormat, () => Promise<Uint8Array>> = {
  pdf: () => renderInvoicePdf(model, { simulated: true }),
  ofd: async () => renderInvoiceOfd(model, { simulated: true }),
  xml: async () => renderInvoiceXml(model, { simulated: true }),
}
const utf8 = (text: string) => new TextEncoder().encode(text)

describe.each(['pdf', 'ofd', 'xml'] as const)('an original %s', (format) => {
  test('of the invoice is accepted', async () => {
    expect(checkOriginal(await render[format](), format, expected)).toEqual({ ok: true })
  })

  test('of another invoice or another amount is refused', async () => {
    const bytes = await render[format]()
    const wrong = (change: Partial<typeof expected>) =>
      checkOriginal(bytes, format, { ...expected, ...change })
    expect(wrong({ number: '26440000000012345679' })).toEqual({ ok: false, reason: 'number_mismatch' })
    expect(wrong({ totalFen: 20001 })).toEqual({ ok: false, reason: 'total_mismatch' })
  })

  test('is refused when it is empty, too large, cut off, or an error page', async () => {
    const bytes = await render[format]()
    const check = (content: Uint8Array) => checkOriginal(content, format, expected)
    expect(check(new Uint8Array())).toEqual({ ok: false, reason: 'empty' })
    expect(check(new Uint8Array(MAX_ORIGINAL_BYTES + 1))).toEqual({ ok: false, reason: 'too_large' })
    expect(check(bytes.subarray(0, Math.floor(bytes.length * 0.6)))).toEqual({ ok: false, reason: 'damaged' })
    expect(check(utf8('<html><body>502 Bad Gateway</body></html>'))).toEqual({
      ok: false,
      reason: 'wrong_type',
    })
  })

  test('is told from the other formats by its content', async () => {
    for (const other of ['pdf', 'ofd', 'xml'] as const) {
      if (other === format) continue
      expect(checkOriginal(await render[other](), format, expected)).toEqual({
        ok: false,
        reason: 'wrong_type',
      })
    }
  })
})

describe('details', () => {
  test('a PDF whose text is not readable is let pass by name', () => {
    expect(checkOriginal(utf8('%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF'), 'pdf', expected)).toEqual({
      ok: true,
      note: 'unreadable',
    })
  })

  test('a document type in the XML is refused before anything is expanded', () => {
    const xml = '<!DOCTYPE EInvoice [<!ENTITY a SYSTEM "file:///etc/passwd">]><EInvoice>&a;</EInvoice>'
    expect(checkOriginal(utf8(xml), 'xml', expected)).toEqual({ ok: false, reason: 'damaged' })
  })

  test('a plate number that comes first is not taken for the invoice number', () => {
    const source = new TextDecoder().decode(renderInvoiceXml(model))
    const toll = source.replace(
      '<SpecificInformation/>',
      '<SpecificInformation><Toll><PlateNumber>粤B12345</PlateNumber></Toll></SpecificInformation>',
    )
    expect(toll).not.toBe(source)
    expect(checkOriginal(utf8(toll), 'xml', expected)).toEqual({ ok: true })
  })

  test('XML without its total, and a ZIP that is no OFD, are refused', () => {
    const source = new TextDecoder()
      .decode(renderInvoiceXml(model))
      .replaceAll('TotalTax-includedAmount>', 'Other>')
    expect(checkOriginal(utf8(source), 'xml', expected)).toEqual({ ok: false, reason: 'total_missing' })
    expect(checkOriginal(zipSync({ 'a.txt': utf8('x') }), 'ofd', expected)).toEqual({
      ok: false,
      reason: 'wrong_type',
    })
  })

  test('an invoice without any tax has a total too', () => {
    const exempt = buildModel({ lines: [buildLine({ taxRate: 'exempt', taxFen: 0, amountFen: 20000 })] })
    expect(checkOriginal(renderInvoiceOfd(exempt), 'ofd', expected)).toEqual({ ok: true })
  })
})

const fixtures = fileURLToPath(new URL('../../../../shared/fixtures/', import.meta.url))
const hasFixtures = existsSync(`${fixtures}truth.json`)

describe.runIf(hasFixtures)('real and synthetic files of the fixtures', () => {
  const truth = hasFixtures
    ? (JSON.parse(readFileSync(`${fixtures}truth.json`, 'utf8')) as Record<
        string,
        { number?: string; total?: string }
      >)
    : {}
  const files = (format: OriginalFormat, pattern: RegExp) =>
    hasFixtures ? readdirSync(`${fixtures}${format}`).filter((name) => pattern.test(name)) : []
  const check = (format: OriginalFormat, name: string, number?: string) => {
    const known = truth[`${format}/${name}`]
    const totalFen = parseYuan(known?.total ?? '') ?? 0
    return checkOriginal(readFileSync(`${fixtures}${format}/${name}`), format, {
      number: number ?? known?.number ?? '',
      totalFen,
    })
  }

  test.each(files('pdf', /_2\d{19}\.pdf$/))('the number and total of %s are found', (name) => {
    expect(check('pdf', name)).toEqual({ ok: true })
    expect(check('pdf', name, '29999999999999999999')).toEqual({ ok: false, reason: 'number_mismatch' })
  })

  test.each(files('xml', /^einv(0|1)/))('%s agrees with what is known of it', (name) => {
    expect(check('xml', name)).toEqual({ ok: true })
  })

  test.each(files('xml', /^einv9/))('%s is refused', (name) => {
    expect(check('xml', name).ok).toBe(false)
  })

  test.each(files('ofd', /vat_e_normal|template/))('%s agrees with what is known of it', (name) => {
    expect(check('ofd', name)).toEqual({ ok: true })
  })
})
