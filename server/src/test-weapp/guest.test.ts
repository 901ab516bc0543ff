import { expect, test } from 'vitest'
import { describeOnDatabases } from '../test/databases'
import { taxNumber } from '../test/shop'
import { clientOf } from '../test-service/http-client'
import { makeOrderCode, makeProductCode } from '../test-service/service-scene'
import { canRunWeapp, type Phone } from './host'
import { useScene } from './scene'

const isHere = canRunWeapp()
const COMPANY = '上海示例贸易有限公司'
const DOMAIN = process.env.TARO_APP_API_BASE || 'https://piaoma.invalid'

/** As WeChat hands over an ordinary link: the whole address, encoded once. */
const byLink = (code: string) => `/guest/code/index?q=${encodeURIComponent(`${DOMAIN}/s/${code}`)}`

async function typeCompany(phone: Phone, name = COMPANY): Promise<void> {
  await phone.type('单位名称', name)
  await phone.type('税号', taxNumber(4_242_424))
}

async function send(phone: Phone, button = '确认开票'): Promise<void> {
  await phone.tap('下一步：核对')
  await phone.tap(button)
  await phone.waitFor('the progress', () => phone.route === 'guest/track/index')
}

if (isHere)
  describeOnDatabases('a guest with WeChat', (open) => {
    const scene = useScene(open)

    test('opens a receipt’s link, takes his title from WeChat, and holds the PDF', async () => {
      const order = await makeOrderCode(scene().shop)
      const phone = scene().phone()
      await phone.launch(byLink(order.code), { scene: 1011 })
      await phone.see('¥128.00')
      phone.will('chooseInvoiceTitle', {
        type: '0',
        title: COMPANY,
        taxNumber: taxNumber(4_242_424),
        companyAddress: '',
        telephone: '',
        bankName: '',
        bankAccount: '',
      })
      await phone.tap('微信抬头')
      await phone.waitFor('the title', () => phone.valueOf('单位名称') === COMPANY)
      await phone.type('邮箱', 'guest@example.com')
      await send(phone)
      await phone.see('发票已开具', 20_000)
      await phone.waitFor('the file', () => phone.offers('查看 PDF'), 30_000)
      await phone.tap('查看 PDF')
      await phone.waitFor('the document', () => phone.device.opened.length === 1)
      const [document] = phone.device.opened
      expect(document?.name).toMatch(/^\d{20}\.pdf$/)
      expect(
        Buffer.from(document?.bytes ?? [])
          .subarray(0, 5)
          .toString(),
      ).toBe('%PDF-')
      await phone.see('已发送', 30_000)
      await phone.type('收件邮箱', 'second@example.com')
      await phone.tap('发送')
      await phone.see('s***')
    })

    test('opened by a mini-program code, asked by the merchant, withdrawn and applied for anew', async () => {
      const product = await makeProductCode(scene().shop)
      const phone = scene().phone()
      await phone.launch(`/guest/code/index?scene=${encodeURIComponent(product.code)}`, { scene: 1047 })
      await phone.type('开票金额（元）', '88.5')
      await typeCompany(phone)
      await send(phone, '提交商家审核')
      await phone.see('等商家审核')
      await phone.tap('撤回申请')
      await phone.tap('撤回')
      await phone.see('申请已取消')
      await phone.tap('重新申请')
      await phone.waitFor('the form', () => phone.route === 'guest/code/index')
      await phone.waitFor('the draft', () => phone.valueOf('单位名称') === COMPANY)
    })

    test('scans inside, merges a second receipt, and finds it all under his invoices', async () => {
      const { shop } = scene()
      const [first, second] = [await makeOrderCode(shop), await makeOrderCode(shop)]
      const phone = scene().phone()
      await phone.launch()
      phone.will('scanCode', { result: `${DOMAIN}/s/${first.code}` })
      await phone.tap('扫一扫开票')
      await phone.see('¥128.00')
      phone.will('scanCode', { result: second.shortCode })
      await phone.tap('再加一个码，合并开票')
      await phone.see('¥256.00')
      await typeCompany(phone)
      await send(phone)
      await phone.see('发票已开具', 20_000)
      await phone.launch('/guest/mine/index')
      await phone.see('发票已开具')
      expect(phone.text()).toContain('¥256.00')
      await phone.tap(new RegExp(`^小馆.*${COMPANY}`))
      await phone.waitFor('the invoice', () => phone.offers('查看 PDF'))
    })

    test('nothing that was typed is lost when WeChat kills the app, and it is sent once', async () => {
      const { shop, test: service } = scene()
      const order = await makeOrderCode(shop)
      const phone = scene().phone()
      await phone.launch(byLink(order.code))
      await typeCompany(phone, '杭州半途科技有限公司')
      await phone.type('邮箱', 'half@example.com')
      phone.kill()
      await phone.launch(byLink(order.code))
      await phone.waitFor('the draft', () => phone.valueOf('单位名称') === '杭州半途科技有限公司')
      expect(phone.valueOf('税号')).toBe(taxNumber(4_242_424))
      expect(phone.valueOf('邮箱')).toBe('half@example.com')
      const before = (await service.bureau.control.ledger()).invoices.length
      await phone.tap('下一步：核对')
      // The answer is lost: the app dies while the request is on its way.
      await phone.tap('确认开票')
      phone.kill()
      await phone.launch(byLink(order.code))
      await expect
        .poll(async () => (await service.bureau.control.ledger()).invoices.length - before, {
          timeout: 20_000,
        })
        .toBe(1)
    })

    test('keeps everything when the network is away, and goes on when it is back', async () => {
      const order = await makeOrderCode(scene().shop)
      const phone = scene().phone()
      await phone.launch(byLink(order.code))
      await typeCompany(phone)
      phone.goOffline()
      await phone.see('网络已断开')
      await phone.tap('下一步：核对')
      await phone.tap('确认开票')
      await phone.see('没有发出去，填的内容都在')
      phone.goOnline()
      await phone.tap('再试一次')
      await phone.see('发票已开具', 20_000)
    })

    test('is told what is wrong at each field, and about refused consent in words', async () => {
      const order = await makeOrderCode(scene().shop)
      const phone = scene().phone()
      await phone.launch(byLink(order.code))
      await phone.tap('下一步：核对')
      await phone.see('有 2 处需要修改')
      await phone.see('请填写税号')
      phone.will('chooseInvoiceTitle', { fail: { errMsg: 'chooseInvoiceTitle:fail privacy', errno: 104 } })
      await phone.tap('微信抬头')
      await phone.see('没有同意隐私保护指引')
      phone.will('chooseInvoiceTitle', { fail: { errMsg: 'chooseInvoiceTitle:fail scope', errno: 112 } })
      await phone.tap('微信抬头')
      await phone.see('还没有声明读取发票抬头')
      phone.device.clipboard = `名称：${COMPANY}\n税号：${taxNumber(4_242_424)}`
      await phone.tap('粘贴整段抬头')
      await phone.tap('读取剪贴板')
      await phone.waitFor('the title', () => phone.valueOf('单位名称') === COMPANY)
    })

    test('sees why a code cannot be used', async () => {
      const { shop, test: service } = scene()
      const phone = scene().phone()
      await phone.launch(byLink('0123456789abcdefghjkmnpqrs'))
      await phone.see('没有找到这个开票码')
      const unpaid = await makeOrderCode(shop, { isPaid: false })
      await phone.launch(byLink(unpaid.code))
      await phone.see('付款后即可开票')
      const till = clientOf(service.url, shop.apiKey)
      await till('POST /open/v1/order-codes/:orderNo/actions', {
        params: { orderNo: unpaid.orderNo },
        body: { action: 'markPaid' },
      })
      await phone.see('发票抬头', 15_000)
    })
  })
