import { startService } from './compose'
import { readConfig } from './config'

/** `npm run serve`: the service and its worker, nothing simulated. */
async function main(): Promise<void> {
  const service = await startService(readConfig(process.env))
  const { ground } = service
  ground.log.info({ event: 'service.ready', url: service.url, publicUrl: ground.publicUrl })
  let isEnding = false
  const end = () => {
    if (isEnding) return
    isEnding = true
    service.close().then(
      () => process.exit(0),
      (error: unknown) => {
        ground.log.error({ event: 'service.close_failed', err: error })
        process.exit(1)
      },
    )
  }
  process.on('SIGTERM', end)
  process.on('SIGINT', end)
  process.on('disconnect', end)
  process.send?.({ ready: true, url: service.url })
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
})
