import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { taxNumber } from '../test/shop'
import { chromiumPath, launch, openPhone } from './browser'
import { type Demo, demoOf } from './demo'

let demo: Demo
let browser: Browser

/** A guest who scanned the table card and typed what he paid. */
async function applyAtTable(name: string, yuan: string): Promise<{ guest: Page; close(): Promise<void> }> {
  const { page, context } = await openPhone(browser)
  await page.goto(`${demo.file.baseUrl}/s/${demo.file.productCode}`)
  await page.getByLabel('开票金额（元）').fill(yuan)
  await page.getByLabel('单位名称').fill(name)
  await page.getByLabel('税号', { exact: true }).fill(taxNumber(5_151_515))
  await page.getByRole('button', { name: '下一步：核对' }).click()
  await page.getByRole('button', { name: '提交商家审核' }).click()
  await page.getByText('等商家审核').first().waitFor()
  return { guest: page, close: () => context.close() }
}

async function openReview(console: Page, name: string): Promise<void> {
  await console.goto(`${demo.file.console.url}review`)
  await console.getByText(name).first().click()
  await console.getByRole('button', { name: '编辑' }).waitFor()
}

describe.runIf(chromiumPath)('a merchant with a phone', () => {
  beforeAll(async () => {
    demo = demoOf(inject('demo'))
    browser = await launch(chromiumPath ?? '')
  })
  afterAll(async () => {
    await browser?.close()
  })

  test('signs in by the one-time link, edits and approves; the guest’s page turns to issued by itself', async () => {
    const { guest, close } = await applyAtTable('杭州笔误科技有限公司', '268')
    const { page, context, complaints } = await openPhone(browser)
    await page.goto(demo.file.console.signInUrl)
    await page.getByText('待审核').first().waitFor()
    await openReview(page, '杭州笔误科技有限公司')
    await page.getByRole('button', { name: '编辑' }).click()
    await page.getByLabel('名称', { exact: true }).fill('杭州更正科技有限公司')
    await page.getByLabel('第 1 行 含税金额').fill('200')
    await page.getByRole('button', { name: '保存并通过' }).click()
    await guest.getByText('发票已开具').first().waitFor({ timeout: 30_000 })
    const text = await guest.locator('body').innerText()
    expect(text).toContain('杭州更正科技有限公司')
    expect(text).toContain('200.00')
    expect(complaints).toEqual([])
    // The link was for one use.
    const again = await openPhone(browser)
    await again.page.goto(demo.file.console.signInUrl)
    await again.page.getByRole('button', { name: '登录' }).waitFor()
    await Promise.all([context.close(), again.context.close(), close()])
  })

  test('signs in with a password and rejects with a reason that the guest reads', async () => {
    const { guest, close } = await applyAtTable('杭州驳回科技有限公司', '88.5')
    const { page, context } = await openPhone(browser)
    await page.goto(demo.file.console.url)
    await page.getByLabel('账号').fill(demo.file.console.login)
    await page.getByLabel('密码').fill(demo.file.console.password)
    await page.getByRole('button', { name: '登录' }).click()
    await page.getByText('待审核').first().waitFor()
    await openReview(page, '杭州驳回科技有限公司')
    await page.getByRole('button', { name: '驳回' }).first().click()
    await page.getByText('未找到对应的消费记录，请联系门店').click()
    await page.getByRole('button', { name: '驳回' }).last().click()
    await guest.getByText('未找到对应的消费记录，请联系门店').first().waitFor({ timeout: 30_000 })
    await Promise.all([context.close(), close()])
  })
})
