import Taro from '@tarojs/taro'

/** Reads what this device remembers; `undefined` when there is nothing or it is not readable. */
export function remember<T>(key: string): T | undefined {
  try {
    const stored: unknown = Taro.getStorageSync(`piaoma.${key}`)
    return typeof stored === 'string' && stored !== '' ? (JSON.parse(stored) as T) : undefined
  } catch {
    // Storage switched off or damaged: the page works without what it remembered.
    return undefined
  }
}

/** Forgets everything whose key begins so, e.g. the drafts of who signs out. */
export function forgetAll(prefix: string): void {
  try {
    for (const key of Taro.getStorageInfoSync().keys) {
      if (key.startsWith(`piaoma.${prefix}`)) Taro.removeStorageSync(key)
    }
  } catch {
    // Storage switched off: there is nothing to forget.
  }
}

/** Keeps a value on this device, or forgets it when `undefined`. */
export function keep(key: string, value: unknown): void {
  try {
    if (value === undefined) Taro.removeStorageSync(`piaoma.${key}`)
    else Taro.setStorageSync(`piaoma.${key}`, JSON.stringify(value))
  } catch {
    // A full or forbidden storage costs the memory only, never the work at hand.
  }
}
