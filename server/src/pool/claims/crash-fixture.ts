import { createWorker } from '../../jobs'
import { openProgramGround } from '../../test/program'
import { miniappEnv } from '../../test/wechat'
import { createMpClient } from '../../wechat/mp'
import { claimJobs } from './drive-claim'

/** Run by the crash test in a process of its own: tells WeChat what is due, or is killed on the way at PIAOMA_CRASH_AT. */
async function main(): Promise<void> {
  const { WECHAT = '' } = process.env
  const ground = await openProgramGround(miniappEnv(WECHAT))
  const mp = createMpClient(ground, { baseUrl: WECHAT, timeoutMs: 3_000 })
  await createWorker(ground, claimJobs({ ground, mp })).drain()
  await ground.db.close()
}

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`)
  process.exitCode = 1
})
