import { zipSync } from 'fflate'
import iconv from 'iconv-lite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeOnDatabases } from '../test/databases'
import { buildPerson } from '../test/merchant'
import { type HttpAnswer, http } from './http-client'
import { openShop, startTestService, type TestService, type TestShop } from './service-scene'

const IMPORT = '/api/v1/merchant/order-codes/import'
const TAX_CODE = '3070401000000000000'
const HEADER = ['订单号', '门店', '商品名称', '数量', '含税金额', '折扣金额', '税率', '税收分类编码']

type Row = (string | number)[]
const csv = (rows: Row[]) => rows.map((row) => row.join(',')).join('\r\n')
const utf8 = (text: string) => new TextEncoder().encode(text)

/** The least that a table program writes: one sheet, texts in the cells. */
function xlsx(rows: Row[]): Uint8Array<ArrayBuffer> {
  const cell = (value: string | number, column: number, row: number) => {
    const at = `${String.fromCharCode(65 + column)}${row + 1}`
    return typeof value === 'number'
      ? `<c r="${at}"><v>${value}</v></c>`
      : `<c r="${at}" t="inlineStr"><is><t>${value}</t></is></c>`
  }
  const body = rows.map(
    (row, y) => `<row r="${y + 1}">${row.map((each, x) => cell(each, x, y)).join('')}</row>`,
  )
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
  const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
  const packages = 'http://schemas.openxmlformats.org/package/2006'
  const files = {
    '[Content_Types].xml': `<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/></Types>`,
    '_rels/.rels': `<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook xmlns="${main}" xmlns:r="${relations}"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${relations}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    'xl/worksheets/sheet1.xml': `<worksheet xmlns="${main}"><sheetData>${body.join('')}</sheetData></worksheet>`,
  }
  return zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, utf8(text)])))
}

interface Problem {
  code: string
  fields?: { path: string; code: string; message: string }[]
}
const problem = ({ json }: HttpAnswer) => json as Problem
const issues = (answer: HttpAnswer) => problem(answer).fields?.map(({ path, code }) => `${path} ${code}`)

describeOnDatabases('a table of orders', (open) => {
  let service: TestService
  let shop: TestShop
  beforeAll(async () => {
    service = await startTestService(open)
    shop = await openShop(service)
  })
  afterAll(() => service.close())

  const upload = (bytes: Uint8Array<ArrayBuffer>, name = '订单.csv', field = 'file') => {
    const raw = new FormData()
    raw.append(field, new Blob([bytes]), name)
    return http(service.url, IMPORT, { raw, token: shop.ownerToken })
  }
  const orderNos = async () => {
    const { items } = await shop.owner('GET /api/v1/merchant/order-codes', { query: { limit: 100 } })
    return items.map(({ orderNo }) => orderNo)
  }
  const byNo = async (search: string) => {
    const { items } = await shop.owner('GET /api/v1/merchant/order-codes', { query: { search } })
    return items.find(({ orderNo }) => orderNo === search)
  }

  test('in UTF-8 makes a code an order; the same table again makes none', async () => {
    const bytes = utf8(
      `\ufeff${csv([
        HEADER,
        ['U1', '二店', '餐饮服务', 1, '128.00', '', '6%', TAX_CODE],
        ['U2', '', '餐饮服务', 2, '1,000.5'.replace(',', ''), '0.50', '0.06', TAX_CODE],
        ['U2', '', '外带饮料', 1, '9.90', '', '13%', '1030307010000000000'],
      ])}`,
    )
    const first = await upload(bytes)
    expect(first.status).toBe(201)
    expect(first.json).toMatchObject({
      created: 2,
      existing: 0,
      rows: [{ row: 2, orderNo: 'U1' }, { row: 3 }],
    })
    expect(await byNo('U1')).toMatchObject({ amountFen: 12_800, storeName: '二店', source: 'import' })
    expect(await byNo('U2')).toMatchObject({ amountFen: 100_990, storeName: '一店' })
    expect((await byNo('U2'))?.lines).toHaveLength(2)
    const second = await upload(bytes)
    expect(second.json).toEqual({ created: 0, existing: 2, rows: [] })
  })

  test('in GB18030, as Chinese table programs save it, is read as well', async () => {
    const text = csv([HEADER, ['G1', '一店', '餐饮服务（套餐）', 1, '66.00', '', '免税', TAX_CODE]])
    const answer = await upload(new Uint8Array(iconv.encode(text, 'gb18030')))
    expect(answer.json).toMatchObject({ created: 1 })
    expect((await byNo('G1'))?.lines).toMatchObject([{ name: '餐饮服务（套餐）', taxRate: 'exempt' }])
  })

  test('as .xlsx keeps 19-digit codes and amounts to the fen', async () => {
    const rows: Row[] = [HEADER, ['X1', '', '餐饮服务', 1, 0.29, '', '6%', TAX_CODE]]
    const answer = await upload(xlsx(rows), '订单.xlsx')
    expect(answer.json).toMatchObject({ created: 1 })
    expect(await byNo('X1')).toMatchObject({ amountFen: 29, lines: [{ taxCode: TAX_CODE }] })
    const template = await http(service.url, `${IMPORT}/template.csv`, { token: shop.ownerToken })
    const own = await upload(new Uint8Array(template.bytes))
    expect(own.json).toMatchObject({ created: 1 })
  })

  test('with mistakes is refused whole, every mistake of every row named', async () => {
    const before = await orderNos()
    const answer = await upload(
      utf8(
        csv([
          HEADER,
          ['B1', '', '餐饮服务', 1, '10.00', '', '6%', TAX_CODE],
          ['B 2', '', '', 1, '-5', '', '7%', '307'],
          ['B3', '', '餐饮服务', 'x', '1.005', '', '6%', '3070401000000000001'],
          ['B4', '', '餐饮😀', 1, '1.00', '2.00', '6%', '3070000000000000000'],
          ['B5', '别家店', '餐饮服务', 1, '1.00', '', '6%', TAX_CODE],
        ]),
      ),
    )
    expect(answer.status).toBe(422)
    expect(issues(answer)).toEqual(
      expect.arrayContaining([
        'rows.3.orderNo order_no.form',
        'rows.3.name text.required',
        'rows.3.amountFen amount.not_positive',
        'rows.3.taxRate line.tax_rate_unknown',
        'rows.3.taxCode line.tax_code_form',
        'rows.4.quantity number.form',
        'rows.4.amountFen amount.not_fen',
        'rows.5.name text.characters',
        'rows.5.discountFen line.discount_exceeds_amount',
        'rows.5.taxCode line.tax_code_not_leaf',
        'rows.6.store store.unknown',
      ]),
    )
    for (const each of problem(answer).fields ?? []) expect(each.message.length).toBeGreaterThan(3)
    expect(await orderNos()).toEqual(before)
  })

  test('names unknown stores and missing columns', async () => {
    const stranger = await upload(
      utf8(csv([HEADER, ['S1', '别家店', '餐饮服务', 1, '1.00', '', '6%', TAX_CODE]])),
    )
    expect(issues(stranger)).toEqual(['rows.2.store store.unknown'])
    const narrow = await upload(
      utf8(
        csv([
          ['订单号', '商品名称'],
          ['S2', '餐饮服务'],
        ]),
      ),
    )
    expect(issues(narrow)).toEqual([
      'header.含税金额 field.required',
      'header.税率 field.required',
      'header.税收分类编码 field.required',
    ])
  })

  test('that is none is refused as unreadable', async () => {
    for (const bytes of [
      new Uint8Array(0),
      utf8('PK\u0003\u0004 not a zip at all'),
      new Uint8Array([0xff, 0xfe, 0x80, 0x80]),
      utf8('"never closed'),
      zipSync({ 'other.txt': utf8('x') }),
      utf8(csv([HEADER])),
    ]) {
      const answer = await upload(bytes)
      expect([answer.status, problem(answer).code]).toEqual([422, 'import.unreadable'])
    }
    expect(issues(await upload(utf8('x'), 'a.csv', 'other'))?.[0] ?? 'malformed').toMatch(
      /required|malformed/,
    )
    const tooLarge = await upload(new Uint8Array(6 * 1024 * 1024))
    expect([tooLarge.status, problem(tooLarge).code]).toEqual([413, 'request.too_large'])
    const plain = await http(service.url, IMPORT, { body: { file: 'x' }, token: shop.ownerToken })
    expect(plain.status).toBe(422)
  })

  test('sent twice at the same moment makes each order once', async () => {
    const bytes = utf8(
      csv([
        HEADER,
        ...Array.from({ length: 20 }, (_, n) => [`R${n}`, '', '餐饮服务', 1, '1.00', '', '6%', TAX_CODE]),
      ]),
    )
    const answers = await Promise.all(Array.from({ length: 4 }, () => upload(bytes)))
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201])
    const created = answers.reduce((sum, { json }) => sum + ((json as { created?: number }).created ?? 0), 0)
    expect(created).toBe(20)
    expect((await orderNos()).filter((orderNo) => /^R\d+$/.test(orderNo))).toHaveLength(20)
  })

  test('of a cashier goes to his own store alone', async () => {
    const { ground } = service.service
    const { token } = await buildPerson(ground, shop.merchantId, 'cashier', [shop.storeIds[1] ?? ''])
    const raw = new FormData()
    raw.append(
      'file',
      new Blob([csv([HEADER, ['C1', '一店', '餐饮服务', 1, '1.00', '', '6%', TAX_CODE]])]),
      'a.csv',
    )
    const answer = await http(service.url, IMPORT, { raw, token })
    expect(issues(answer)).toEqual(['rows.2.store store.unknown'])
  })
})
