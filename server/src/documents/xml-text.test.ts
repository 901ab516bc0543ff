import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeXml, findAll, findNode, readXml, XmlReadError } from './xml-read'
import { element, escapeXml, optionalElement, xmlBytes } from './xml-text'

describe('writing', () => {
  test('what is written is read back, whatever the characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), (text, attribute) => {
        const bytes = xmlBytes(element('a', [element('b', text, { k: attribute })]))
        const node = findNode(readXml(decodeXml(bytes)), 'b')
        // XML cannot hold some characters at all; those become U+FFFD.
        const legal = (value: string) =>
          value.replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '\ufffd')
        expect(node?.text).toBe(legal(text).trim())
        expect(node?.attributes.k).toBe(legal(attribute))
      }),
      { numRuns: 2000 },
    )
  })

  test('no text can open an element or close one', () => {
    expect(escapeXml(`</a><b c="'&`)).toBe('&lt;/a&gt;&lt;b c=&quot;&apos;&amp;')
  })

  test('there is a declaration, no byte order mark, and empty optional elements are left out', () => {
    const bytes = xmlBytes(element('a', [optionalElement('b', ''), optionalElement('c', undefined)]))
    expect(new TextDecoder().decode(bytes)).toBe('<?xml version="1.0" encoding="UTF-8"?>\n<a/>\n')
  })
})

describe('reading', () => {
  test('prefixes are dropped, CDATA and entities are text, comments are not', () => {
    const root = readXml(
      '<?xml version="1.0"?><x:a xmlns:x="u"><!-- n --><x:b c="1&amp;2">t<![CDATA[<&]]>&#20013;</x:b></x:a>',
    )
    expect(root.name).toBe('a')
    expect(findAll(root, 'b')).toEqual([{ name: 'b', attributes: { c: '1&2' }, children: [], text: 't<&中' }])
  })

  test.each([
    ['a document type', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'],
    ['an unclosed element', '<a><b></a>'],
    ['a cut-off document', '<a><b>text'],
    ['two roots', '<a/><b/>'],
    ['a stray bracket', '<a>1 < 2</a>'],
    ['text around the root', 'x<a/>'],
    ['no element', 'only text'],
    ['absurd depth', '<a>'.repeat(60) + '</a>'.repeat(60)],
  ])('%s is refused', (_, source) => {
    expect(() => readXml(source)).toThrow(XmlReadError)
  })

  test('bytes that are not of their encoding are refused', () => {
    expect(() => decodeXml(new Uint8Array([0x3c, 0xff, 0xc0]))).toThrow(XmlReadError)
    expect(() => decodeXml(new TextEncoder().encode('<?xml version="1.0" encoding="KLINGON"?><a/>'))).toThrow(
      XmlReadError,
    )
  })
})
