import { startWechat } from './start'

/**
 * WeChat's simulator as a program of its own: WECHAT_PAY_PORT, WECHAT_MP_PORT, WECHAT_CONTROL_PORT (0: free ones),
 * WECHAT_CONTROL_TOKEN, WECHAT_SEED. Its clock follows the machine's. Prints one line of JSON when ready, ends on
 * SIGTERM, SIGINT, or when the parent that forked it goes away.
 */
async function main(env: NodeJS.ProcessEnv): Promise<void> {
  const simulator = await startWechat({
    isRunning: true,
    ports: {
      pay: portIn(env, 'WECHAT_PAY_PORT'),
      mp: portIn(env, 'WECHAT_MP_PORT'),
      control: portIn(env, 'WECHAT_CONTROL_PORT'),
    },
    ...(env.WECHAT_CONTROL_TOKEN ? { controlToken: env.WECHAT_CONTROL_TOKEN } : {}),
    ...(env.WECHAT_SEED ? { seed: env.WECHAT_SEED } : {}),
  })
  let isEnding = false
  async function end(): Promise<void> {
    if (isEnding) return
    isEnding = true
    await simulator.close()
    process.exit(0)
  }
  for (const event of ['SIGTERM', 'SIGINT', 'disconnect'] as const) process.on(event, () => void end())

  // Last of all: whoever reads this line may tell us to end.
  const { payUrl, mpUrl, controlUrl, controlToken } = simulator
  const secret = env.WECHAT_CONTROL_TOKEN ? {} : { controlToken }
  process.stdout.write(`${JSON.stringify({ ready: true, payUrl, mpUrl, controlUrl, ...secret })}\n`)
}

function portIn(env: NodeJS.ProcessEnv, name: string): number {
  const port = Number(env[name] || 0)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`${name} must be a port`)
  return port
}

main(process.env).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  process.exit(1)
})
