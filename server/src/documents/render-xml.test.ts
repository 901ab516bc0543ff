import { describe, expect, test } from 'vitest'
import { renderInvoiceXml } from './render-xml'
import { buildLine, buildModel } from './test-model'
import { decodeXml, findAll, findNode, readXml } from './xml-read'

const read = (...args: Parameters<typeof renderInvoiceXml>) => readXml(decodeXml(renderInvoiceXml(...args)))

describe('EInvoice XML', () => {
  test('carries identity, parties, sums and lines under the exact names of the bureau', () => {
    const root = read(
      buildModel({
        kind: 'special',
        buyer: {
          name: '甲',
          taxpayerId: '91330100MA28NFJ38K',
          address: '西湖区1号',
          phone: '0571-1',
          bankName: '示例银行',
          bankAccount: '001',
        },
        remark: '房号 0808 <3>',
        lines: [
          buildLine({ specification: 'A&B' }),
          buildLine({ taxRate: 'exempt', taxFen: 0, amountFen: 100, totalFen: 100 }),
        ],
      }),
    )
    const text = (...path: string[]) => findNode(root, ...path)?.text
    expect(root.name).toBe('EInvoice')
    expect(text('Header', 'EIid')).toBe('26440000000012345678')
    expect(text('Header', 'EInvoiceTag')).toBe('SWEI4403')
    expect(text('Header', 'Version')).toBe('0.32')
    expect(text('Header', 'InherentLabel', 'InIssuType', 'LabelCode')).toBe('Y')
    expect(text('Header', 'InherentLabel', 'GeneralOrSpecialVAT', 'LabelCode')).toBe('01')
    expect(text('EInvoiceData', 'BuyerInformation', 'BuyerBankAccNum')).toBe('001')
    expect(text('EInvoiceData', 'SellerInformation', 'SellerIdNum')).toBe('91440300MA5EK4A02K')
    expect(text('EInvoiceData', 'BasicInformation', 'TotalAmWithoutTax')).toBe('189.68')
    expect(text('EInvoiceData', 'BasicInformation', 'TotalTaxAm')).toBe('11.32')
    expect(text('EInvoiceData', 'BasicInformation', 'TotalTax-includedAmount')).toBe('201.00')
    expect(text('EInvoiceData', 'BasicInformation', 'TotalTax-includedAmountInChinese')).toBe('贰佰零壹圆整')
    expect(text('EInvoiceData', 'BasicInformation', 'RequestTime')).toBe('2026-06-10 09:05:09')
    expect(text('EInvoiceData', 'AdditionalInformation', 'Remark')).toBe('房号 0808 <3>')
    expect(text('TaxSupervisionInfo', 'InvoiceNumber')).toBe('26440000000012345678')
    expect(text('TaxSupervisionInfo', 'IssueTime')).toBe('2026-06-10')
    expect(text('TaxSupervisionInfo', 'TaxBureauName')).toBe('国家税务总局深圳市税务局')
    expect(text('TaxSupervisionInfo', 'TaxBureauCode')).toBe('14403000000')
    const lines = findAll(root, 'IssuItemInformation').map((line) =>
      line.children.map(({ name, text }) => [name, text]),
    )
    expect(lines[0]).toEqual([
      ['ItemName', '*生产生活服务*餐饮服务'],
      ['SpecMod', 'A&B'],
      ['MeaUnits', '次'],
      ['Quantity', '1'],
      ['UnPrice', '188.679245283019'],
      ['Amount', '188.68'],
      ['TaxRate', '0.06'],
      ['ComTaxAm', '11.32'],
      ['TotaltaxIncludedAmount', '200.00'],
      ['TaxClassificationCode', '3070401000000000000'],
    ])
    expect(lines[1]).toContainEqual(['TaxRate', '免税'])
  })

  test('a natural person has no tax number element', () => {
    const root = read(buildModel({ buyer: { name: '李雷' } }))
    expect(findNode(root, 'EInvoiceData', 'BuyerInformation')?.children.map(({ name }) => name)).toEqual([
      'BuyerName',
    ])
  })

  test('a simulated one says so, names no real bureau, and nothing of ours is signed', () => {
    const root = read(buildModel(), { simulated: true })
    expect(findNode(root, 'Header', 'UndefinedLabel', 'Label', 'LabelName')?.text).toContain('模拟')
    expect(findNode(root, 'TaxSupervisionInfo', 'TaxBureauName')?.text).toContain('模拟')
    expect(findNode(root, 'Header', 'EInvoiceTag')?.text).toBe('SWEI0000')
    expect(findAll(root, 'TaxBureauSignature')).toEqual([])
    expect(findAll(read(buildModel()), 'TaxBureauSignature')).toEqual([])
  })

  test('a negative total is a red invoice', () => {
    const line = buildLine({ amountFen: -18868, taxFen: -1132, totalFen: -20000, quantity: '-1' })
    const root = read(buildModel({ lines: [line] }))
    expect(findNode(root, 'Header', 'InherentLabel', 'InIssuType', 'LabelCode')?.text).toBe('N')
  })

  test('a preview, which has no number, has no XML', () => {
    expect(() => renderInvoiceXml(buildModel({ number: undefined }))).toThrow(RangeError)
  })
})
