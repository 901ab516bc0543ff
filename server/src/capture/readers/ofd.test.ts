import { describe, expect, test } from 'vitest'
import { CAPTURE_LIMITS } from '../limits'
import { readOriginal } from '../read-original'
import {
  type Parts,
  railXbrl,
  type TaxControlOptions,
  taxControlParts,
  zipOf,
} from '../test-samples/sample-ofd'
import type { SealOptions } from '../test-samples/sample-seal'
import { NOW, readingsOf, reasonOf, valuesOf } from '../test-samples/values'
import { newBudget } from '../unpack'
import { readOfdInvoice } from './ofd'

async function readParts(parts: Parts) {
  const [reading] = readingsOf(await readOriginal(zipOf(parts), { now: NOW }))
  if (!reading) throw new Error('nothing was read')
  return reading
}
const read = (options: TaxControlOptions = {}) => readParts(taxControlParts(options))

const EXPECTED = {
  code: '099002600111',
  number: '12345678',
  issuedOn: '2026-03-05',
  checkCode: '12345678901234567890',
  machineNumber: '661800000001',
  buyerName: '杭州示例科技有限责任公司',
  buyerTaxpayerId: '91310000MA1FGHJK2J',
  sellerName: '江南示例餐厅',
  sellerTaxpayerId: '91440300MA5EK4A02K',
  amountFen: 51068,
  taxFen: 1532,
  totalFen: 52600,
  drawer: '张某',
  payee: '王某',
  reviewer: '李某',
}

describe('a 税控 OFD', () => {
  test.each<[string, TaxControlOptions]>([
    ['by tags, data and attachment', {}],
    ['by tags alone', { hasData: false, hasAttachment: false }],
    ['by data and attachment, its tags malformed', { tags: 'malformed' }],
    ['by its attachment alone', { tags: 'none', hasData: false }],
  ])('is read %s', async (_, options) => {
    const reading = await read(options)
    expect(reading).toMatchObject({ kind: 'electronic_normal', seal: 'unsigned' })
    expect(valuesOf(reading)).toMatchObject(EXPECTED)
  })

  test('lines come from the attachment', async () => {
    expect((await read()).lines).toMatchObject([
      {
        name: '*餐饮服务*餐费',
        quantity: '1',
        unitPrice: '510.679612',
        amountFen: 51068,
        taxRate: '3%',
        taxFen: 1532,
      },
    ])
  })

  test('data that contradict the print are doubtful', async () => {
    const reading = await read({ attachedTotal: '5260.00' })
    expect(reading.fields.totalFen?.value).toBe(52600)
    expect(reading).toMatchObject({ grade: 'amber' })
    expect(reading.doubtful).toContain('totalFen')
  })

  test('parts may be missing or broken beside the pages', async () => {
    const parts = taxControlParts()
    parts['Doc_0/Attachs/Attachments.xml'] = Buffer.from('<broken')
    parts['Doc_0/Tags/CustomTags.xml'] = Buffer.from('')
    expect(valuesOf(await readParts(parts))).toMatchObject({ number: '12345678', amountFen: 51068 })
  })

  test('the document may lie anywhere: every place is followed', async () => {
    const moved = Object.fromEntries(
      Object.entries(taxControlParts()).map(([path, bytes]) => [
        path.replace('Doc_0/', 'Other/Doc_7/'),
        bytes,
      ]),
    )
    moved['OFD.xml'] = Buffer.from(
      Buffer.from(moved['OFD.xml'] ?? [])
        .toString()
        .replace('Doc_0/', '/Other/Doc_7/'),
    )
    expect(valuesOf(await readParts(moved))).toMatchObject(EXPECTED)
  })

  test('without its document or with a DOCTYPE inside it is refused', async () => {
    const { 'Doc_0/Document.xml': _, ...cut } = taxControlParts()
    expect(reasonOf(await readOriginal(zipOf(cut), { now: NOW }))).toBe('damaged')
    const hostile = taxControlParts()
    hostile['Doc_0/Tags/CustomTag.xml'] = Buffer.from('<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>')
    expect(reasonOf(await readOriginal(zipOf(hostile), { now: NOW }))).toBe('forbidden_content')
  })

  test('a rail ticket is read from its XBRL', async () => {
    const parts = taxControlParts({ tags: 'none', hasData: false })
    parts['Doc_0/Attachs/original_invoice.xml'] = railXbrl()
    const page = Buffer.from(parts['Doc_0/Pages/Page_0/Content.xml'] ?? []).toString()
    parts['Doc_0/Pages/Page_0/Content.xml'] = Buffer.from(
      page.replace(/<ofd:TextObject[\s\S]*<\/ofd:TextObject>/, ''),
    )
    const reading = await readParts(parts)
    expect(reading).toMatchObject({ kind: 'rail', grade: 'green' })
    expect(valuesOf(reading)).toMatchObject({
      number: '26119110001234567890',
      totalFen: 18100,
      amountFen: 16605,
      taxFen: 1495,
      seat: '05车12F号',
      fromPlace: '北京南',
    })
  })
})

