import type { Ground } from '../ground'
import { sha256 } from '../ids'
import { channelTokenEntity } from './entity'
import type { TokenStore } from './nuonuo'

/** Channel tokens in the database, sealed: all processes share the few that a platform hands out. */
export function databaseTokenStore(ground: Pick<Ground, 'db' | 'secrets'>): TokenStore {
  const { db, secrets } = ground
  return {
    async get(key) {
      const row = await db.manager.findOneBy(channelTokenEntity, { id: sha256(key) })
      return row ? { token: secrets.open(row.token), expiresAt: row.expiresAt } : undefined
    },
    async set(key, { token, expiresAt }) {
      const row = { id: sha256(key), token: secrets.seal(token), expiresAt }
      await db.manager.upsert(channelTokenEntity, row, ['id'])
    },
  }
}
