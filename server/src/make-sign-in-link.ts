import { startService } from './compose'
import { readConfig } from './config'
import { createSignInLink, linkHolder } from './merchants'

const DAY_MS = 86_400_000

/** `npm run merchant:link -- LOGIN`: prints a new one-time sign-in link, valid for a day, for somebody who is locked out. */
async function main(login: string | undefined): Promise<void> {
  if (!login) throw new Error('usage: npm run merchant:link -- LOGIN')
  const service = await startService({
    ...readConfig(process.env),
    WORKER: false,
    PORT: 0,
    HOST: '127.0.0.1',
  })
  try {
    const { ground } = service
    const holder = await linkHolder(ground, login)
    const token = await createSignInLink(ground, { ...holder, ttlMs: DAY_MS })
    process.stdout.write(`${ground.publicUrl}/console/?link=${token}\n`)
  } finally {
    await service.close()
  }
}

main(process.argv[2]).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
})
