import { readFileSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { pdfReadings } from '../documents/read-pdf'
import { bureauControl } from '../simulators/tax-bureau/client'
import { taxNumber } from '../test/shop'
import { chromiumPath, launch, openPhone } from './browser'
import { type Demo, demoOf } from './demo'

const TITLE = `名称：上海示例贸易有限公司\n税号：${taxNumber(4_242_424)}\n地址电话：上海市示例路1号 021-55550000`

let demo: Demo
let browser: Browser

async function ledger() {
  const { url, token } = demo.file.simulators.bureauControl
  return bureauControl({ controlUrl: url, controlToken: token }).ledger()
}

async function downloadPdf(page: Page, name: RegExp): Promise<string> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name }).first().click(),
  ])
  return pdfReadings(readFileSync(await download.path())).join('\n')
}

describe.runIf(chromiumPath)('a guest with a phone', { timeout: 90_000 }, () => {
  beforeAll(async () => {
    demo = demoOf(inject('demo'))
    browser = await launch(chromiumPath ?? '')
  })
  afterAll(async () => {
    await browser?.close()
  })

  test('scans, pastes his company’s title, and holds the right PDF', async () => {
    const { page, context, complaints } = await openPhone(browser)
    await page.goto(`${demo.file.baseUrl}/s/${demo.file.orderCode}`)
    await page.getByText('青禾小馆', { exact: true }).first().waitFor()
    await page.getByText('粘贴整段抬头').click()
    await page.getByLabel('抬头信息').fill(TITLE)
    await expect.poll(() => page.getByLabel('单位名称').inputValue()).toBe('上海示例贸易有限公司')
    expect(await page.getByLabel('税号', { exact: true }).inputValue()).toBe(taxNumber(4_242_424))
    await page.getByLabel('邮箱').fill('guest@example.com')
    await page.getByRole('button', { name: '下一步：核对' }).click()
    await page.getByRole('button', { name: '确认开票' }).click()
    await page.getByText('发票已开具').first().waitFor()
    const number = /\d{20}/.exec(await page.locator('main, body').first().innerText())?.[0] ?? ''
    const text = (await downloadPdf(page, /PDF/)).replace(/\s/g, '')
    expect(text).toContain(number)
    expect(text).toContain('上海示例贸易有限公司')
    expect(text).toContain('模拟')
    const { invoices } = await ledger()
    expect(invoices.filter((entry) => entry.number === number)).toHaveLength(1)
    const mails = async () => (await fetch(`${demo.file.mailUrl}/api/messages?to=guest@example.com`)).json()
    await expect.poll(mails, { timeout: 15_000 }).toHaveLength(1)
    expect(complaints).toEqual([])
    await context.close()
  })

  test('picks a title kept in WeChat, authorises his invoice there, and finds it in his card wallet', async () => {
    const { code } = await demo.order()
    const { page, context, complaints } = await openPhone(browser)
    await page.goto(`${demo.file.baseUrl}/s/${code}`)
    await page.getByRole('button', { name: '选微信里保存的抬头' }).click()
    await page.getByRole('button', { name: /李小雨/ }).click()
    await page.getByRole('button', { name: /上海示例贸易有限公司/ }).click()
    await page.getByRole('button', { name: '返回开票页' }).click()
    await expect.poll(() => page.getByLabel('单位名称').inputValue()).toBe('上海示例贸易有限公司')
    expect(await page.getByLabel('税号', { exact: true }).inputValue()).toBe('91310115MA1K4A2B3A')
    await page.getByRole('button', { name: '下一步：核对' }).click()
    await page.getByRole('button', { name: '确认开票' }).click()
    await page.getByRole('button', { name: '存入微信卡包' }).click()
    await page.getByRole('button', { name: '领取发票' }).click()
    await page.getByText('已存入微信卡包').waitFor()
    const number = /\d{20}/.exec(await page.locator('body').innerText())?.[0] ?? 'no number'
    expect(await page.getByRole('button', { name: '存入微信卡包' }).count()).toBe(0)
    await page.goto(demo.file.simulators.wechat.desk)
    await page.getByText(number).waitFor()
    expect(await page.locator('.card', { hasText: number }).count()).toBe(1)
    expect(complaints).toEqual([])
    await context.close()
  })

  test('the same in English, as a person without a tax number', async () => {
    const { code } = await demo.order()
    const { page, context, complaints } = await openPhone(browser, 'en-US')
    await page.goto(`${demo.file.baseUrl}/s/${code}`)
    expect(await page.locator('html').getAttribute('lang')).toMatch(/^en/)
    await page.getByRole('radio', { name: 'Individual / foreign guest' }).check()
    await page.getByLabel('Your name or company').fill('Anna Berg')
    await page.getByRole('button', { name: 'Next: check' }).click()
    await page.getByRole('button', { name: 'Issue the invoice' }).click()
    await page.getByText('Your invoice is issued').first().waitFor()
    const text = (await downloadPdf(page, /PDF/)).replace(/\s/g, '')
    expect(text).toContain('AnnaBerg')
    expect(complaints).toEqual([])
    await context.close()
  })

  test('sees a page for each state of a code that says what to do', async () => {
    const { page, context } = await openPhone(browser)
    const expectPage = async (code: string, words: string) => {
      await page.goto(`${demo.file.baseUrl}/s/${code}`)
      await page.getByRole('heading', { name: words }).waitFor()
    }
    const unpaid = await demo.order({ isPaid: false })
    await expectPage(unpaid.code, '付款后即可开票')
    const inactive = await demo.order()
    await demo.act(inactive.orderNo, 'deactivate')
    await expectPage(inactive.code, '开票码已停用')
    const expiring = await demo.order({ validUntil: new Date(Date.now() + 1500).toISOString() })
    const early = await demo.order({ validFrom: new Date(Date.now() + 3_600_000).toISOString() })
    await expectPage(early.code, '还没到开票时间')
    await expectPage('0123456789abcdefghjkmnpqrs', '没有找到这个开票码')
    await new Promise((resolve) => setTimeout(resolve, 1600))
    await expectPage(expiring.code, '开票码已过期')
    await expectPage(demo.file.orderCode, '这个码已经开过发票')
    const text = await page.locator('body').innerText()
    expect(text).toContain('*')
    expect(text).not.toContain('上海示例贸易有限公司')
    await context.close()
  })

  test('an unpaid order’s page goes on by itself when it is paid', async () => {
    const unpaid = await demo.order({ isPaid: false })
    const { page, context } = await openPhone(browser)
    await page.goto(`${demo.file.baseUrl}/s/${unpaid.code}`)
    await page.getByRole('heading', { name: '付款后即可开票' }).waitFor()
    await demo.act(unpaid.orderNo, 'markPaid')
    await page.getByRole('button', { name: '下一步：核对' }).waitFor({ timeout: 30_000 })
    await context.close()
  })

  test('double clicks in two tabs make one invoice', async () => {
    const { code } = await demo.order()
    const before = (await ledger()).invoices.length
    const { context } = await openPhone(browser)
    const tabs = [await context.newPage(), await context.newPage()]
    for (const tab of tabs) {
      await tab.goto(`${demo.file.baseUrl}/s/${code}`)
      await tab.getByLabel('单位名称').fill('上海双击测试有限公司')
      await tab.getByLabel('税号', { exact: true }).fill(taxNumber(4_343_434))
      await tab.getByRole('button', { name: '下一步：核对' }).click()
      await tab.getByRole('button', { name: '确认开票' }).waitFor()
    }
    // Two clicks before the page can draw anything, in both tabs.
    const clickTwice = (tab: Page) =>
      tab.getByRole('button', { name: '确认开票' }).evaluate((button: { click(): void }) => {
        button.click()
        button.click()
      })
    await Promise.all(tabs.map(clickTwice))
    await expect.poll(async () => (await ledger()).invoices.length - before, { timeout: 20_000 }).toBe(1)
    await new Promise((resolve) => setTimeout(resolve, 2_000))
    const { invoices, audit } = await ledger()
    expect(invoices).toHaveLength(before + 1)
    expect(audit.duplicateSerials).toEqual([])
    await context.close()
  })

  test('types the short code of the receipt', async () => {
    const { shortCode } = await demo.order()
    const { page, context } = await openPhone(browser)
    await page.goto(`${demo.file.baseUrl}/s/${shortCode.toLowerCase()}`)
    await page.getByText('¥128.00').first().waitFor()
    await context.close()
  })
})
