import type { KeyValueStore } from '@piaoma/shared/guest'
import Taro from '@tarojs/taro'
import { keep, remember } from '@/lib/storage'

/**
 * The guest's memory on this phone: it outlives a kill, so that nothing typed is lost. A phone is its owner's own;
 * what a browser forgets with its tab stays here until the person removes it.
 */
export const phoneStore: KeyValueStore = {
  getItem: (key) => (Taro.getStorageSync(key) as string) || null,
  setItem: (key, value) => Taro.setStorageSync(key, value),
  removeItem: (key) => Taro.removeStorageSync(key),
}

/** An application that was made here: enough to show it before the service has answered. */
export interface OwnApplication {
  token: string
  merchantName: string
  buyerName: string
  amountFen?: number
  at: number
}

const KEY = 'guest.applications'
const MOST = 500

/** Every invoice that was asked for on this phone, the newest first. */
export function ownApplications(): OwnApplication[] {
  return remember<OwnApplication[]>(KEY) ?? []
}

/** Remembers an application; the oldest beyond 500 are forgotten. */
export function addOwnApplication(application: OwnApplication): void {
  const others = ownApplications().filter(({ token }) => token !== application.token)
  keep(KEY, [application, ...others].slice(0, MOST))
}

/** Forgets one; the invoice itself is not touched. */
export function forgetOwnApplication(token: string): void {
  keep(
    KEY,
    ownApplications().filter((application) => application.token !== token),
  )
}
