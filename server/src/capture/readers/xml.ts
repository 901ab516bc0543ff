import type { XmlNode } from '../../documents/xml-read'
import { UnreadError } from '../limits'
import type { Draft } from './draft'
import { isDigitalXml, readDigitalXml } from './xml-digital'
import { readXmlDocument } from './xml-document'
import { isFiscalXml, readFiscalXml } from './xml-fiscal'
import { isOriginalXml, readOriginalXml } from './xml-original'
import { isXbrl, kindOfXbrl, readXbrl } from './xml-xbrl'

/** Reads any XML that an invoice is delivered or embedded as. Throws UnreadError; `not_invoice` for every other XML. */
export function readXmlInvoice(bytes: Uint8Array): Draft {
  const draft = readTree(readXmlDocument(bytes))
  if (!draft.fields.number) throw new UnreadError('damaged', 'the invoice has no number')
  return draft
}

function readTree(root: XmlNode): Draft {
  if (isDigitalXml(root)) return readDigitalXml(root)
  if (isFiscalXml(root)) return readFiscalXml(root)
  if (isOriginalXml(root)) return readOriginalXml(root)
  if (isXbrl(root)) {
    const kind = kindOfXbrl(root)
    if (kind === 'none') throw new UnreadError('bank_receipt', 'a slip or statement of a bank')
    return readXbrl(root, kind)
  }
  throw new UnreadError('not_invoice', `no invoice has the root <${root.name.slice(0, 40)}>`)
}
