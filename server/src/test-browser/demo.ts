import { fork } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import type { DemoFile } from '../demo/demo-file'
import { requireTool } from '../test/require-tool'

export const chromiumPath = requireTool('chromium', 'browser tests')

export interface Demo {
  file: DemoFile
  /** An order code made through the open API, as a till does. */
  order(fields?: Record<string, unknown>): Promise<{ code: string; shortCode: string; orderNo: string }>
  act(orderNo: string, action: string): Promise<void>
  stop(): Promise<void>
}

/** The whole demo as `npm start` runs it, with data of its own. */
export async function startDemo(): Promise<Demo> {
  const data = mkdtempSync(join(tmpdir(), 'piaoma-browser-'))
  const script = fileURLToPath(new URL('../../dist/demo.js', import.meta.url))
  const child = fork(script, {
    env: { ...process.env, PORT: '0', PIAOMA_DATA: data, HOST: '127.0.0.1', BUREAU_DELAY_MS: '300' },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  await new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve())
    child.once('exit', (code) => reject(new Error(`the demo ended with ${code}`)))
  })
  const path = join(data, 'demo.json')
  if (!existsSync(path)) throw new Error('the demo is ready but wrote no demo.json')
  const file = JSON.parse(readFileSync(path, 'utf8')) as DemoFile
  let orders = 0
  const post = async (route: string, body: unknown) => {
    orders += 1
    const response = await fetch(`${file.baseUrl}${route}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${file.apiKey}`,
        'content-type': 'application/json',
        'idempotency-key': `browser-test-${orders}`,
      },
      body: JSON.stringify(body),
    })
    const answer = (await response.json()) as { code: string; shortCode: string; orderNo: string }
    if (!response.ok) throw new Error(`${route}: HTTP ${response.status} ${JSON.stringify(answer)}`)
    return answer
  }
  const line = {
    name: '餐饮服务',
    quantity: 1,
    amountFen: 12_800,
    taxRate: '0.06',
    taxCode: '3070401000000000000',
  }
  return {
    file,
    order: (fields) => post('/open/v1/order-codes', { orderNo: `B${orders + 1}`, lines: [line], ...fields }),
    act: async (orderNo, action) => {
      await post(`/open/v1/order-codes/${orderNo}/actions`, { action })
    },
    async stop() {
      child.removeAllListeners('exit')
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await ended
      rmSync(data, { recursive: true, force: true })
    },
  }
}

export function launch(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] })
}

/** A phone; whatever its pages complain about in the console fails the test that asks. */
export async function openPhone(
  browser: Browser,
  locale = 'zh-CN',
): Promise<{ context: BrowserContext; page: Page; complaints: string[] }> {
  const context = await browser.newContext({
    viewport: { width: 375, height: 812 },
    deviceScaleFactor: 2,
    hasTouch: true,
    isMobile: true,
    locale,
    timezoneId: 'Asia/Shanghai',
    acceptDownloads: true,
  })
  context.setDefaultTimeout(15_000)
  const complaints: string[] = []
  const listen = (page: Page) => {
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('console', (message) => {
      // The browser itself notes every refused request; those are what some tests provoke.
      if (message.type() === 'error' && !/status of 4\d\d/.test(message.text()))
        complaints.push(message.text())
    })
  }
  context.on('page', listen)
  return { context, page: await context.newPage(), complaints }
}
