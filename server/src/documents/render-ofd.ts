import { createHash } from 'node:crypto'
import { type InvoiceModel, shanghaiDate, shanghaiDateChinese, shanghaiTime } from '@piaoma/shared/invoice'
import { formatYuan } from '@piaoma/shared/money'
import { type Zippable, zipSync } from 'fflate'
import { subsetFont } from './embed-font'
import { type FaceName, openFont } from './fonts'
import { PAGE } from './invoice-form'
import { layoutInvoice } from './invoice-layout'
import { invoiceTitle } from './invoice-words'
import type { InvoiceField } from './marks'
import { type ObjectRef, type OfdContext, paintObjects } from './paint-ofd'
import { printable } from './printable'
import { type RenderOptions, standingOf } from './render-pdf'
import { element, type Xml, xmlBytes } from './xml-text'

const NAMESPACE = 'http://www.ofdspec.org/2016'
const FACES: readonly FaceName[] = ['regular', 'rare']

/** Paths inside the package. */
const DOCUMENT = 'Doc_0/Document.xml'
const pagePath = (index: number) => `Pages/Page_${index}/Content.xml`

interface PageObjects {
  id: number
  layerId: number
  objects: Xml[]
}

const root = (name: string, content: (Xml | undefined)[], attributes: Record<string, string> = {}): Xml =>
  element(name, content, { 'xmlns:ofd': NAMESPACE, ...attributes })

/**
 * An invoice as an OFD package (GB/T 33190-2016): the same pages as the PDF with text as text objects, embedded
 * subset fonts, vector lines and QR code, the data of the 数电 family in OFD.xml, and the CustomTag that names the
 * object of every field. Not signed: the seal is the bureau's. Same model, same bytes. `size` is ignored.
 */
export function renderInvoiceOfd(model: InvoiceModel, options: RenderOptions = {}): Uint8Array {
  let lastId = 0
  const nextId = () => ++lastId
  const context: OfdContext = {
    nextId,
    fontIds: { regular: nextId(), rare: nextId(), bold: nextId() },
    used: { regular: new Set(), rare: new Set(), bold: new Set() },
    refs: new Map(),
  }
  const pages = layoutInvoice(model, { standing: standingOf(options) }).map((marks): PageObjects => {
    const id = nextId()
    return { id, layerId: nextId(), objects: paintObjects(marks, id, context) }
  })
  const faces = FACES.filter((name) => context.used[name].size > 0)
  const files: Record<string, Uint8Array> = {
    'OFD.xml': xmlBytes(ofdElement(model, options)),
    [DOCUMENT]: xmlBytes(documentElement(pages, lastId)),
    'Doc_0/PublicRes.xml': xmlBytes(resourceElement(faces, context)),
    'Doc_0/Tags/CustomTags.xml': xmlBytes(customTagsElement()),
    'Doc_0/Tags/CustomTag.xml': xmlBytes(customTagElement(context.refs)),
  }
  pages.forEach((page, index) => {
    files[`Doc_0/${pagePath(index)}`] = xmlBytes(pageElement(page))
  })
  for (const name of faces) files[`Doc_0/Res/${fontFile(name)}`] = subsetFont(name, context.used[name])
  return pack(files, model.issuedAt)
}

/** Zips with the time of issue as every entry's time, so that the bytes depend on the model alone. */
function pack(files: Record<string, Uint8Array>, issuedAt: number): Uint8Array {
  const { year, month, day, hour, minute, second } = shanghaiTime(issuedAt)
  // ZIP stores a local time; fflate reads local fields, so they are given as such.
  const mtime = new Date(Math.max(1980, year), month - 1, day, hour, minute, second)
  const entries: Zippable = {}
  for (const [path, bytes] of Object.entries(files)) entries[path] = [bytes, { level: 6, mtime }]
  return zipSync(entries)
}

const fontFile = (name: FaceName) => `font_${name}.ttf`

function ofdElement(model: InvoiceModel, options: RenderOptions): Xml {
  const identity = [model.number ?? 'preview', model.issuedAt, model.totalFen, standingOf(options)].join('|')
  const day = shanghaiDate(model.issuedAt)
  const info = element('ofd:DocInfo', [
    element('ofd:DocID', createHash('sha256').update(identity).digest('hex').slice(0, 32)),
    element('ofd:Title', [invoiceTitle(model), model.number].filter(Boolean).join(' ')),
    element('ofd:Author', printable(model.seller.name)),
    element('ofd:CreationDate', day),
    element('ofd:ModDate', day),
    element('ofd:Creator', 'Piaoma'),
    element('ofd:CustomDatas', customDatas(model, options)),
  ])
  const body = element('ofd:DocBody', [info, element('ofd:DocRoot', DOCUMENT)])
  return root('ofd:OFD', [body], { DocType: 'OFD', Version: '1.1' })
}

