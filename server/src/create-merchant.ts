import { readFileSync } from 'node:fs'
import { startService } from './compose'
import { readConfig } from './config'
import { createMerchant, createSignInLink, type NewMerchant } from './merchants'

const DAY_MS = 86_400_000

/** `npm run merchant:create -- merchant.json`: makes a merchant (README, "For real") and prints its owner's sign-in link. */
async function main(file: string | undefined): Promise<void> {
  if (!file) throw new Error('usage: npm run merchant:create -- merchant.json')
  const input = JSON.parse(readFileSync(file, 'utf8')) as NewMerchant
  const service = await startService({
    ...readConfig(process.env),
    WORKER: false,
    PORT: 0,
    HOST: '127.0.0.1',
  })
  try {
    const { ground } = service
    const { merchantId, ownerId } = await createMerchant(ground, input)
    const token = await createSignInLink(ground, { userId: ownerId, merchantId, ttlMs: DAY_MS })
    process.stdout.write(`${ground.publicUrl}/console/?link=${token}\n`)
  } finally {
    await service.close()
  }
}

main(process.argv[2]).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
})
