import { expect, test } from 'vitest'
import { describeOnDatabases } from '../test/databases'
import { type Photograph, photograph } from '../test-service/photograph'
import { apply, makeOrderCode, untilFiled } from '../test-service/service-scene'
import { verificationAccountEntity } from '../verification/entity'
import { canRunWeapp, createDevice, type Phone } from './host'
import { signIn, useScene, type WeappScene } from './scene'

const isHere = canRunWeapp()

/** Reading a picture takes seconds, more of them on a busy machine. */
const READING_MS = 45_000

/** An invoice that the bureau has issued, as somebody would photograph it. */
async function issuedInvoice(
  { test: service, shop }: WeappScene,
  options: { isDateCovered: boolean },
): Promise<Photograph & { number: string }> {
  const { token } = await apply(service, [(await makeOrderCode(shop)).code])
  const { invoices } = await untilFiled(service, token)
  const { number, files } = invoices[0] ?? {}
  const answer = await fetch(service.url + new URL(files?.pdf ?? '', service.url).pathname)
  const pdf = new Uint8Array(await answer.arrayBuffer())
  return { ...(await photograph(pdf, { width: 1600, ...options })), number: number ?? '' }
}

/** Lets the shop verify at the bureau where it issues. */
async function connectVerification({ test: service, shop }: WeappScene): Promise<void> {
  const { appKey } = await service.service.ground.db.manager
    .query('SELECT appKey FROM taxpayer WHERE merchantId = ?', [shop.merchantId])
    .then((rows: { appKey: string }[]) => rows[0] ?? { appKey: '' })
  const body = {
    provider: 'bureau' as const,
    url: service.bureau.url,
    appKey,
    appSecret: 'secret-of-the-app',
  }
  await shop.owner('PUT /api/v1/merchant/verification-account', { body })
  expect(await service.service.ground.db.manager.count(verificationAccountEntity)).toBeGreaterThan(0)
}

async function takePhoto(phone: Phone, name: string, jpeg: Uint8Array): Promise<void> {
  phone.will('chooseMedia', { tempFiles: [{ tempFilePath: phone.file(name, jpeg) }] })
  await phone.tap('拍照')
}

if (isHere)
  describeOnDatabases('an employee with WeChat', (open) => {
    const scene = useScene(open)

    test('photographs an invoice, confirms and corrects what is doubtful, has it verified; the same again is a duplicate', async () => {
      const now = scene()
      const { jpeg, number, issuedOn } = await issuedInvoice(now, { isDateCovered: true })
      const phone = now.phone()
      await signIn(phone, await now.hire('employee'))
      expect(phone.route).toBe('received/folder/index')
      await phone.see('票夹是空的')
      expect(phone.offers('首页')).toBe(false)
      await phone.tap('录入发票')
      await takePhoto(phone, '发票.jpg', jpeg)
      await phone.see(/项待确认/, READING_MS)
      await phone.tap(/项待确认/)
      await phone.see('未读到')
      await phone.tap('更正 开票日期')
      await phone.type('开票日期', issuedOn)
      await phone.tap('保存')
      await phone.waitFor('the date', () => phone.text().includes(issuedOn))
      await phone.see('尚未设置查验服务')
      await connectVerification(now)
      const { items: found } = await now.shop.owner('GET /api/v1/merchant/received-invoices', { query: {} })
      await phone.launch(`/received/folder/invoice?id=${found[0]?.id}`)
      await phone.tap('立即查验')
      await phone.see('票面信息与税务端一致。', READING_MS)
      expect(phone.offers('入账')).toBe(false)
      await phone.launch('/received/folder/index')
      await phone.see('查验一致')
      await phone.launch('/received/capture/index')
      await takePhoto(phone, '又一张.jpg', jpeg)
      await phone.see(/重复：您在/, READING_MS)
      const { items } = await now.shop.owner('GET /api/v1/merchant/received-invoices', { query: {} })
      expect(items).toMatchObject([{ number, issuedOn, verificationStatus: 'verified', doubtful: [] }])
    })

    test('without a network a photo stays on the phone, through a kill, and goes as soon as there is one', async () => {
      const now = scene()
      const { jpeg } = await issuedInvoice(now, { isDateCovered: false })
      const person = await now.hire('employee')
      const device = createDevice()
      const phone = now.phone(device)
      await signIn(phone, person)
      await phone.launch('/received/capture/index')
      await phone.see('还没有录入过发票')
      phone.goOffline()
      await takePhoto(phone, '离线.jpg', jpeg)
      await phone.see('还没有上传成功的文件留在这里，联网后可以重试。')
      phone.kill()
      device.isOnline = true
      const again = now.phone(device)
      await again.launch('/received/capture/index')
      await again.see(/识别中|排队中|已识别|数电/, READING_MS)
      await again.miss('没有上传成功')
      expect([...device.files.keys()].filter((path) => path.includes('store_'))).toEqual([])
    })

    test('claims what is his; finance returns it with a reason, then approves and pays', async () => {
      const now = scene()
      const rules = await now.shop.owner('GET /api/v1/merchant/receipt-rules', {})
      const levels = { ...rules.levels, buyer_title: 'off' as const, buyer_taxpayer_id: 'off' as const }
      await now.shop.owner('PUT /api/v1/merchant/receipt-rules', { body: { ...rules, levels } })
      const phone = now.phone()
      await signIn(phone, await now.hire('employee'))
      await phone.launch('/received/capture/index')
      const { jpeg } = await issuedInvoice(now, { isDateCovered: false })
      await takePhoto(phone, '报销.jpg', jpeg)
      await phone.waitFor('the invoice', () => phone.offers(/数电普票/), READING_MS)
      await phone.launch('/received/folder/index')
      await phone.tap('多选')
      await phone.tap(/^选择 /)
      await phone.tap(/^报销 1/)
      await phone.type('事由', '拜访客户')
      await phone.tap('用所选 1 张新建')
      await phone.waitFor('the sheet', () => phone.route === 'received/sheets/sheet')
      await phone.tap('提交')
      await phone.see('待审批')
      expect(phone.offers('同意')).toBe(false)
      const { items } = await now.shop.owner('GET /api/v1/merchant/sheets', { query: {} })
      const address = `/received/sheets/sheet?id=${items[0]?.id}`
      const desk = now.phone()
      await signIn(desk, await now.hire('finance'))
      await desk.launch(address)
      await desk.tap('退回')
      await desk.tap('缺少明细')
      await desk.tap('退回')
      await desk.see('已退回')
      await phone.launch(address)
      await phone.see(/退回：缺少明细/)
      await phone.tap('提交')
      await phone.see('待审批')
      await desk.launch(address)
      await desk.tap('同意')
      await desk.see('待付款')
      await desk.tap('确认已付款')
      await desk.tap('确认已付款')
      await desk.waitFor('the payment', () => desk.text().includes('已付款'), READING_MS)
    })
  })
