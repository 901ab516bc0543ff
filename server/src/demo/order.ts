import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { linkFor } from '@piaoma/shared/codes'
import QRCode from 'qrcode'
import { readConfig } from '../config'

/** `npm run demo:order`: asks the running demo, through its open API like any till, for a new order code. */
async function main(): Promise<void> {
  const file = join(readConfig(process.env).PIAOMA_DATA, 'demo.json')
  const demo = JSON.parse(readFileSync(file, 'utf8')) as { baseUrl: string; apiKey: string }
  const orderNo = `T${Date.now()}`
  const response = await fetch(`${demo.baseUrl}/open/v1/order-codes`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${demo.apiKey}`,
      'content-type': 'application/json',
      'idempotency-key': orderNo,
    },
    body: JSON.stringify({
      orderNo,
      lines: [
        { name: '餐饮服务', quantity: 1, amountFen: 12_800, taxRate: '0.06', taxCode: '3070401000000000000' },
      ],
    }),
  })
  const answer = (await response.json()) as { code: string; shortCode: string; detail?: string }
  if (!response.ok) throw new Error(answer.detail ?? `HTTP ${response.status}`)
  const url = linkFor(demo.baseUrl, answer.code)
  process.stdout.write(
    `${await QRCode.toString(url, { type: 'terminal', small: true })}\n${url}\n${answer.shortCode}\n`,
  )
}

main().catch((error: unknown) => {
  process.stderr.write(
    `${error instanceof Error ? error.message : String(error)} — is the demo running (npm start)?\n`,
  )
  process.exit(1)
})
