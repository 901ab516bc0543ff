import type { Role } from './processes'

/** Loaded one by one, so that no process carries what only another one needs. */
const ROLES: Record<Role, () => Promise<void>> = {
  service: async () => (await import('./service-process')).serviceProcess(),
  baseline: async () => (await import('./baseline-process')).baselineProcess(),
  bureau: async () => (await import('./bureau-process')).bureauProcess(),
}

const isRole = (name: string | undefined): name is Role =>
  name !== undefined && name in ROLES && process.send !== undefined

async function main(): Promise<void> {
  const [, , name] = process.argv
  if (isRole(name)) await ROLES[name]()
  else await (await import('./bench')).runBench()
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  process.exit(2)
})
