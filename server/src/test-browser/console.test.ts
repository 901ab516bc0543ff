import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { taxNumber } from '../test/shop'
import { clientOf } from '../test-service/http-client'
import { chromiumPath, launch, openWindow } from './browser'
import { type Demo, demoOf } from './demo'
import { type Office, openOffice } from './shop-day'
import { type StorageState, signIn } from './sign-in'

const SCREENS = [
  { width: 390, height: 844 },
  { width: 1280, height: 800 },
]
const SOLD = { name: '餐饮服务', taxRate: '0.06' as const, taxCode: '3070401000000000000' }

let demo: Demo
let browser: Browser
let office: Office
/** Who signed in once, by role. */
let people: Record<'owner' | 'reviewer' | 'cashier' | 'finance', StorageState>

const button = (page: Page, name: string | RegExp) =>
  page.getByRole('button', { name, exact: typeof name === 'string' }).filter({ visible: true })
const words = (page: Page, text: string | RegExp) => page.getByText(text).filter({ visible: true }).first()

describe.runIf(chromiumPath)('the console', () => {
  beforeAll(async () => {
    demo = demoOf(inject('demo'))
    browser = await launch(chromiumPath ?? '')
    office = await openOffice(demo)
    const first = office.storeIds.slice(0, 1)
    const [reviewer, cashier, finance] = await Promise.all([
      office.hire('reviewer'),
      office.hire('cashier', first),
      office.hire('finance'),
    ])
    await office.owner('POST /api/v1/merchant/goods', { body: { ...SOLD, name: '宴会餐饮' } })
    const [asOwner, asReviewer, asCashier, asFinance] = await Promise.all([
      signIn(browser, demo, demo.file.console),
      signIn(browser, demo, reviewer),
      signIn(browser, demo, cashier),
      signIn(browser, demo, finance),
    ])
    people = { owner: asOwner, reviewer: asReviewer, cashier: asCashier, finance: asFinance }
  })
  afterAll(() => browser?.close())

  /** Somebody does the same on a phone and on a desk, at once; whatever a page complains of fails the test. */
  async function onBoth(
    who: keyof typeof people,
    path: string,
    act: (page: Page, screen: (typeof SCREENS)[number]) => Promise<void>,
  ) {
    await Promise.all(
      SCREENS.map(async (screen) => {
        const { context, page, complaints } = await openWindow(browser, {
          ...screen,
          storageState: people[who],
        })
        await page.goto(`${demo.file.console.url}${path}`)
        await act(page, screen)
        expect(complaints).toEqual([])
        await context.close()
      }),
    )
  }

  test('a merchant makes a code, and sees it turn to issued while the guest stands there', () =>
    onBoth('owner', 'order-codes/new', async (page) => {
      await page.getByLabel('含税金额').fill('88.80')
      await page.getByLabel('名称', { exact: true }).fill('餐费')
      await button(page, '生成订单码').click()
      await words(page, '等待客人扫码').waitFor()
      const picture = page.getByRole('img').filter({ visible: true }).first()
      const code = /codes\/(\w+)\/qr/.exec((await picture.getAttribute('src')) ?? '')?.[1] ?? ''
      await office.apply(code, '上海扫码贸易有限公司')
      await words(page, '已开票').waitFor({ timeout: 20_000 })
    }))

  test('a reviewer approves one, rejects one with a ready reason, and two at a stroke', () =>
    onBoth('reviewer', 'review', async (page, screen) => {
      const name = (what: string) => `杭州${what}${screen.width}科技有限公司`
      const made = await Promise.all(
        ['通过', '驳回', '批量甲', '批量乙'].map((what) => office.applyForReview(name(what))),
      )
      const row = (what: string) => button(page, new RegExp(`^${name(what)}`))
      await row('通过').click()
      await button(page, '通过').click()
      await office.until(made[0] ?? '', 'issued')
      await page.goto(`${demo.file.console.url}review`)
      await row('驳回').click()
      await button(page, '驳回').click()
      await words(page, '未找到对应的消费记录，请联系门店').click()
      await page.getByRole('dialog').getByRole('button', { name: '驳回' }).click()
      await office.until(made[1] ?? '', 'rejected')
      await page.goto(`${demo.file.console.url}review`)
      await button(page, '多选').click()
      for (const what of ['批量甲', '批量乙'])
        await page.getByRole('checkbox', { name: new RegExp(name(what)) }).click()
      await button(page, '批量通过 2 笔').click()
      await words(page, '2 笔已处理').waitFor()
      for (const token of made.slice(2)) await office.until(token, 'issued')
    }))

  test('a cashier of one store sees that store’s, may not decide, and the other store’s is not found', () =>
    onBoth('cashier', 'review', async (page, screen) => {
      const [own = '', other = ''] = await Promise.all(
        office.storeIds.slice(0, 2).map((storeId) =>
          office
            .owner('POST /api/v1/merchant/product-codes', {
              body: { title: '本店', line: SOLD, storeId },
              idempotencyKey: `cashier-${screen.width}-${storeId}`,
            })
            .then(({ code }) => code),
        ),
      )
      await office.applyForReview(`杭州一店${screen.width}有限公司`, { productCode: own })
      await office.applyForReview(`杭州二店${screen.width}有限公司`, { productCode: other })
      const { items } = await office.owner('GET /api/v1/merchant/applications', {
        query: { search: `杭州二店${screen.width}` },
      })
      await page.reload()
      await button(page, new RegExp(`^杭州一店${screen.width}`)).click()
      await words(page, '商品明细').waitFor()
      for (const decision of ['通过', '驳回', '编辑', '删除'])
        expect(await button(page, decision).count()).toBe(0)
      expect(await words(page, `杭州二店${screen.width}`).count()).toBe(0)
      await page.goto(`${demo.file.console.url}review/application?id=${items[0]?.id}`)
      await words(page, '没有加载成功').waitFor()
      expect(await words(page, `杭州二店${screen.width}`).count()).toBe(0)
    }))

  test('a reviewer issues by hand; a reload in the middle loses nothing', () =>
    onBoth('reviewer', 'manual', async (page, screen) => {
      const buyer = `杭州填开${screen.width}科技有限公司`
      await page.getByLabel('名称', { exact: true }).fill(buyer)
      await page.getByLabel('税号', { exact: true }).fill(taxNumber(6_161_616))
      await page.getByLabel('第 1 行 名称').fill('yhcy')
      await page.getByRole('option', { name: /^宴会餐饮/ }).click()
      await page.getByLabel('第 1 行 含税金额').fill('168')
      await words(page, '壹佰陆拾捌圆整').waitFor()
      await page.reload()
      await words(page, '已恢复上次未保存的修改').waitFor()
      expect(await page.getByLabel('名称', { exact: true }).inputValue()).toBe(buyer)
      // The service is away for a moment: nothing is half-done, and what was typed stays.
      await page.context().setOffline(true)
      await button(page, '开票').click()
      await words(page, /检查网络/).waitFor()
      expect(await page.getByLabel('第 1 行 含税金额').inputValue()).toBe('168')
      await page.context().setOffline(false)
      await button(page, '开票').click()
      await page.waitForURL(/\/review/)
      await expect
        .poll(
          async () => {
            const { items } = await office.owner('GET /api/v1/merchant/applications', {
              query: { search: buyer },
            })
            return items.map(({ codeKind, amountFen, status }) => ({ codeKind, amountFen, status }))
          },
          { timeout: 20_000 },
        )
        .toEqual([{ codeKind: 'manual', amountFen: 16_800, status: 'issued' }])
    }))

  test('finance sums, finds an invoice with its life line, fetches it, and is offered nothing to issue', () =>
    onBoth('finance', 'statistics', async (page) => {
      await page.getByRole('tab', { name: '按商品' }).click()
      await words(page, '餐饮服务').waitFor()
      const [table] = await Promise.all([page.waitForEvent('download'), button(page, '导出 Excel').click()])
      expect(table.suggestedFilename()).toMatch(/\.xlsx$/)
      await page.goto(`${demo.file.console.url}invoices`)
      await page.getByLabel('搜索抬头、发票号码').fill('填开')
      await button(page, /\d{20}/)
        .first()
        .click()
      await words(page, '经过').waitFor()
      const [pdf] = await Promise.all([page.waitForEvent('download'), button(page, '下载 PDF').click()])
      expect(pdf.suggestedFilename()).toMatch(/^\d{20}\.pdf$/)
      expect(await button(page, '复制再开一张').count()).toBe(0)
      await page.goto(`${demo.file.console.url}manual`)
      await words(page, '没有权限').waitFor()
      expect(await button(page, '开票').count()).toBe(0)
    }))

  test('an owner makes a product code and pauses it; another merchant’s is not found', () =>
    onBoth('owner', 'product-codes/edit', async (page, screen) => {
      await page.getByLabel('名称', { exact: true }).first().fill(`大厅餐费 ${screen.width}`)
      await page.getByLabel('名称', { exact: true }).nth(1).fill('餐饮服务')
      await page.getByLabel('税收编码').fill(SOLD.taxCode)
      await button(page, '保存').click()
      await words(page, '启用中').waitFor()
      await button(page, '停用').click()
      await words(page, '已停用').waitFor()
      await page.goto(`${demo.file.console.url}product-codes/product-code?id=${await foreignCode()}`)
      await words(page, '没有加载成功').waitFor()
    }))

  test('a list of 10,000 keeps few elements and short frames, wherever it is scrolled to', async () => {
    const { context, page } = await openWindow(browser, { ...SCREENS[1], storageState: people.owner })
    const [like] = (await office.owner('GET /api/v1/merchant/invoices', { query: {} })).items
    // The service's own row ten thousand times, in pages as long as a list can take at once.
    await page.route('**/api/v1/merchant/invoices?*', (route) => {
      const from = Number(new URL(route.request().url()).searchParams.get('cursor') ?? 0)
      const items = Array.from({ length: 2_500 }, (_, index) => ({
        ...like,
        id: `row-${from + index}`,
        number: String(from + index).padStart(20, '0'),
      }))
      return route.fulfill({ json: { items, next: from + 2_500 < 10_000 ? String(from + 2_500) : null } })
    })
    await page.goto(`${demo.file.console.url}invoices`)
    await words(page, '00000000000000000003').waitFor()
    const measured = await page.evaluate<{ rows: number; nodes: number; median: number }>(SCROLL_TO_END)
    await words(page, '00000000000000009999').waitFor()
    expect(measured.rows).toBeLessThan(120)
    expect(measured.nodes).toBeLessThan(3_000)
    // A frame is 17 ms; two of them are not seen to stutter, and this machine may be busy.
    expect(measured.median).toBeLessThan(50)
    await context.close()
  })
})

