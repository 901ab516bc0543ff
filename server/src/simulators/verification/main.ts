import { startVerificationServices } from './start'

/**
 * The services as a program: VERIFICATION_PORT (0: any free), VERIFICATION_CONTROL_TOKEN. Prints one JSON line when
 * ready; ends on SIGTERM, SIGINT, or when the process that started it goes away.
 */
async function main(): Promise<void> {
  const controlToken = process.env.VERIFICATION_CONTROL_TOKEN
  if (!controlToken) throw new Error('VERIFICATION_CONTROL_TOKEN is missing')
  const services = await startVerificationServices({
    port: Number(process.env.VERIFICATION_PORT || 0),
    controlToken,
  })
  const end = () => {
    if (process.connected) process.disconnect()
    services.close().then(() => process.exit(0))
  }
  for (const event of ['SIGTERM', 'SIGINT', 'disconnect'] as const) process.once(event, end)
  process.stdout.write(`${JSON.stringify({ ready: true, url: services.url })}\n`)
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
})
