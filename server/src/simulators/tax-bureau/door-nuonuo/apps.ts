import { randomBytes } from 'node:crypto'
import type { Store } from '../store'

const DAY_MS = 24 * 60 * 60 * 1000
const TOKEN_WINDOW_MS = 30 * DAY_MS

/** The apps of the open platform: their secrets, the taxpayers they may act for, their tokens. */
export interface Apps {
  put(appKey: string, appSecret: string, taxNum: string): void
  secret(appKey: string): string | undefined
  taxpayers(appKey: string): string[]
  /** A new token, or `undefined` when the 30 days' ration is used up. */
  newToken(appKey: string): { token: string; lifeMs: number } | undefined
  isLiving(appKey: string, token: string): boolean
}

export function createApps(store: Store, now: () => number, ration: number): Apps {
  return {
    put(appKey, appSecret, taxNum) {
      store.transaction(() => {
        store.run(
          `INSERT INTO nuonuo_app (app_key, app_secret) VALUES (?, ?)
           ON CONFLICT (app_key) DO UPDATE SET app_secret = excluded.app_secret`,
          appKey,
          appSecret,
        )
        store.run('INSERT OR IGNORE INTO nuonuo_grant (app_key, tax_num) VALUES (?, ?)', appKey, taxNum)
      })
    },
    secret: (appKey) =>
      store.one<{ app_secret: string }>('SELECT app_secret FROM nuonuo_app WHERE app_key = ?', appKey)
        ?.app_secret,
    taxpayers: (appKey) =>
      store
        .all<{ tax_num: string }>(
          'SELECT tax_num FROM nuonuo_grant WHERE app_key = ? ORDER BY tax_num',
          appKey,
        )
        .map((row) => row.tax_num),
    newToken(appKey) {
      return store.transaction(() => {
        const at = now()
        const used = store.one<{ count: number }>(
          'SELECT count(*) AS count FROM nuonuo_token WHERE app_key = ? AND issued_at > ?',
          appKey,
          at - TOKEN_WINDOW_MS,
        )
        if ((used?.count ?? 0) >= ration) return undefined
        const token = randomBytes(18).toString('hex')
        store.run('INSERT INTO nuonuo_token VALUES (?, ?, ?, ?)', token, appKey, at, at + DAY_MS)
        return { token, lifeMs: DAY_MS }
      })
    },
    isLiving: (appKey, token) =>
      store.one(
        'SELECT 1 AS found FROM nuonuo_token WHERE token = ? AND app_key = ? AND expires_at > ?',
        token,
        appKey,
        now(),
      ) !== undefined,
  }
}
