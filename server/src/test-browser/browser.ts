import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { requireTool } from '../test/require-tool'

export const chromiumPath = requireTool('chromium', 'browser tests')

export function launch(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] })
}

/** What a person looks at: how large, and as what. */
export interface Screen {
  width?: number
  height?: number
  locale?: string
  colorScheme?: 'light' | 'dark'
  /** Cookies and storage of an earlier window. */
  storageState?: Awaited<ReturnType<BrowserContext['storageState']>>
}

/** A window, a phone's unless it is wide; whatever its pages complain about in the console fails the test that asks. */
export async function openWindow(
  browser: Browser,
  { width = 375, height = 812, locale = 'zh-CN', ...rest }: Screen = {},
): Promise<{ context: BrowserContext; page: Page; complaints: string[] }> {
  const context = await browser.newContext({
    viewport: { width, height },
    ...(width < 600 ? { deviceScaleFactor: 2, hasTouch: true, isMobile: true } : {}),
    locale,
    timezoneId: 'Asia/Shanghai',
    acceptDownloads: true,
    ...rest,
  })
  context.setDefaultTimeout(15_000)
  const complaints: string[] = []
  const listen = (page: Page) => {
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('console', (message) => {
      // The browser itself notes every request that was refused or found no network: what some tests provoke.
      if (message.type() === 'error' && !/status of 4\d\d|ERR_INTERNET_DISCONNECTED/.test(message.text()))
        complaints.push(message.text())
    })
  }
  context.on('page', listen)
  return { context, page: await context.newPage(), complaints }
}

/** A phone in this language. */
export const openPhone = (browser: Browser, locale = 'zh-CN') => openWindow(browser, { locale })
