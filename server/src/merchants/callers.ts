import type { Endpoint, Role } from '@piaoma/shared/contract'
import { type Database, readJson } from '../db'
import type { Ground } from '../ground'
import { AppError, bearerToken, type Callers, type Person, type Program } from '../http'
import { sha256 } from '../ids'
import { apiKeyEntity } from './entity'
import { isAllowed } from './policy'

/** An API key's last use is written at most this often. */
const LAST_USE_MS = 60_000

/** Knows people by their session and programs by their API key, and what each may do. */
export function createCallers(ground: Pick<Ground, 'db' | 'clock'>): Callers {
  return {
    async identify(ctx, endpoint) {
      if (endpoint.access === 'public') return undefined
      const token = bearerToken(ctx)
      const caller =
        token && (await (endpoint.access === 'session' ? findPerson : findProgram)(ground, token))
      if (!caller) throw new AppError('auth.required', { headers: { 'www-authenticate': 'Bearer' } })
      if (caller.type === 'person') assertPermission(caller, endpoint)
      return caller
    },
  }
}

function assertPermission(person: Person, endpoint: Endpoint): void {
  const { permission } = endpoint
  if (permission !== undefined && !isAllowed(person.role, permission)) throw new AppError('auth.forbidden')
}

// One statement a request: the membership is read anew each time, so a changed role or a person who left
// counts from the next click on.
const PERSON = `SELECT s.\`userId\`, s.\`merchantId\`, u.\`name\`, m.\`role\`, m.\`storeIds\`
  FROM \`session\` s
  JOIN \`user_account\` u ON u.\`id\` = s.\`userId\`
  JOIN \`membership\` m ON m.\`userId\` = s.\`userId\` AND m.\`merchantId\` = s.\`merchantId\` AND m.\`isActive\` = 1
  WHERE s.\`tokenHash\` = ? AND s.\`kind\` = 'session' AND s.\`expiresAt\` > ?`

interface PersonRecord {
  userId: string
  merchantId: string
  name: string
  role: Role
  storeIds: unknown
}

async function findPerson(
  ground: { db: Database; clock: Ground['clock'] },
  token: string,
): Promise<Person | undefined> {
  const sessionHash = sha256(token)
  const rows = (await ground.db.manager.query(PERSON, [sessionHash, ground.clock.now()])) as PersonRecord[]
  const row = rows[0]
  if (!row) return undefined
  const { userId, merchantId, role } = row
  const storeIds = row.storeIds === null ? null : readJson<string[] | null>(row.storeIds)
  return { type: 'person', userId, userName: row.name, merchantId, role, storeIds, sessionHash }
}

async function findProgram(
  ground: { db: Database; clock: Ground['clock'] },
  token: string,
): Promise<Program | undefined> {
  const { manager } = ground.db
  const key = await manager.findOneBy(apiKeyEntity, { keyHash: sha256(token) })
  if (!key) return undefined
  const now = ground.clock.now()
  if (key.lastUsedAt === null || key.lastUsedAt <= now - LAST_USE_MS) {
    await manager.update(apiKeyEntity, { id: key.id }, { lastUsedAt: now })
  }
  return { type: 'program', merchantId: key.merchantId, keyId: key.id }
}
