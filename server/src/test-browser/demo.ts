import { fork } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DemoFile } from '../demo/demo-file'
import { repositoryRoot } from '../pages/root'

export interface Demo {
  file: DemoFile
  /** An order code made through the open API, as a till does. */
  order(fields?: Record<string, unknown>): Promise<{ code: string; shortCode: string; orderNo: string }>
  act(orderNo: string, action: string): Promise<void>
}

/** The whole demo as `npm start` runs it, with data of its own. */
export async function startDemo(): Promise<{ file: DemoFile; stop(): Promise<void> }> {
  const data = mkdtempSync(join(tmpdir(), 'piaoma-browser-'))
  const child = fork(join(repositoryRoot, 'server/dist/demo.js'), {
    env: {
      ...process.env,
      PORT: '0',
      PIAOMA_DATA: data,
      HOST: '127.0.0.1',
      BUREAU_DELAY_MS: '300',
      // All of them come from one address.
      RATE_LIMIT_FACTOR: '0',
    },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  await new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve())
    child.once('exit', (code) => reject(new Error(`the demo ended with ${code}`)))
  })
  const path = join(data, 'demo.json')
  if (!existsSync(path)) throw new Error('the demo is ready but wrote no demo.json')
  return {
    file: JSON.parse(readFileSync(path, 'utf8')) as DemoFile,
    async stop() {
      child.removeAllListeners('exit')
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await ended
      rmSync(data, { recursive: true, force: true })
    },
  }
}

let orders = 0

/** The demo that is running for all browser tests, as a till uses it. */
export function demoOf(file: DemoFile | null): Demo {
  if (!file) throw new Error('no demo was started: there is no Chromium here')
  const run = `${process.pid}-${Date.now().toString(36)}`
  const post = async (route: string, body: unknown) => {
    orders += 1
    const response = await fetch(`${file.baseUrl}${route}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${file.apiKey}`,
        'content-type': 'application/json',
        'idempotency-key': `browser-test-${run}-${orders}`,
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
    order: (fields) =>
      post('/open/v1/order-codes', { orderNo: `B${run}-${orders + 1}`, lines: [line], ...fields }),
    act: async (orderNo, action) => {
      await post(`/open/v1/order-codes/${orderNo}/actions`, { action })
    },
  }
}