/** The names that the 数电 family carries; `说明` is ours and says what is no invoice. */
function customDatas(model: InvoiceModel, options: RenderOptions): Xml[] {
  const standing = standingOf(options)
  const notes = {
    simulated: '模拟开票，不是合法发票',
    preview: '预览，尚未开具',
    drawn: '按数据绘制，不是原件',
  }
  const note = standing === 'issued' ? undefined : notes[standing]
  const values: [string, string | undefined][] = [
    ['发票号码', standing === 'preview' ? undefined : model.number],
    ['合计金额', formatYuan(model.amountFen)],
    ['合计税额', formatYuan(model.taxFen)],
    ['开票日期', shanghaiDateChinese(model.issuedAt)],
    ['购买方纳税人识别号', model.buyer.taxpayerId],
    ['销售方纳税人识别号', model.seller.taxpayerId],
    ['说明', note],
  ]
  return values.flatMap(([name, value]) => (value ? [element('ofd:CustomData', value, { Name: name })] : []))
}

function documentElement(pages: readonly PageObjects[], lastId: number): Xml {
  return root('ofd:Document', [
    element('ofd:CommonData', [
      element('ofd:MaxUnitID', String(lastId)),
      element('ofd:PageArea', [element('ofd:PhysicalBox', `0 0 ${PAGE.width} ${PAGE.height}`)]),
      element('ofd:PublicRes', 'PublicRes.xml'),
    ]),
    element(
      'ofd:Pages',
      pages.map(({ id }, index) => element('ofd:Page', undefined, { ID: id, BaseLoc: pagePath(index) })),
    ),
    element('ofd:CustomTags', 'Tags/CustomTags.xml'),
  ])
}

function resourceElement(faces: readonly FaceName[], context: OfdContext): Xml {
  const fonts = faces.map((name) => {
    const { postscriptName, familyName } = openFont(name)
    return element('ofd:Font', [element('ofd:FontFile', fontFile(name))], {
      ID: context.fontIds[name],
      FontName: postscriptName,
      FamilyName: familyName,
    })
  })
  return root('ofd:Res', [element('ofd:Fonts', fonts)], { BaseLoc: 'Res' })
}

function pageElement({ layerId, objects }: PageObjects): Xml {
  return root('ofd:Page', [
    element('ofd:Area', [element('ofd:PhysicalBox', `0 0 ${PAGE.width} ${PAGE.height}`)]),
    element('ofd:Content', [element('ofd:Layer', objects, { ID: layerId, Type: 'Body' })]),
  ])
}

function customTagsElement(): Xml {
  const tag = element('ofd:CustomTag', [element('ofd:FileLoc', 'CustomTag.xml')], { TypeID: 'eInvoice' })
  return root('ofd:CustomTags', [tag])
}

/** Fields in the order of the bureau's tag file; those of a party are nested in it. */
const TAG_ORDER: readonly InvoiceField[] = [
  'InvoiceNo',
  'IssueDate',
  'Buyer/BuyerName',
  'Buyer/BuyerTaxID',
  'Seller/SellerName',
  'Seller/SellerTaxID',
  'TaxExclusiveTotalAmount',
  'TaxTotalAmount',
  'TaxInclusiveTotalAmount',
  'InvoiceClerk',
  'Item',
  'Specification',
  'MeasurementDimension',
  'Quantity',
  'Price',
  'Amount',
  'TaxScheme',
  'TaxAmount',
  'Note',
]

function customTagElement(refs: ReadonlyMap<InvoiceField, ObjectRef[]>): Xml {
  const leaf = (field: InvoiceField, name: string): Xml[] => {
    const found = refs.get(field)
    if (!found) return []
    return [
      element(
        name,
        found.map(({ page, object }) => element('ofd:ObjectRef', String(object), { PageRef: page })),
      ),
    ]
  }
  const children: Xml[] = []
  let party: string | undefined
  for (const field of TAG_ORDER) {
    const [group = '', name] = field.split('/')
    if (!name) children.push(...leaf(field, group))
    else if (group !== party) {
      const inParty = TAG_ORDER.filter((other) => other.startsWith(`${group}/`))
      children.push(
        element(
          group,
          inParty.flatMap((other) => leaf(other, other.split('/')[1] ?? '')),
        ),
      )
    }
    party = name ? group : undefined
  }
  return root('eInvoice', children)
}
