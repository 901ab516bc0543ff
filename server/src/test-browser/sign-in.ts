import type { Browser, BrowserContext } from 'playwright-core'
import { openWindow } from './browser'
import type { Demo } from './demo'
import type { Person } from './shop-day'

/** What the browser remembers of somebody who signed in. */
export type StorageState = Awaited<ReturnType<BrowserContext['storageState']>>

/** Signs in by the page, as a person does, and answers what the browser remembers: for windows of any size. */
export async function signIn(browser: Browser, demo: Demo, person: Person): Promise<StorageState> {
  const { context, page } = await openWindow(browser)
  await page.goto(demo.file.console.url)
  await page.getByLabel('账号').fill(person.login)
  await page.getByLabel('密码').fill(person.password)
  await page.getByRole('button', { name: '登录' }).click()
  await page.getByRole('heading', { level: 1, name: '青禾小馆' }).waitFor()
  const state = await context.storageState()
  await context.close()
  return state
}
