import {
  type InvoiceLine,
  type InvoiceModel,
  type InvoiceParty,
  KINDS,
  shanghaiDate,
  shanghaiDateTime,
} from '@piaoma/shared/invoice'
import { formatCapitals, formatYuan } from '@piaoma/shared/money'
import { bureauOf } from './bureaus'
import { element, optionalElement, type Xml, xmlBytes } from './xml-text'

const VERSION = '0.32'
const KIND_NAMES = { normal: '普通发票', special: '增值税专用发票' } as const

/**
 * An invoice as the EInvoice XML of 数电票 (version 0.32, as delivered by the bureau): data of the parties, the sums
 * and every line with its 税收分类编码. Drawn by us it carries no bureau signature; `simulated` says so in a label of its
 * own and names no real bureau. Throws RangeError without a 20-digit number: a preview has no XML.
 */
export function renderInvoiceXml(model: InvoiceModel, options: { simulated?: boolean } = {}): Uint8Array {
  const number = model.number
  if (!number || !/^\d{20}$/.test(number)) throw new RangeError('an invoice without a number has no XML')
  const isSimulated = options.simulated === true
  return xmlBytes(
    element('EInvoice', [
      headerElement(model, number, isSimulated),
      element('EInvoiceData', [
        partyElement('Seller', model.seller),
        partyElement('Buyer', model.buyer),
        basicElement(model),
        ...model.lines.map(lineElement),
        element('SpecificInformation'),
        element('AdditionalInformation', [optionalElement('Remark', model.remark)]),
      ]),
      element('SellerAuthentication', [element('AuthenticationMethods', '01')]),
      supervisionElement(model, number, isSimulated),
    ]),
  )
}

const label = (name: string, code: string, words: string): Xml =>
  element(name, [element('LabelCode', code), element('LabelName', words)])

const freeLabel = (type: string, code: string, words: string): Xml =>
  element('Label', [element('LabelType', type), element('LabelCode', code), element('LabelName', words)])

function headerElement(model: InvoiceModel, number: string, isSimulated: boolean): Xml {
  const region = isSimulated ? '0000' : (bureauOf(model.seller.taxpayerId)?.region ?? '0000')
  return element('Header', [
    element('EIid', number),
    element('EInvoiceTag', `SWEI${region}`),
    element('Version', VERSION),
    element('InherentLabel', [
      label('InIssuType', model.totalFen < 0 ? 'N' : 'Y', '是否蓝字发票标志'),
      label('EInvoiceType', '01', '电子发票'),
      label('GeneralOrSpecialVAT', KINDS[model.kind].xml, KIND_NAMES[model.kind]),
    ]),
    isSimulated
      ? element('UndefinedLabel', [
          freeLabel('模拟标签', 'SIMULATED', '模拟开票，不是合法发票，不得用于报销、入账或抵扣'),
        ])
      : undefined,
  ])
}

function partyElement(side: 'Seller' | 'Buyer', party: InvoiceParty): Xml {
  return element(`${side}Information`, [
    optionalElement(`${side}IdNum`, party.taxpayerId),
    element(`${side}Name`, party.name),
    optionalElement(`${side}Addr`, party.address),
    optionalElement(`${side}TelNum`, party.phone),
    optionalElement(`${side}BankName`, party.bankName),
    optionalElement(`${side}BankAccNum`, party.bankAccount),
  ])
}

function basicElement(model: InvoiceModel): Xml {
  return element('BasicInformation', [
    element('TotalAmWithoutTax', formatYuan(model.amountFen)),
    element('TotalTaxAm', formatYuan(model.taxFen)),
    element('TotalTax-includedAmount', formatYuan(model.totalFen)),
    element('TotalTax-includedAmountInChinese', formatCapitals(model.totalFen)),
    element('Drawer', model.drawer),
    element('RequestTime', shanghaiDateTime(model.issuedAt)),
  ])
}

/** The rate as a decimal; 免税 and 不征税 in words, because a zero would be another kind of invoice. */
function rateText(line: InvoiceLine): string {
  if (line.taxRate === 'exempt') return '免税'
  return line.taxRate === 'not_taxed' ? '不征税' : line.taxRate
}

function lineElement(line: InvoiceLine): Xml {
  return element('IssuItemInformation', [
    element('ItemName', line.name),
    optionalElement('SpecMod', line.specification),
    optionalElement('MeaUnits', line.unit),
    optionalElement('Quantity', line.quantity),
    optionalElement('UnPrice', line.unitPrice),
    element('Amount', formatYuan(line.amountFen)),
    element('TaxRate', rateText(line)),
    element('ComTaxAm', formatYuan(line.taxFen)),
    element('TotaltaxIncludedAmount', formatYuan(line.totalFen)),
    element('TaxClassificationCode', line.taxCode),
  ])
}

function supervisionElement(model: InvoiceModel, number: string, isSimulated: boolean): Xml {
  const bureau = isSimulated
    ? { code: '00000000000', name: '模拟税务局（不是税务机关）' }
    : bureauOf(model.seller.taxpayerId)
  return element('TaxSupervisionInfo', [
    element('InvoiceNumber', number),
    element('IssueTime', shanghaiDate(model.issuedAt)),
    optionalElement('TaxBureauCode', bureau?.code),
    optionalElement('TaxBureauName', bureau?.name),
  ])
}