/** A product code of the hotel, whose owner is the same person as the restaurant's. */
async function foreignCode(): Promise<string> {
  const { login, password } = demo.file.console
  const signedIn = await clientOf(demo.file.baseUrl)('POST /api/v1/sessions', { body: { login, password } })
  const owner = clientOf(demo.file.baseUrl, signedIn.token)
  const hotel = signedIn.merchants.find(({ id }) => id !== signedIn.merchant.id)
  await owner('PUT /api/v1/sessions/current/merchant', { body: { merchantId: hotel?.id ?? '' } })
  const { items } = await owner('GET /api/v1/merchant/product-codes', { query: {} })
  return items[0]?.id ?? ''
}

/** Scrolls the list to its end, a screen a frame, and tells what is drawn there and how long a frame took. */
const SCROLL_TO_END = `(async () => {
  const box = document.querySelector('.split-list')
  const frames = []
  let before = performance.now()
  for (let still = 0; still < 40; ) {
    const top = box.scrollTop
    box.scrollTop += 700
    if (frames.length % 10 === 9) box.scrollTop = box.scrollHeight
    await new Promise(requestAnimationFrame)
    const now = performance.now()
    frames.push(now - before)
    before = now
    still = box.scrollTop === top ? still + 1 : 0
  }
  frames.sort((a, b) => a - b)
  return {
    rows: document.querySelectorAll('.rows-item').length,
    nodes: document.getElementsByTagName('*').length,
    median: frames[Math.floor(frames.length / 2)],
  }
})()`
