import { describe, expect, test } from 'vitest'
import { renderInvoiceXml } from '../../documents/render-xml'
import { buildLine, buildModel } from '../../documents/test-model'
import { UnreadError } from '../limits'
import { valuesOf } from '../test-samples/values'
import { readXmlInvoice } from './xml'

const bytesOf = (text: string) => new Uint8Array(Buffer.from(text))
const textOf = (bytes: Uint8Array) => Buffer.from(bytes).toString()
const reasonOf = (act: () => unknown) => {
  try {
    act()
    return 'read'
  } catch (error) {
    if (error instanceof UnreadError) return error.reason
    throw error
  }
}

const EINVOICE = textOf(renderInvoiceXml(buildModel()))

describe('the XML of 数电票', () => {
  test('what this service renders is read back whole', () => {
    const model = buildModel({
      kind: 'special',
      remark: '订单 1 <特急> & 其他',
      lines: [
        buildLine({ specification: '大份', quantity: '2', unitPrice: '94.3396226415094' }),
        buildLine({
          nature: 'discount',
          amountFen: -1000,
          taxFen: -60,
          totalFen: -1060,
          quantity: undefined,
          unitPrice: undefined,
        } as never),
      ],
    })
    const draft = readXmlInvoice(renderInvoiceXml(model))
    expect(draft.kind).toBe('digital_special')
    expect(valuesOf(draft)).toMatchObject({
      number: model.number,
      issuedOn: '2026-06-10',
      amountFen: model.amountFen,
      taxFen: model.taxFen,
      totalFen: model.totalFen,
      buyerName: model.buyer.name,
      sellerTaxpayerId: model.seller.taxpayerId,
      remark: model.remark,
      drawer: model.drawer,
    })
    expect(draft.lines).toMatchObject([
      {
        specification: '大份',
        quantity: '2',
        unitPrice: '94.3396226415094',
        taxRate: '6%',
        amountFen: 18868,
      },
      { amountFen: -1000, taxFen: -60 },
    ])
    expect(draft.lines[1]).not.toHaveProperty('quantity')
  })

  test('the number is the bureau’s, not the first element with Number in its name', () => {
    const toll = EINVOICE.replace(
      /<SpecificInformation\/>|<SpecificInformation><\/SpecificInformation>/,
      '<SpecificInformation><Toll><PlateNumber>浙A12345</PlateNumber></Toll></SpecificInformation>',
    )
    expect(toll).toContain('PlateNumber')
    const draft = readXmlInvoice(bytesOf(toll))
    expect(draft.fields).toMatchObject({
      number: { value: '26440000000012345678' },
      plate: { value: '浙A12345' },
    })
    expect(draft.specialBusiness).toBe('通行费')
  })

  test('a default namespace, a prefix, a BOM and a time behind the date change nothing', () => {
    const plain = valuesOf(readXmlInvoice(bytesOf(EINVOICE)))
    const body = EINVOICE.replace(/^<\?xml[^>]*\?>\s*/, '')
    expect(valuesOf(readXmlInvoice(bytesOf(body.replace('<EInvoice', '<EInvoice xmlns="urn:x"'))))).toEqual(
      plain,
    )
    expect(valuesOf(readXmlInvoice(bytesOf(`\ufeff${EINVOICE}`)))).toEqual(plain)
    expect(valuesOf(readXmlInvoice(bytesOf(EINVOICE.replace(/(<IssueTime>[\d-]+)/, '$1 10:20:30'))))).toEqual(
      plain,
    )
    const prefixed = body.replaceAll(/<(\/?)([A-Z])/g, '<$1e:$2')
    expect(valuesOf(readXmlInvoice(bytesOf(prefixed)))).toEqual(plain)
  })

  test('UTF-16 and GB18030 are read, the latter even when it does not say so', () => {
    const utf16 = Buffer.concat([
      Buffer.from([0xff, 0xfe]),
      Buffer.from(EINVOICE.replace(/^<\?xml[^>]*\?>/, ''), 'utf16le'),
    ])
    expect(readXmlInvoice(new Uint8Array(utf16)).fields.buyerName?.value).toBe('杭州示例科技有限责任公司')
    const gbk = Buffer.from('B9FABCCA', 'hex')
    const [head = '', tail = ''] = EINVOICE.replace(/[^\x20-\x7e\s]/g, '').split('<BuyerName>')
    const mixed = Buffer.concat([Buffer.from(`${head}<BuyerName>`), gbk, Buffer.from(tail)])
    expect(readXmlInvoice(new Uint8Array(mixed)).fields.buyerName?.value).toBe('国际')
  })
})

