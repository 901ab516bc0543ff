import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { receivedInvoiceEntity } from '../../capture/entity'
import { inventSample } from '../../capture/samples/make-samples'
import { describeOnDatabases } from '../../test/databases'
import { buildPerson, signInAs } from '../../test/merchant'
import { clientOf, newKey } from '../../test-service/http-client'
import { eventually } from '../../test-service/programs'
import {
  apply,
  makeOrderCode,
  openShop,
  startTestService,
  type TestService,
  untilFiled,
} from '../../test-service/service-scene'
import { demoRestaurant, registerSellers, seedDemo } from '../seed'
import { connectVerification } from '../verification'
import { type DemoReceived, startReceived } from '.'

const PASSWORD = 'a-password-of-the-demo'

describeOnDatabases('received invoices of the demo', (open) => {
  let service: TestService
  let received: DemoReceived
  let merchantId: string
  beforeAll(async () => {
    service = await startTestService(open)
    const { bureau, url } = service
    const { ground } = service.service
    const addresses = {
      gatewayUrl: `${bureau.url}/open/v1/services`,
      tokenUrl: `${bureau.url}/accessToken`,
    }
    await seedDemo(ground, addresses, PASSWORD)
    await registerSellers(ground, addresses, bureau.control)
    await connectVerification(ground, bureau.url)
    received = await startReceived(ground, { bureau: bureau.control, password: PASSWORD, url })
    merchantId = (await demoRestaurant(ground)).merchant.id
  })
  afterAll(async () => {
    await received.close()
    await service.close()
  })

  const rows = (of: string) =>
    service.service.ground.db.manager.find(receivedInvoiceEntity, {
      where: { merchantId: of },
      order: { id: 'ASC' },
    })
  const upload = async (token: string, name: string, bytes: Uint8Array) => {
    const form = new FormData()
    form.append('file', new Blob([new Uint8Array(bytes)]), name)
    const headers = { authorization: `Bearer ${token}`, 'idempotency-key': newKey() }
    const answer = await fetch(`${service.url}/api/v1/merchant/captures`, {
      method: 'POST',
      headers,
      body: form,
    })
    expect(answer.status).toBe(202)
  }

  test('stand in the pool as good, altered, unknown, reversed and to be filled in, one on a sheet; made once', async () => {
    await received.seed()
    const states = await eventually('the tax side to answer', async () => {
      const found = (await rows(merchantId)).map((row) => [
        row.verificationStatus,
        row.grade,
        row.sheetId !== null,
      ])
      return (
        found.length === 6 &&
        found.every(([status]) => status !== 'asking' && status !== 'unverified') &&
        found
      )
    })
    expect(states).toEqual([
      ['verified', 'green', false],
      ['verified', 'green', true],
      ['mismatch', 'green', false],
      ['no_record', 'green', false],
      ['reversed', 'green', false],
      ['no_record', 'amber', false],
    ])
    await received.seed()
    expect(await rows(merchantId)).toHaveLength(6)
  })

  test('the page gives a photo of a paper invoice, and the bureau says that this one was voided', async () => {
    const { ground } = service.service
    const photo = await (await fetch(`${received.file.samplesUrl}/paper_special.jpg`)).arrayBuffer()
    expect(await sharp(photo).metadata()).toMatchObject({ format: 'jpeg' })
    const { userId } = await buildPerson(ground, merchantId, 'employee')
    const employee = clientOf(service.url, await signInAs(ground, userId, merchantId))
    const { invoice } = inventSample('paper_special', 88)
    await employee('POST /api/v1/merchant/captures/scans', {
      body: { qr: invoice.qr ?? '' },
      idempotencyKey: newKey(),
    })
    await eventually('the scan to be verified', async () =>
      (await rows(merchantId)).some(
        ({ number, verificationStatus }) => number === invoice.number && verificationStatus === 'voided',
      ),
    )
    const list = await (await fetch(received.file.samplesUrl)).text()
    expect(list).toContain('several.zip')
    expect((await fetch(`${received.file.samplesUrl}/no-such.pdf`)).status).toBe(404)
  })

  test('what is issued here is received, found at the bureau and in the pool: the full circle', async () => {
    const { ground } = service.service
    const shop = await openShop(service)
    await connectVerification(ground, service.bureau.url)
    const { code } = await makeOrderCode(shop)
    const { token } = await apply(service, [code])
    const { invoices } = await untilFiled(service, token)
    const { number } = invoices[0] ?? {}
    for (const format of ['pdf', 'xml']) {
      const file = await fetch(`${service.url}/api/v1/applications/${token}/files/${number}.${format}`)
      expect(file.status).toBe(200)
      await upload(shop.ownerToken, `mine.${format}`, new Uint8Array(await file.arrayBuffer()))
    }
    const row = await eventually('our own invoice to be verified', async () => {
      const [first] = await rows(shop.merchantId)
      return first?.verificationStatus === 'verified' && first
    })
    expect(row).toMatchObject({ number, totalFen: 12_800, grade: 'green' })
    const owner = clientOf(service.url, shop.ownerToken)
    const view = await owner('GET /api/v1/merchant/received-invoices/:id', { params: { id: row.id } })
    await eventually('both originals to stand there', async () => {
      const now = await owner('GET /api/v1/merchant/received-invoices/:id', { params: { id: row.id } })
      return now.originals.map(({ type }) => type).join() === 'xml,pdf'
    })
    expect(view.attempts).toBeGreaterThan(0)
  })
})
