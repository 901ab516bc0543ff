interface StoredToken {
  token: string
  /** Epoch milliseconds. */
  expiresAt: number
}

/** Where access tokens live between calls, restarts and processes. Values are secrets: store them sealed. */
export interface TokenStore {
  get(key: string): Promise<StoredToken | undefined>
  set(key: string, value: StoredToken): Promise<void>
}

/** Keeps tokens in this process only: for tests and one-process demos. */
export function memoryTokenStore(): TokenStore {
  const tokens = new Map<string, StoredToken>()
  return {
    get: async (key) => tokens.get(key),
    set: async (key, value) => {
      tokens.set(key, value)
    },
  }
}
