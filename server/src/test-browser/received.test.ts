import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { applicationBody } from '../test/shop'
import { clientOf, newKey } from '../test-service/http-client'
import { type Photograph, photograph } from '../test-service/photograph'
import { chromiumPath, launch, openPhone } from './browser'
import { type Demo, demoOf } from './demo'

/** Reading a picture takes seconds, more of them on a busy machine. */
const READING = { timeout: 60_000 }
const EMPLOYEE = { login: 'employee@browser.test', password: 'correct horse 1' }

let demo: Demo
let browser: Browser

/** An invoice that the demo has issued, photographed so that its date cannot be read. */
async function issuedInvoice(): Promise<Photograph & { number: string }> {
  const client = clientOf(demo.file.baseUrl)
  const { code } = await demo.order()
  const { token } = await client('POST /api/v1/applications', {
    body: applicationBody([code]),
    idempotencyKey: newKey(),
  })
  const files = async () => {
    const { invoices } = await client('GET /api/v1/applications/:token', { params: { token } })
    return invoices[0]?.files.pdf ? invoices[0] : undefined
  }
  await expect.poll(files, { timeout: 30_000 }).toBeDefined()
  const { number = '', files: links } = (await files()) ?? {}
  const answer = await fetch(new URL(links?.pdf ?? '', demo.file.baseUrl))
  const pdf = new Uint8Array(await answer.arrayBuffer())
  return { ...(await photograph(pdf, { width: 1600, isDateCovered: true })), number }
}

async function hireEmployee(): Promise<void> {
  const { console } = demo.file
  const { token } = await clientOf(demo.file.baseUrl)('POST /api/v1/sessions', {
    body: { login: console.login, password: console.password },
  })
  const body = { name: '王小麦', role: 'employee' as const, storeIds: null, ...EMPLOYEE }
  await clientOf(demo.file.baseUrl, token)('POST /api/v1/merchant/members', { body })
}

async function handIn(page: Page, name: string, jpeg: Buffer): Promise<void> {
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: '拍照', exact: true }).click()
  await (await chooser).setFiles({ name, mimeType: 'image/jpeg', buffer: jpeg })
}

describe.runIf(chromiumPath)('an employee with a phone', () => {
  beforeAll(async () => {
    demo = demoOf(inject('demo'))
    browser = await launch(chromiumPath ?? '')
  })
  afterAll(async () => {
    await browser?.close()
  })

  test('photo, fields, one corrected, verified, in the pool; the same file again is a duplicate', async () => {
    await hireEmployee()
    const { jpeg, number, issuedOn } = await issuedInvoice()
    const { page, context, complaints } = await openPhone(browser)
    await page.goto(demo.file.console.url)
    await page.getByLabel('账号').fill(EMPLOYEE.login)
    await page.getByLabel('密码').fill(EMPLOYEE.password)
    await page.getByRole('button', { name: '登录' }).click()
    await page.getByText('票夹是空的').waitFor()
    expect(await page.getByRole('button', { name: '首页' }).count()).toBe(0)
    await page.getByRole('button', { name: '录入发票' }).click()
    await handIn(page, '发票.jpg', jpeg)
    await page.getByText('1 项待确认').waitFor(READING)
    await page.getByRole('button', { name: '1 项待确认' }).click()
    await page.getByRole('img', { name: '原件图片' }).waitFor()
    await page.getByText('先确认：开票日期').waitFor()
    await page.getByRole('button', { name: '更正 开票日期' }).click()
    await page.getByLabel('开票日期', { exact: true }).fill(issuedOn)
    await page.getByRole('button', { name: '保存' }).click()
    // Complete now, so it is asked about without anybody's asking.
    await page.getByText('票面信息与税务端一致。').waitFor(READING)
    await page.getByRole('button', { name: '查验记录 1 次' }).click()
    await page.getByText('查验一致', { exact: true }).last().waitFor()
    expect(await page.getByRole('button', { name: '入账' }).count()).toBe(0)
    await page.goto(`${demo.file.console.url}received`)
    await page.getByRole('button', { name: number }).waitFor()
    await page.getByText('查验一致').first().waitFor()
    await page.goto(`${demo.file.console.url}capture`)
    await handIn(page, '又一张.jpg', jpeg)
    await page.getByText(/^重复：您在/).waitFor(READING)
    await page.goto(`${demo.file.console.url}received`)
    await page.getByRole('button', { name: number }).waitFor()
    expect(await page.getByRole('button', { name: /\d{20}/ }).count()).toBe(1)
    expect(complaints).toEqual([])
    await context.close()
  })
})
