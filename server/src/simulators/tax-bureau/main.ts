import { createDocumentRenderer } from '../../documents/render-pool'
import { CRASH_POINTS } from './crash'
import { startBureau } from './start'

/**
 * The simulator as a program of its own: BUREAU_PORT (0: the last one or any free), BUREAU_DATA (folder),
 * BUREAU_DELAY_MS, BUREAU_CONTROL_TOKEN, BUREAU_TOKEN_RATION, BUREAU_CRASH_AT (tests). Prints one line of JSON when
 * ready, ends on SIGTERM, SIGINT, or when the parent that forked it goes away.
 */
async function main(env: NodeJS.ProcessEnv): Promise<void> {
  const dataFolder = env.BUREAU_DATA
  if (dataFolder === undefined || dataFolder === '') throw new Error('BUREAU_DATA is missing')
  const crashPoint = CRASH_POINTS.find((point) => point === env.BUREAU_CRASH_AT)
  if (env.BUREAU_CRASH_AT !== undefined && env.BUREAU_CRASH_AT !== '' && crashPoint === undefined) {
    throw new Error(`BUREAU_CRASH_AT must be one of ${CRASH_POINTS.join(', ')}`)
  }
  const renderer = createDocumentRenderer()
  const bureau = await startBureau({
    dataFolder,
    renderer,
    port: numberIn(env, 'BUREAU_PORT', 0),
    delayMs: numberIn(env, 'BUREAU_DELAY_MS', 0),
    tokenRation: numberIn(env, 'BUREAU_TOKEN_RATION', 50),
    ...(env.BUREAU_CONTROL_TOKEN ? { controlToken: env.BUREAU_CONTROL_TOKEN } : {}),
    ...(crashPoint === undefined ? {} : { crashPoint }),
  })
  let isEnding = false
  async function end(): Promise<void> {
    if (isEnding) return
    isEnding = true
    await bureau.close()
    await renderer.close()
    process.exit(0)
  }
  for (const event of ['SIGTERM', 'SIGINT', 'disconnect'] as const) process.on(event, () => void end())

  // Last of all: whoever reads this line may tell us to end.
  const ready = { ready: true, port: bureau.port, url: bureau.url, controlToken: bureau.controlToken }
  process.stdout.write(
    `${JSON.stringify(env.BUREAU_CONTROL_TOKEN ? { ...ready, controlToken: undefined } : ready)}\n`,
  )
}

function numberIn(env: NodeJS.ProcessEnv, name: string, fallback: number): number {
  const text = env[name]
  if (text === undefined || text === '') return fallback
  const value = Number(text)
  if (!Number.isInteger(value) || value < 0) throw new Error(`${name} must be a non-negative integer`)
  return value
}

main(process.env).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  process.exit(1)
})