test('a fiscal receipt and a bank slip are told by their own elements', () => {
  const fiscal = readXmlInvoice(
    bytesOf(
      '<EInvoice><Header><EInvoiceTag>CZ-EI</EInvoiceTag></Header><EInvoiceData><Main><EInvoiceCode>33060126</EInvoiceCode><EInvoiceNumber>0012345678</EInvoiceNumber><RandomNumber>a1b2c3</RandomNumber><TotalAmount>133.00</TotalAmount><IssueDate>20260305</IssueDate><InvoicingParty><InvoicingPartyName>示例医院</InvoicingPartyName></InvoicingParty><PayerParty><PayerPartyName>张某</PayerPartyName></PayerParty></Main></EInvoiceData></EInvoice>',
    ),
  )
  expect(fiscal.kind).toBe('fiscal')
  expect(valuesOf(fiscal)).toEqual({
    code: '33060126',
    number: '0012345678',
    checkCode: 'a1b2c3',
    issuedOn: '2026-03-05',
    totalFen: 13300,
    sellerName: '示例医院',
    buyerName: '张某',
  })
  const slip =
    '<xbrl xmlns:bker="http://xbrl.mof.gov.cn/taxonomy/2021-11-30/bker"><bker:Amount>1</bker:Amount></xbrl>'
  expect(reasonOf(() => readXmlInvoice(bytesOf(slip)))).toBe('bank_receipt')
})

test('an XBRL of 税控 splits the joined code and number', () => {
  const facts = {
    UniqueCodeOfInvoice: '09900260011112345678',
    DateOfIssue: '2026-03-05',
    TotalAmountExcludingTax: '510.68',
    TotalTaxAmount: '15.32',
    TaxIncludedAmountInFigures: '526.00',
    IdentifyingCode: '12345678901234567890',
    NameOfSeller: '江南示例餐厅',
    TaxpayerIdentificationNumberUnifiedSocialCreditCodeOfSeller: '91440300MA5EK4A02K',
  }
  const body = Object.entries(facts).map(([name, value]) => `<inv:${name}>${value}</inv:${name}>`)
  const draft = readXmlInvoice(
    bytesOf(`<xbrl xmlns:inv="http://xbrl.mof.gov.cn/taxonomy/2021-11-30/inv_ord">${body.join('')}</xbrl>`),
  )
  expect(draft.kind).toBe('electronic_normal')
  expect(valuesOf(draft)).toMatchObject({ code: '099002600111', number: '12345678', totalFen: 52600 })
})

const BOMB = Array.from({ length: 12 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join('')

test.each([
  [`<!DOCTYPE x [<!ENTITY l0 "ha">${BOMB}]><EInvoice>&l12;</EInvoice>`, 'forbidden_content'],
  ['<!doctype x [<!ENTITY % p SYSTEM "http://127.0.0.1/p.dtd"> %p;]><EInvoice/>', 'forbidden_content'],
  ['<!DOCTYPE x SYSTEM "file:///etc/passwd"><EInvoice/>', 'forbidden_content'],
  ['<EInvoice><!ENTITY a "b"></EInvoice>', 'forbidden_content'],
  [`${'<a>'.repeat(5000)}${'</a>'.repeat(5000)}`, 'damaged'],
  ['<a>'.repeat(100_000), 'damaged'],
  ['<html><body/></html>', 'not_invoice'],
  [EINVOICE.slice(0, 900), 'damaged'],
  [EINVOICE.replaceAll('26440000000012345678', ''), 'damaged'],
])('refuses %.40s …', (text, reason) => {
  expect(reasonOf(() => readXmlInvoice(bytesOf(text)))).toBe(reason)
})
