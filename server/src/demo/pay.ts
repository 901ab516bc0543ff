import { randomInt } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { linkFor } from '@piaoma/shared/codes'
import QRCode from 'qrcode'
import { readConfig } from '../config'
import { wechatControl } from '../simulators/wechat/core/client'
import type { DemoFile } from './demo-file'

const PATIENCE_MS = 10_000

/**
 * `npm run demo:pay`: a guest pays at the restaurant by (simulated) WeChat Pay. WeChat tells the service, the service
 * asks WeChat, and the payment is an order code: this prints its link.
 */
async function main(): Promise<void> {
  const file = join(readConfig(process.env).PIAOMA_DATA, 'demo.json')
  const demo = JSON.parse(readFileSync(file, 'utf8')) as DemoFile & { apiKey: string }
  const { control, payment } = demo.simulators.wechat
  if (!payment) throw new Error('the demo has no WeChat Pay')
  const { mchid, appId: appid, notifyUrl } = payment
  const totalFen = 5_000 + randomInt(0, 20_000)
  const wechat = wechatControl({ controlUrl: control.url, controlToken: control.token })
  const paid = await wechat.call<{ transactionId: string; outTradeNo: string }>(
    'POST',
    '/user/demo-guest/pay',
    {
      mchid,
      appid,
      totalFen,
      notifyUrl,
      supportFapiao: true,
    },
  )
  const code = await codeOf(demo, paid.outTradeNo)
  const url = linkFor(demo.baseUrl, code)
  const lines = [`已付 ${(totalFen / 100).toFixed(2)} 元 paid, 交易单号 ${paid.transactionId}`, url]
  process.stdout.write(
    `${await QRCode.toString(url, { type: 'terminal', small: true })}\n${lines.join('\n')}\n`,
  )
}

/** The order code that the payment became, asked of the open API like any till would. */
async function codeOf(demo: { baseUrl: string; apiKey: string }, orderNo: string): Promise<string> {
  const end = Date.now() + PATIENCE_MS
  for (;;) {
    const answer = await fetch(`${demo.baseUrl}/open/v1/order-codes/${orderNo}`, {
      headers: { authorization: `Bearer ${demo.apiKey}` },
    })
    if (answer.ok) return ((await answer.json()) as { code: string }).code
    if (Date.now() > end) throw new Error(`no order code after ${PATIENCE_MS} ms (HTTP ${answer.status})`)
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

main().catch((error: unknown) => {
  process.stderr.write(
    `${error instanceof Error ? error.message : String(error)} — is the demo running (npm start)?\n`,
  )
  process.exit(1)
})
