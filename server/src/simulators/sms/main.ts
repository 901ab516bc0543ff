import { z } from 'zod'
import { startSms } from './start'

const accountInput = z.object({
  secretId: z.string(),
  secretKey: z.string(),
  appId: z.string(),
  sign: z.string(),
  templates: z.record(z.string(), z.string()),
})

/**
 * The SMS simulator as a program. Settings: SMS_SIM_ACCOUNT (JSON), SMS_SIM_CONTROL_TOKEN, SMS_SIM_PORT. Prints one JSON
 * line when ready; ends on SIGTERM, SIGINT, or when the process that started it goes away.
 */
async function main(): Promise<void> {
  const { SMS_SIM_ACCOUNT, SMS_SIM_CONTROL_TOKEN = '', SMS_SIM_PORT } = process.env
  const { secretId, secretKey, appId, sign, templates } = accountInput.parse(
    JSON.parse(SMS_SIM_ACCOUNT ?? '{}'),
  )
  const sms = await startSms({
    port: Number(SMS_SIM_PORT || 0),
    controlToken: SMS_SIM_CONTROL_TOKEN,
    account: {
      secrets: new Map([[secretId, secretKey]]),
      appId,
      sign,
      templates: new Map(Object.entries(templates)),
    },
  })
  let isEnding = false
  const end = () => {
    if (isEnding) return
    isEnding = true
    if (process.connected) process.disconnect()
    sms.close().then(() => process.exit(0))
  }
  for (const event of ['SIGTERM', 'SIGINT', 'disconnect'] as const) process.on(event, end)
  process.stdout.write(`${JSON.stringify({ event: 'ready', url: sms.url })}\n`)
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
})
