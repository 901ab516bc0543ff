import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { messageProblem } from '../mail'
import { invoiceFileName } from './file-name'
import type { DeliverableInvoices } from './invoice-reader'
import { composeInvoiceMail } from './mail-template'
import { buildContent, PDF } from './test-deliveries'

const delivery = { messageId: '<01JD@fp.example.cn>', to: 'guest@example.com' }
const compose = (overrides: Partial<DeliverableInvoices> = {}) =>
  composeInvoiceMail(delivery, buildContent(overrides), 'https://fp.example.cn')

describe('the mail', () => {
  test('says in Chinese, then in English, what came and where it stays', () => {
    const { subject, text, html } = compose()
    expect(subject).toBe('【滨江饭店】电子发票 25332000000012345678，¥1,285.00')
    for (const part of [text, html]) {
      expect(part).toContain('https://fp.example.cn/a/abcdefghijklmnopqrstuvwxyz012345')
      expect(part).toContain('25332000000012345678')
      expect(part).toContain('¥1,285.00')
      expect(part).toContain('2026年11月23日')
      expect(part).toContain('杭州滨江饭店有限公司')
      expect(part).toContain('联系商家更正')
      expect(part).toContain('ask the merchant to correct it')
      expect(part.indexOf('您的电子发票已开具')).toBeLessThan(part.indexOf('Your e-invoice is ready'))
    }
  })

  test('comes in English first to whoever applied in English', () => {
    const { subject, text, html } = compose({ language: 'en' })
    expect(subject).toBe('E-invoice 25332000000012345678 from 滨江饭店, ¥1,285.00')
    expect(text.indexOf('Your e-invoice is ready')).toBe(0)
    expect(text).toContain('您的电子发票已开具')
    expect(html).toContain('<html lang="en">')
  })

  test('loads nothing from elsewhere and runs nothing', () => {
    const { html } = compose()
    expect(html).not.toMatch(/<(img|script|link|iframe|style|form)\b/)
    expect(html).not.toMatch(/\b(src|background)=|url\(|@import/)
    const addresses = [...html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href)
    expect(new Set(addresses)).toEqual(new Set(['https://fp.example.cn/a/abcdefghijklmnopqrstuvwxyz012345']))
    expect(html).toContain('<meta name="color-scheme" content="light dark">')
  })

  test('counts and adds up several invoices', () => {
    const [first] = buildContent().invoices
    if (!first) throw new Error('no invoice')
    const invoices = [first, { ...first, number: '25332000000012345679', totalFen: 1 }]
    const { subject, text, attachments } = compose({ invoices })
    expect(subject).toBe('【滨江饭店】电子发票 2 张，合计 ¥1,285.01')
    expect(text).toContain('25332000000012345679')
    expect(text).toContain('合计：¥1,285.01')
    expect(attachments).toHaveLength(6)
  })

  test('attaches the originals, unaltered, under the names the tax bureau uses', () => {
    const { attachments, text } = compose()
    expect(attachments.map(({ fileName, mediaType }) => [fileName, mediaType])).toEqual([
      ['dzfp_25332000000012345678_杭州滨江饭店有限公司_20261123120000.pdf', 'application/pdf'],
      ['dzfp_25332000000012345678_杭州滨江饭店有限公司_20261123120000.ofd', 'application/ofd'],
      ['dzfp_25332000000012345678_杭州滨江饭店有限公司_20261123120000.xml', 'application/xml'],
    ])
    expect(attachments[0]?.bytes).toBe(PDF)
    expect(text).not.toContain('未能附上')
  })

  test('leaves what is missing or too large behind the link and says so', () => {
    const [first] = buildContent().invoices
    if (!first) throw new Error('no invoice')
    const large = { format: 'ofd' as const, bytes: new Uint8Array(16 * 1024 * 1024) }
    const files = [...first.files.filter(({ format }) => format === 'pdf'), large]
    const { attachments, text, html } = compose({ invoices: [{ ...first, files }] })
    expect(attachments.map(({ mediaType }) => mediaType)).toEqual(['application/pdf'])
    for (const part of [text, html]) {
      expect(part).toContain('未能附上的文件')
      expect(part).toContain('Files that are not attached')
    }
  })

  test('refuses to be made without an invoice or with a token that is none', () => {
    expect(() => compose({ invoices: [] })).toThrow(RangeError)
    expect(() => compose({ token: 'a/../b?x=<' })).toThrow(RangeError)
  })
})

describe('hostile names', () => {
  test('stay text in the HTML and one line in the subject', () => {
    const merchantName = '店\r\nBcc: x@example.com\r\n\r\n<script>alert(1)</script>'
    const buyerName = '"><img src=x onerror=alert(1)>'
    const { subject, html, text } = compose({ merchantName, buyerName, sellerName: '<b>&amp;</b>' })
    expect(subject).not.toMatch(/[\r\n]/)
    expect(html).not.toMatch(/<(script|img|b)\b/)
    expect(html).toContain('&quot;&gt;&lt;img src=x onerror=alert(1)&gt;')
    expect(html).toContain('&lt;b&gt;&amp;amp;&lt;/b&gt;')
    expect(text).toContain('店 Bcc: x@example.com <script>alert(1)</script>')
  })

  test('whatever the names are, the mail can be sent and holds only our tags', () => {
    const name = fc.string({ unit: 'binary', maxLength: 200 })
    const tags = (html: string) => (html.match(/<[a-z!/][^>]*>/g) ?? []).length
    const usual = tags(compose().html)
    fc.assert(
      fc.property(name, name, name, (merchantName, sellerName, buyerName) => {
        const message = compose({ merchantName, sellerName, buyerName })
        expect(messageProblem(message)).toBeUndefined()
        expect(tags(message.html)).toBe(usual)
      }),
      { numRuns: 2_000 },
    )
  })

  test.each([
    ['a/b\\c:d*e?f"g<h>i|j', 'abcdefghij'],
    ['..有限 公司..', '有限公司'],
    ['\u202eexe.fdp', 'exe.fdp'],
    ['', ''],
  ])('the file name of the seller %j', (sellerName, expected) => {
    const name = invoiceFileName({ number: '1', sellerName, issuedAt: 0, format: 'pdf' })
    expect(name).toBe(`dzfp_1_${expected}_19700101080000.pdf`)
  })
})
