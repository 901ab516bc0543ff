import { createHash } from 'node:crypto'
import { zipSync } from 'fflate'
import { type SealOptions, signSeal } from './sample-seal'

export type Parts = Record<string, Uint8Array>

const xml = (body: string) => new Uint8Array(Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n${body}`))
const OFD = 'xmlns:ofd="http://www.ofdspec.org/2016"'

const VALUES: Readonly<Record<string, string>> = {
  InvoiceCode: '099002600111',
  InvoiceNo: '12345678',
  IssueDate: '2026年03月05日',
  InvoiceCheckCode: '12345 67890 12345 67890',
  MachineNo: '661800000001',
  BuyerName: '杭州示例科技有限责任公司',
  BuyerTaxID: '91310000MA1FGHJK2J',
  SellerName: '江南示例餐厅',
  SellerTaxID: '91440300MA5EK4A02K',
  TaxExclusiveTotalAmount: '510.68',
  TaxTotalAmount: '15.32',
  TaxInclusiveTotalAmount: '526.00',
  InvoiceClerk: '张某',
  Payee: '王某',
  Checker: '李某',
}

export interface TaxControlOptions {
  /** `malformed`: as one producer writes it, with an empty prefix. */
  tags?: 'good' | 'malformed' | 'none'
  hasData?: boolean
  hasAttachment?: boolean
  /** Total in the attachment, to make it contradict the print. */
  attachedTotal?: string
  seal?: SealOptions
}

/** A 税控 OFD: text objects without labels, CustomTag, CustomData, original_invoice.xml; sealed when asked for. */
export function taxControlParts(options: TaxControlOptions = {}): Parts {
  const { tags = 'good', hasData = true, hasAttachment = true, attachedTotal = '526.00' } = options
  const objects = Object.entries(VALUES).map(
    ([, value], index) =>
      `<ofd:TextObject ID="${index + 10}" Boundary="${20 + (index % 3) * 60} ${10 + index * 6} 60 5" Size="3.175"><ofd:TextCode X="0" Y="4" DeltaX="g ${Math.max(1, value.length - 1)} 1.6">${value}</ofd:TextCode></ofd:TextObject>`,
  )
  const title =
    '<ofd:TextObject ID="9" Boundary="69 1 72 7" Size="6.7"><ofd:TextCode X="0" Y="5">示例增值税电子普通发票</ofd:TextCode></ofd:TextObject>'
  const parts: Parts = {
    'OFD.xml': ofdXml(hasData, options.seal !== undefined),
    'Doc_0/Document.xml': xml(
      `<ofd:Document ${OFD}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 140</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData><ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages><ofd:Attachments>Attachs/Attachments.xml</ofd:Attachments><ofd:CustomTags>Tags/CustomTags.xml</ofd:CustomTags></ofd:Document>`,
    ),
    'Doc_0/Pages/Page_0/Content.xml': xml(
      `<ofd:Page ${OFD}><ofd:Content><ofd:Layer ID="2">${title}${objects.join('')}</ofd:Layer></ofd:Content></ofd:Page>`,
    ),
  }
  if (tags !== 'none') {
    parts['Doc_0/Tags/CustomTags.xml'] = xml(
      `<ofd:CustomTags ${OFD}><ofd:CustomTag TypeID="fp"><ofd:FileLoc>CustomTag.xml</ofd:FileLoc></ofd:CustomTag></ofd:CustomTags>`,
    )
    parts['Doc_0/Tags/CustomTag.xml'] = tagXml(tags)
  }
  if (hasAttachment) {
    parts['Doc_0/Attachs/Attachments.xml'] = xml(
      `<ofd:Attachments ${OFD}><ofd:Attachment ID="1" Name="original_invoice"><ofd:FileLoc>original_invoice.xml</ofd:FileLoc></ofd:Attachment></ofd:Attachments>`,
    )
    parts['Doc_0/Attachs/original_invoice.xml'] = originalXml(attachedTotal)
  }
  if (options.seal) sealParts(parts, options.seal)
  return parts
}

function ofdXml(hasData: boolean, isSealed: boolean): Uint8Array {
  const names: [string, string][] = [
    ['发票代码', VALUES.InvoiceCode ?? ''],
    ['发票号码', VALUES.InvoiceNo ?? ''],
    ['合计税额', VALUES.TaxTotalAmount ?? ''],
    ['合计金额', VALUES.TaxExclusiveTotalAmount ?? ''],
    ['开票日期', VALUES.IssueDate ?? ''],
    ['校验码', VALUES.InvoiceCheckCode ?? ''],
    ['购买方纳税人识别号', VALUES.BuyerTaxID ?? ''],
    ['销售方纳税人识别号', VALUES.SellerTaxID ?? ''],
  ]
  const data = names
    .map(([name, value]) => `<ofd:CustomData Name="${name}">${value}</ofd:CustomData>`)
    .join('')
  const signatures = isSealed ? '<ofd:Signatures>/Doc_0/Signs/Signatures.xml</ofd:Signatures>' : ''
  return xml(
    `<ofd:OFD ${OFD} DocType="OFD" Version="1.1"><ofd:DocBody><ofd:DocInfo>${hasData ? `<ofd:CustomDatas>${data}</ofd:CustomDatas>` : ''}</ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>${signatures}</ofd:DocBody></ofd:OFD>`,
  )
}

function tagXml(tags: 'good' | 'malformed'): Uint8Array {
  const refs = Object.keys(VALUES)
    .map((name, index) => `<${name}><ofd:ObjectRef PageRef="1">${index + 10}</ofd:ObjectRef></${name}>`)
    .join('')
  return xml(
    tags === 'good'
      ? `<eInvoice ${OFD}>${refs}</eInvoice>`
      : `<:eInvoice xmlns:="">${refs}<broken></:eInvoice>`,
  )
}

function originalXml(total: string): Uint8Array {
  const fields = Object.entries({ ...VALUES, TaxInclusiveTotalAmount: total })
    .map(([name, value]) => `<fp:${name}>${value}</fp:${name}>`)
    .join('')
  return xml(
    `<eInvoice xmlns:fp="http://www.edrm.org.cn/schema/e-invoice/2019"><fp:DocID>01</fp:DocID>${fields}<fp:GoodsInfos><fp:GoodsInfo><fp:Item>*餐饮服务*餐费</fp:Item><fp:Price>510.679612</fp:Price><fp:Quantity>1</fp:Quantity><fp:Amount>510.68</fp:Amount><fp:TaxScheme>3%</fp:TaxScheme><fp:TaxAmount>15.32</fp:TaxAmount></fp:GoodsInfo></fp:GoodsInfos></eInvoice>`,
  )
}

/** Adds a signature over every part that is there. */
function sealParts(parts: Parts, seal: SealOptions): void {
  const references = Object.entries(parts)
    .map(([path, bytes]) => {
      const digest = createHash('sm3').update(bytes).digest('base64')
      return `<ofd:Reference FileRef="/${path}"><ofd:CheckValue>${digest}</ofd:CheckValue></ofd:Reference>`
    })
    .join('')
  const signature = xml(
    `<ofd:Signature ${OFD}><ofd:SignedInfo><ofd:SignatureDateTime>20260305091500Z</ofd:SignatureDateTime><ofd:References CheckMethod="1.2.156.10197.1.401">${references}</ofd:References></ofd:SignedInfo><ofd:SignedValue>SignedValue.dat</ofd:SignedValue></ofd:Signature>`,
  )
  parts['Doc_0/Signs/Signatures.xml'] = xml(
    `<ofd:Signatures ${OFD}><ofd:Signature ID="1" BaseLoc="Sign_0/Signature.xml"/></ofd:Signatures>`,
  )
  parts['Doc_0/Signs/Sign_0/Signature.xml'] = signature
  parts['Doc_0/Signs/Sign_0/SignedValue.dat'] = signSeal(signature, seal)
}

/** A rail OFD whose data are an attached XBRL instance. */
export function railXbrl(): Uint8Array {
  const facts: Record<string, string> = {
    TypeOfVoucher: '电子发票（铁路电子客票）',
    ETicketNumber: '1234567890123456789012345',
    DateOfIssue: '2026-03-05',
    DepartureStation: '北京南',
    DestinationStation: '上海虹桥',
    TrainNumber: 'G101',
    TravelDate: '2026-02-28',
    Carriage: '05车',
    Seat: '12F号',
    Fare: '181.00',
    ElectronicInvoiceRailwayETicketNumber: '26119110001234567890',
    Name: '张某某',
    TotalAmountExcludingTax: '166.05',
    TaxRate: '0.09',
    TaxAmount: '14.95',
    NameOfPurchaser: '杭州示例科技有限责任公司',
    UnifiedSocialCreditCodeOfPurchaser: '91310000MA1FGHJK2J',
  }
  const body = Object.entries(facts).map(
    ([name, value]) => `<rai:${name} contextRef="c">${value}</rai:${name}>`,
  )
  return xml(
    `<xbrl xmlns="http://www.xbrl.org/2003/instance" xmlns:rai="http://xbrl.mof.gov.cn/taxonomy/2023-12-31/rai">${body.join('')}</xbrl>`,
  )
}

export const zipOf = (parts: Parts): Uint8Array => zipSync(parts)
