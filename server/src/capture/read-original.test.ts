import { strToU8, zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { renderInvoiceXml } from '../documents/render-xml'
import { buildModel } from '../documents/test-model'
import { detectType } from './detect-type'
import { CAPTURE_LIMITS } from './limits'
import { readOriginal } from './read-original'
import { taxControlParts, zipOf } from './test-samples/sample-ofd'
import { NOW, readingsOf, reasonOf } from './test-samples/values'
import { unpackZip } from './unpack'

const XML = renderInvoiceXml(buildModel())
const other = renderInvoiceXml(buildModel({ number: '26440000000012345679' }))
const read = (bytes: Uint8Array, limits = {}) => readOriginal(bytes, { now: NOW, limits })
const bytesOf = (...parts: (string | number[])[]) =>
  new Uint8Array(
    Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part)))),
  )

describe('the type of a file', () => {
  test.each<[string, Uint8Array]>([
    ['xml', bytesOf([0xef, 0xbb, 0xbf], '\n <EInvoice/>')],
    ['xml', new Uint8Array(Buffer.from('\ufeff<a/>', 'utf16le'))],
    ['pdf', bytesOf('%PDF-1.4\n')],
    ['pdf', bytesOf('rubbish\n\n%PDF-1.4\n')],
    ['zip', zipSync({ a: new Uint8Array(1) })],
    ['png', bytesOf([0x89], 'PNG\r\n', [0x1a, 0x0a])],
    ['jpeg', bytesOf([0xff, 0xd8, 0xff, 0xe0])],
    ['heic', bytesOf([0, 0, 0, 24], 'ftypheic')],
    ['webp', bytesOf('RIFF', [0, 0, 0, 0], 'WEBP')],
    ['unknown', bytesOf('plain text')],
    ['unknown', new Uint8Array()],
  ])('is %s by its content', (type, bytes) => {
    expect(detectType(bytes)).toBe(type)
  })

  test('a polyglot is what stands at its beginning, and nothing else', async () => {
    const pngAndPdf = bytesOf([0x89], 'PNG\r\n', [0x1a, 0x0a], '%PDF-1.4 <EInvoice/>')
    expect(detectType(pngAndPdf)).toBe('png')
    expect(reasonOf(await read(pngAndPdf))).toBe('picture')
    const xmlAndZip = bytesOf(Buffer.from(XML).toString(), [...zipSync({ 'x.xml': other })])
    expect(reasonOf(await read(xmlAndZip))).toBe('damaged')
    const pdfAndZip = bytesOf('%PDF-1.4\n', [...zipSync({ 'x.xml': other })])
    expect(detectType(pdfAndZip)).toBe('pdf')
    expect(reasonOf(await read(pdfAndZip))).toBe('damaged')
    // A zip may begin anywhere in its file: behind something else it is not looked for.
    expect(reasonOf(await read(bytesOf('MZ program', [...zipSync({ 'x.xml': XML })])))).toBe(
      'unsupported_type',
    )
  })

  test.each<[string, Uint8Array]>([
    ['an XML', XML],
    ['an OFD', zipOf(taxControlParts())],
    ['an archive', zipSync({ 'a.xml': XML, 'b.xml': other })],
  ])('%s cut off anywhere is refused, never read in part', async (_, whole) => {
    for (let cut = 0; cut < 60; cut++) {
      const length = Math.floor((whole.length * cut) / 60)
      expect((await read(whole.slice(0, length))).outcome, `${length} bytes`).toBe('unread')
    }
    // The last byte of an XML may be a line's end.
    expect((await read(whole.slice(0, -2))).outcome).toBe('unread')
  })
})

