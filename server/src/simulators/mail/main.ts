import { startMailSink } from './mail-sink'

/**
 * The mail sink as a program. Settings: MAIL_SINK_DATA, HOST, SMTP_PORT, HTTP_PORT. Prints one JSON line when ready;
 * ends on SIGTERM, SIGINT, or when the process that started it goes away.
 */
async function main(): Promise<void> {
  const { MAIL_SINK_DATA, HOST, SMTP_PORT, HTTP_PORT } = process.env
  const sink = await startMailSink({
    data: MAIL_SINK_DATA || './data/mail',
    ...(HOST ? { host: HOST } : {}),
    smtpPort: Number(SMTP_PORT || 0),
    httpPort: Number(HTTP_PORT || 0),
  })
  let isEnding = false
  const end = () => {
    if (isEnding) return
    isEnding = true
    // Leaving IPC open would keep the process alive.
    if (process.connected) process.disconnect()
    sink.close().then(() => process.exit(0))
  }
  for (const event of ['SIGTERM', 'SIGINT', 'disconnect'] as const) process.on(event, end)
  process.stdout.write(
    `${JSON.stringify({ event: 'ready', smtpUrl: sink.smtpUrl, httpUrl: sink.httpUrl })}\n`,
  )
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
})