describe('the seal of an OFD', () => {
  const DAY = 86_400_000
  const signedAt = Date.UTC(2026, 2, 5)
  const seal = (overrides: Partial<SealOptions> = {}): SealOptions => ({
    issuer: '税务电子证书管理中心(SM2)',
    notBefore: signedAt - 100 * DAY,
    notAfter: signedAt + 100 * DAY,
    signedAt,
    ...overrides,
  })
  const sealOf = async (parts: Parts) => (await readParts(parts)).seal

  test.each([1, 4] as const)('good in version %i', async (version) => {
    expect(await sealOf(taxControlParts({ seal: seal({ version }) }))).toBe('good')
  })

  test('good when the certificate has expired since, unknown when it had when it signed', async () => {
    const longAgo = { notBefore: signedAt - 10 * DAY, notAfter: signedAt + DAY }
    expect(await sealOf(taxControlParts({ seal: seal(longAgo) }))).toBe('good')
    const expired = { notBefore: signedAt - 10 * DAY, notAfter: signedAt - DAY }
    expect(await sealOf(taxControlParts({ seal: seal(expired) }))).toBe('unknown_root')
  })

  test('of another authority its root is unknown', async () => {
    expect(await sealOf(taxControlParts({ seal: seal({ issuer: '税务测试CA2(SM2)' }) }))).toBe('unknown_root')
  })

  test('changed when any signed part was, even where the values stay the same', async () => {
    const parts = taxControlParts({ seal: seal() })
    for (const path of Object.keys(parts).filter((each) => !each.startsWith('Doc_0/Signs/'))) {
      const tampered = {
        ...parts,
        [path]: Buffer.concat([parts[path] ?? Buffer.alloc(0), Buffer.from('\n')]),
      }
      expect(await sealOf(tampered), path).toBe('changed')
      expect((await readParts(tampered)).grade).toBe('amber')
    }
  })

  test('changed when digests were computed anew, or the signature is of another file', async () => {
    const parts = taxControlParts({ seal: seal() })
    const path = 'Doc_0/Signs/Sign_0/Signature.xml'
    const other = { ...parts, [path]: Buffer.concat([parts[path] ?? Buffer.alloc(0), Buffer.from(' ')]) }
    expect(await sealOf(other)).toBe('changed')
    const value = 'Doc_0/Signs/Sign_0/SignedValue.dat'
    for (const bytes of [
      Buffer.alloc(0),
      Buffer.from('rubbish'),
      (parts[value] ?? Buffer.alloc(0)).slice(0, 300),
    ]) {
      expect(await sealOf({ ...parts, [value]: bytes })).toBe('changed')
    }
  })

  test('changed when a page was added that no signature covers', async () => {
    const parts = taxControlParts({ seal: seal() })
    const document = Buffer.from(parts['Doc_0/Document.xml'] ?? []).toString()
    parts['Doc_0/Document.xml'] = Buffer.from(document.replace('Pages/Page_0/', 'Pages/Page_9/'))
    parts['Doc_0/Pages/Page_9/Content.xml'] = parts['Doc_0/Pages/Page_0/Content.xml'] ?? Buffer.alloc(0)
    expect(await sealOf(parts)).toBe('changed')
  })
})

test('more pages than allowed are refused before any is read', () => {
  const limits = { ...CAPTURE_LIMITS, pages: 0 }
  expect(() => readOfdInvoice(zipOf(taxControlParts()), limits, newBudget(limits))).toThrow(/pages/)
})
