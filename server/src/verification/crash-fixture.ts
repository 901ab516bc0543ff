import { createWorker } from '../jobs'
import { openProgramGround } from '../test/program'
import { createVerifiers, verificationJobs } from './index'

/** Run by the crash test in a process of its own: asks what is due, or is killed on the way at PIAOMA_CRASH_AT. */
async function main(): Promise<void> {
  const ground = await openProgramGround()
  // Only services with access tokens need it; the one of the test signs each question.
  const tokens = { get: async () => undefined, set: async () => undefined }
  await createWorker(ground, verificationJobs(ground, createVerifiers(ground, tokens))).drain()
  await ground.db.close()
}

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`)
  process.exitCode = 1
})