describe('an archive', () => {
  test('gives every invoice in it, also from archives inside, whatever the names say', async () => {
    const inner = zipSync({ 'b.txt': other })
    const bytes = zipSync({
      '发票/a.pdf': XML,
      'inner.zip': inner,
      '__MACOSX/._a': strToU8('x'),
      'note.txt': strToU8('hi'),
    })
    const numbers = readingsOf(await read(bytes)).map(({ fields }) => fields.number?.value)
    expect(numbers).toEqual(['26440000000012345678', '26440000000012345679'])
  })

  test('an OFD inside stays one file', () => {
    const files = unpackZip(zipSync({ 'a.ofd': zipOf(taxControlParts()), 'b.xml': XML }), CAPTURE_LIMITS)
    expect(files.map(({ name }) => name)).toEqual(['a.ofd', 'b.xml'])
  })

  test('names in GBK are read', () => {
    const name = Buffer.from('B7A2C6B12E786D6C', 'hex').toString('latin1')
    const bytes = zipSync({ ['x'.repeat(8)]: XML })
    const gbk = Buffer.from(Buffer.from(bytes).toString('latin1').replaceAll('x'.repeat(8), name), 'latin1')
    expect(unpackZip(new Uint8Array(gbk), CAPTURE_LIMITS)[0]?.name).toBe('发票.xml')
  })

  test.each<[string, Uint8Array, string]>([
    ['a bomb', zipSync({ 'a.xml': new Uint8Array(15_000_000) }, { level: 9 }), 'too_large'],
    [
      'an entry above the limit',
      zipSync({ 'a.xml': new Uint8Array(21 * 1024 * 1024) }, { level: 1 }),
      'too_large',
    ],
    [
      'many entries',
      zipSync(Object.fromEntries(Array.from({ length: 2100 }, (_, i) => [`f${i}`, new Uint8Array(1)])), {
        level: 0,
      }),
      'too_many_files',
    ],
    ['a name that climbs out', zipSync({ '../../etc/cron.d/x': XML }), 'forbidden_content'],
    ['a name from the root', zipSync({ '/etc/passwd': XML }), 'forbidden_content'],
    ['a Windows path', zipSync({ 'C:\\x.xml': XML }), 'forbidden_content'],
    [
      'archives in archives in archives',
      zipSync({ 'a.zip': zipSync({ 'b.zip': zipSync({ 'c.zip': zipSync({ d: XML }) }) }) }),
      'too_many_files',
    ],
    ['nothing', zipSync({}), 'not_invoice'],
    ['nothing of use', zipSync({ 'a.txt': strToU8('hello') }), 'unsupported_type'],
    ['half of itself', zipSync({ 'a.xml': XML }).slice(0, 300), 'damaged'],
  ])('with %s is refused', async (_, bytes, reason) => {
    expect(reasonOf(await read(bytes))).toBe(reason)
  })

  test('an entry that lies about its size is cut off, not unpacked', async () => {
    const bytes = Buffer.from(zipSync({ 'a.xml': new Uint8Array(19 * 1024 * 1024) }, { level: 9 }))
    const directory = bytes.lastIndexOf('PK\u0001\u0002', undefined, 'latin1')
    bytes.writeUInt32LE(1000, directory + 24)
    const before = process.memoryUsage().arrayBuffers
    expect(['damaged', 'unsupported_type', 'not_invoice']).toContain(
      reasonOf(await read(new Uint8Array(bytes))),
    )
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(10_000_000)
  })

  test('an encrypted one says so', async () => {
    const bytes = Buffer.from(zipSync({ 'a.xml': XML }))
    const directory = bytes.lastIndexOf('PK\u0001\u0002', undefined, 'latin1')
    bytes.writeUInt16LE(1, directory + 8)
    expect(reasonOf(await read(new Uint8Array(bytes)))).toBe('encrypted')
  })
})

test('a file above the limit is not looked at', async () => {
  expect(reasonOf(await read(XML, { fileBytes: 100 }))).toBe('too_large')
})

test('the same bytes read the same twice', async () => {
  const bytes = zipOf(taxControlParts())
  expect(await read(bytes)).toEqual(await read(bytes))
})
